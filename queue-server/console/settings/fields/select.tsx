import type { Text } from '@hall/shared/contracts/text';
import { useSpeech } from '../../words/language.tsx';
import type { Option } from '../places.ts';

interface SelectProps {
  readonly id?: string;
  readonly options: readonly Option[];
  /** What stands there while nothing is chosen; without it something always is. */
  readonly empty?: Text | null;
  readonly value: string;
  readonly disabled: boolean;
  readonly label?: string | undefined;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean;
  readonly testid: string;
  readonly change: (value: string) => void;
}

export function Select(props: SelectProps) {
  const { id, options, empty, value, disabled, label, describedBy, invalid, testid, change } = props;
  const { say } = useSpeech();
  // What was taken away is still chosen, until somebody chooses anew.
  const gone = value !== '' && !options.some((option) => option.value === value);
  return (
    <select
      id={id}
      disabled={disabled}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      data-testid={testid}
      value={value}
      onChange={({ target }) => change(target.value)}
    >
      {(empty || (value === '' && empty !== undefined)) && (
        <option value="">{empty ? say(empty) : ''}</option>
      )}
      {gone && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
