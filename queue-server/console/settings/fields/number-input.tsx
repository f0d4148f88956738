import { styles } from '../styles.ts';

interface NumberInputProps {
  readonly id?: string;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly testid: string;
  /** Null where it was emptied. */
  readonly change: (value: number | null) => void;
}

export function NumberInput({
  id,
  value,
  disabled,
  label,
  describedBy,
  invalid,
  testid,
  change,
}: NumberInputProps) {
  return (
    <input
      id={id}
      type="number"
      className={styles['number']}
      disabled={disabled}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      data-testid={testid}
      value={typeof value === 'number' ? value : ''}
      onChange={({ target }) => change(target.value === '' ? null : Number(target.value))}
      // A wheel that turns while the page is scrolled must not change a rule.
      onWheel={({ currentTarget }) => currentTarget.blur()}
    />
  );
}
