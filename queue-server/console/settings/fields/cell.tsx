import type { Column } from '@hall/shared/contracts/rule-book/rule';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import type { Places } from '../places.ts';
import { styles } from '../styles.ts';
import { NumberInput } from './number-input.tsx';
import { PickMany } from './pick-many.tsx';
import { Select } from './select.tsx';
import { TimeInput } from './time-input.tsx';
import { WEEKDAYS } from './weekdays.ts';
import { WordsInput } from './words-input.tsx';

interface CellProps {
  readonly column: Column;
  readonly value: unknown;
  readonly places: Places;
  readonly disabled: boolean;
  /** With the number of its row: rows have the same columns. */
  readonly label: string;
  readonly testid: string;
  /** Undefined leaves an optional cell out. */
  readonly change: (value: unknown) => void;
}

export function Cell({ column, value, places, disabled, label, testid, change }: CellProps) {
  const { say } = useSpeech();
  const common = { disabled, label, testid };
  switch (column.input.kind) {
    case 'number':
      return <NumberInput {...common} value={value} change={change} />;
    case 'time':
      return <TimeInput {...common} value={String(value ?? '')} change={change} />;
    case 'words':
      return <WordsInput {...common} value={value} change={change} />;
    case 'date':
    case 'id':
      return (
        <input
          type={column.input.kind === 'date' ? 'date' : 'text'}
          className={styles[column.input.kind]}
          disabled={disabled}
          aria-label={label}
          data-testid={testid}
          value={String(value ?? '')}
          onChange={({ target }) => change(target.value === '' && column.optional ? undefined : target.value)}
        />
      );
    case 'dates':
      return <Dates {...common} value={value} change={change} />;
    case 'days': {
      const days = Array.isArray(value) ? value.map(String) : [];
      const options = WEEKDAYS.map((day, i) => ({ value: String(i + 1), label: say(day) }));
      return (
        <PickMany
          {...common}
          options={options}
          value={days}
          change={(picked) => change(picked.map(Number).sort((a, b) => a - b))}
        />
      );
    }
    case 'weekday': {
      const options = WEEKDAYS.map((day, i) => ({ value: String(i + 1), label: say(day) }));
      return (
        <Select
          {...common}
          options={options}
          empty={column.optional ? t('–', '–') : null}
          value={String(value ?? '')}
          change={(picked) => change(picked === '' ? undefined : Number(picked))}
        />
      );
    }
    case 'queue':
      return (
        <Select
          {...common}
          options={places.queues}
          empty={t('请选择', 'Choose')}
          value={String(value ?? '')}
          change={change}
        />
      );
    case 'queues':
      return (
        <PickMany
          {...common}
          options={places.queues}
          value={value as readonly string[] | undefined}
          change={(picked) => change(picked.length === 0 && column.optional ? undefined : picked)}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          options={column.input.choices.map((choice) => ({ value: choice.value, label: say(choice.name) }))}
          value={String(value ?? '')}
          change={change}
        />
      );
  }
}

interface DatesProps {
  readonly value: unknown;
  readonly disabled: boolean;
  readonly label: string;
  readonly testid: string;
  readonly change: (value: unknown) => void;
}

/** Two dates, both included; both or none. */
function Dates({ value, disabled, label, testid, change }: DatesProps) {
  const { say } = useSpeech();
  const [from, to] = (value as readonly [string, string] | undefined) ?? ['', ''];
  const put = (first: string, last: string) => change(first && last ? [first, last] : undefined);
  return (
    <span className={styles['words']}>
      <input
        type="date"
        className={styles['date']}
        disabled={disabled}
        aria-label={`${label} ${say(t('从', 'from'))}`}
        data-testid={testid}
        value={from}
        onChange={({ target }) => put(target.value, to || target.value)}
      />
      <input
        type="date"
        className={styles['date']}
        disabled={disabled}
        aria-label={`${label} ${say(t('到', 'to'))}`}
        data-testid={`${testid}-to`}
        value={to}
        onChange={({ target }) => put(from || target.value, target.value)}
      />
    </span>
  );
}
