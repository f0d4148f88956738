import { useId } from 'react';
import { styles } from '../styles.ts';

interface TimeInputProps {
  readonly value: string;
  readonly disabled: boolean;
  readonly label: string;
  readonly testid: string;
  readonly change: (value: string) => void;
}

/** A time of 24 hours, typed: browsers write 下午 or PM by their own language, the hall's clocks do not. */
export function TimeInput({ value, disabled, label, testid, change }: TimeInputProps) {
  const id = useId();
  return (
    <input
      id={id}
      className={styles['time']}
      inputMode="numeric"
      placeholder="08:30"
      maxLength={5}
      disabled={disabled}
      aria-label={label}
      data-testid={testid}
      value={value}
      onChange={({ target }) => change(target.value.replaceAll('：', ':'))}
      onBlur={() => {
        const whole = completed(value);
        if (whole !== value) change(whole);
      }}
    />
  );
}

/** 8:30, 830 and 0830 → 08:30; anything else stays as it was typed. */
export function completed(typed: string): string {
  const [, hours, minutes] = /^(\d{1,2}):?(\d{2})$/.exec(typed.trim()) ?? [];
  return hours === undefined ? typed : `${hours.padStart(2, '0')}:${minutes}`;
}
