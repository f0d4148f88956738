import { type Column, type RowsInput, UNIT_WORDS } from '@hall/shared/contracts/rule-book/rule';
import { Button } from 'antd';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import type { Places } from '../places.ts';
import { styles } from '../styles.ts';
import { Cell } from './cell.tsx';

type Row = Readonly<Record<string, unknown>>;

interface RowsProps {
  readonly path: string;
  readonly input: RowsInput;
  readonly label: string;
  readonly value: readonly Row[];
  readonly places: Places;
  readonly disabled: boolean;
  readonly change: (rows: Row[]) => void;
}

/** A list of a setting: a row each, with a way to add and to take away. */
export function Rows({ path, input, label, value, places, disabled, change }: RowsProps) {
  const { say } = useSpeech();
  const { columns, empty, only } = input;
  const shown = value
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => only === undefined || row[only.key] === only.value);
  return (
    <section
      className={styles['rows']}
      aria-label={label}
      tabIndex={-1}
      data-testid={`field-${path}`}
      data-rows={shown.length}
    >
      {shown.length === 0 && <p className={styles['none']}>{say(empty)}</p>}
      {shown.map(({ row, index }, i) => (
        // Rows have no name of their own; they are only ever added at the end or taken away.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={i} className={styles['row']} data-testid={`row-${path}-${i}`}>
          <b className="number">{i + 1}</b>
          <div className={styles['cells']}>
            {columns.map((column) => (
              <div key={column.key} className={styles['cell']}>
                <span>{say(column.name)}</span>
                <Cell
                  column={column}
                  value={row[column.key]}
                  places={places}
                  disabled={disabled}
                  label={say(t(`第 ${i + 1} 行 ${column.name.zh}`, `Row ${i + 1} ${column.name.en}`))}
                  testid={`cell-${path}-${i}-${column.key}`}
                  change={(cell) =>
                    change(value.map((old, at) => (at === index ? withCell(row, column, cell) : old)))
                  }
                />
                {column.unit && <small>{say(UNIT_WORDS[column.unit])}</small>}
              </div>
            ))}
          </div>
          {!disabled && (
            <Button
              size="small"
              type="text"
              aria-label={say(t(`删除第 ${i + 1} 行`, `Remove row ${i + 1}`))}
              data-testid={`remove-${path}-${i}`}
              onClick={() => change(value.filter((_, at) => at !== index))}
            >
              {say(t('删除', 'Remove'))}
            </Button>
          )}
        </div>
      ))}
      {!disabled && (
        <Button
          size="small"
          data-testid={`add-${path}`}
          onClick={() => change([...value, newRow(columns, shown.at(-1)?.row, only)])}
        >
          {say(t('添加一行', 'Add a row'))}
        </Button>
      )}
    </section>
  );
}

/** An optional cell that is emptied is left out: the schema knows no empty values. */
function withCell(row: Row, column: Column, cell: unknown): Row {
  if (cell !== undefined || !column.optional) return { ...row, [column.key]: cell };
  const { [column.key]: _, ...rest } = row;
  return rest;
}

function newRow(columns: readonly Column[], last: Row | undefined, only: RowsInput['only']): Row {
  const cells = columns
    .filter((column) => !column.optional)
    .map((column) => [column.key, usual(column, last)] as const);
  return { ...(only ? { [only.key]: only.value } : {}), ...Object.fromEntries(cells) };
}

/** What a new row begins with: times go on from the row above; preview says what is still missing. */
function usual({ key, input }: Column, last: Row | undefined): unknown {
  switch (input.kind) {
    case 'number':
      return last?.[key] ?? 1;
    case 'days':
      return last?.[key] ?? [1, 2, 3, 4, 5];
    case 'queues':
      return [];
    case 'words':
      return { zh: '', en: '' };
    case 'time':
      return key === 'to' ? '17:30' : (last?.['to'] ?? '08:30');
    case 'choice':
      return input.choices[0]?.value ?? '';
    default:
      return '';
  }
}
