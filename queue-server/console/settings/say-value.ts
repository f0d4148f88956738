import type { Column, RuleInput } from '@hall/shared/contracts/rule-book/rule';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';
import { WEEKDAYS } from './fields/weekdays.ts';
import type { Places } from './places.ts';

type Say = (text: Text) => string;
type Cell = Column['input'] | Exclude<RuleInput, { kind: 'rows' }>;

const NOTHING = '–';

/** A value of a field as people say it: 一至五 08:30–17:30. */
export function sayValue(value: unknown, input: RuleInput, places: Places, say: Say): string {
  if (input.kind !== 'rows') return sayCell(value, input, places, say);
  if (!Array.isArray(value)) return sayPlain(value, say);
  if (value.length === 0) return say(input.empty);
  return value.map((row) => sayRow(row, input.columns, places, say)).join(say(t('；', '; ')));
}

function sayRow(row: unknown, columns: readonly Column[], places: Places, say: Say): string {
  if (typeof row !== 'object' || row === null) return sayPlain(row, say);
  const cells = row as Readonly<Record<string, unknown>>;
  return columns
    .filter(({ key, input }) => cells[key] !== undefined && input.kind !== 'id')
    .map(({ key, input }) => {
      const said = sayCell(cells[key], input, places, say);
      const isSpanEnd = key === 'to' && cells['from'] !== undefined;
      return isSpanEnd ? `–${said}` : said;
    })
    .join(' ')
    .replaceAll(' –', '–');
}

function sayCell(value: unknown, input: Cell, places: Places, say: Say): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  switch (input.kind) {
    case 'choice':
    case 'several': {
      const name = (one: unknown) => {
        const choice = input.choices.find((other) => other.value === one);
        return choice ? say(choice.name) : String(one);
      };
      return Array.isArray(value) ? listed(value.map(name), say) : name(value);
    }
    case 'days':
      return Array.isArray(value) ? sayDays(value as number[], say) : sayPlain(value, say);
    case 'weekday':
      return say(WEEKDAYS[Number(value) - 1] ?? t(NOTHING, NOTHING));
    case 'window':
    case 'windows':
      return placed(value, places.windows, say);
    case 'queue':
    case 'queues':
      return placed(value, places.queues, say);
    case 'zone':
      return placed(value, places.zones, say);
    case 'department':
      return placed(value, places.departments, say);
    case 'dates':
      return Array.isArray(value) ? value.join('–') : sayPlain(value, say);
    default:
      return sayPlain(value, say);
  }
}

/** Monday to Friday as a span, others one by one. */
function sayDays(days: readonly number[], say: Say): string {
  const name = (day: number) => say(WEEKDAYS[day - 1] ?? t(NOTHING, NOTHING));
  const [first = 1] = days;
  const last = days.at(-1) ?? first;
  const inARow = days.length > 2 && days.every((day, i) => day === first + i);
  const said = inARow
    ? `${name(first)}${say(t('至', '–'))}${name(last)}`
    : days.map(name).join(say(t('、', ', ')));
  return say(t(`周${said}`, said));
}

function placed(value: unknown, options: Places['queues'], say: Say): string {
  const name = (id: unknown) => options.find((option) => option.value === id)?.label ?? String(id);
  return Array.isArray(value) ? listed(value.map(name), say) : name(value);
}

function listed(names: readonly string[], say: Say): string {
  return names.length === 0 ? NOTHING : names.join(say(t('、', ', ')));
}

/** What no field describes: words, numbers, yes and no; else in its own notation. */
export function sayPlain(value: unknown, say: Say): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'boolean') return say(value ? t('是', 'yes') : t('否', 'no'));
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (Array.isArray(value))
    return listed(
      value.map((one) => sayPlain(one, say)),
      say,
    );
  const { zh, en, name } = value as { zh?: string; en?: string; name?: unknown };
  if (zh !== undefined && en !== undefined) return say({ zh, en });
  if (name !== undefined) return sayPlain(name, say);
  return JSON.stringify(value);
}
