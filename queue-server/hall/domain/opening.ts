import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import type { Hours } from '@hall/shared/contracts/rules';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { dayKind, END_OF_DAY, type HoursKind, type Span, spansOn } from './calendar.ts';
import { addDays, clockOf, instantOf, MINUTE_MS, weekdayOf } from './dates.ts';

/** Whether a queue gives numbers at an instant [T1] [T2] [T3]. */
export type Opening =
  | {
      readonly open: true;
      /** Which hours these are; where several overlap, the usual ones. */
      readonly kind: HoursKind;
      /** Minutes until it closes, and that minute of the day; null where it does not close before tomorrow night. */
      readonly closesIn: number | null;
      readonly closesAt: number | null;
    }
  | {
      readonly open: false;
      /** The day of the calendar that keeps it closed today. */
      readonly holiday: Text | null;
    };

/** When a queue opens next. */
export interface NextOpening {
  readonly at: number;
  readonly day: string;
  /** `8:30` */
  readonly clock: string;
}

/** Longer than any holiday, and than a hall is rebuilt without saying so in its calendar. */
const LOOK_AHEAD_DAYS = 60;

/** The spans of a queue on the day that was asked for last. */
const latest = new WeakMap<
  QueueConfig,
  { readonly day: string; readonly calendar: HallConfig['calendar']; readonly spans: readonly Span[] }
>();

function spansOf(config: HallConfig, queue: QueueConfig, day: string): readonly Span[] {
  const known = latest.get(queue);
  if (known?.day === day && known.calendar === config.calendar) return known.spans;
  const spans = spansOn(config, queue, day);
  latest.set(queue, { day, calendar: config.calendar, spans });
  return spans;
}

/** Where a row of spans that touch or overlap ends, from a minute inside of it on. */
function endOfRow(spans: readonly Span[], minute: number): number {
  let end = minute;
  for (const span of spans) if (span.from <= end && span.to > end) end = span.to;
  return end;
}

/** What was said of a queue last: it holds for the minute, in which many numbers are asked for. */
const said = new WeakMap<
  QueueConfig,
  {
    readonly minute: number;
    readonly calendar: HallConfig['calendar'];
    readonly timeZone: string;
    readonly opening: Opening;
  }
>();

export function openingAt(config: HallConfig, queue: QueueConfig, at: number): Opening {
  const { calendar, timeZone } = config;
  const minute = Math.floor(at / MINUTE_MS);
  const known = said.get(queue);
  if (known?.minute === minute && known.calendar === calendar && known.timeZone === timeZone) {
    return known.opening;
  }
  const opening = openingOf(config, queue, at);
  said.set(queue, { minute, calendar, timeZone, opening });
  return opening;
}

function openingOf(config: HallConfig, queue: QueueConfig, at: number): Opening {
  const now = localTime(at, config.timeZone);
  const spans = spansOf(config, queue, now.day);
  let here: Span | null = null;
  for (const span of spans) {
    if (now.minutes < span.from || now.minutes >= span.to) continue;
    if (here === null || span.kind === 'usual') here = span;
  }
  if (here === null) {
    const kind = dayKind(config, now.day);
    return { open: false, holiday: kind.closed ? kind.name : null };
  }
  const end = endOfRow(spans, now.minutes);
  if (end < END_OF_DAY) return { open: true, kind: here.kind, closesIn: end - now.minutes, closesAt: end };
  const morning = endOfRow(spansOn(config, queue, addDays(now.day, 1)), 0);
  return morning === END_OF_DAY
    ? { open: true, kind: here.kind, closesIn: null, closesAt: null }
    : { open: true, kind: here.kind, closesIn: END_OF_DAY - now.minutes + morning, closesAt: morning };
}

export function isOpenAt(config: HallConfig, queue: QueueConfig, at: number): boolean {
  return openingAt(config, queue, at).open;
}

/** Null where it does not open within two months. */
export function nextOpening(config: HallConfig, queue: QueueConfig, at: number): NextOpening | null {
  const now = localTime(at, config.timeZone);
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const day = addDays(now.day, ahead);
    const span = spansOn(config, queue, day).find(({ from }) => ahead > 0 || from > now.minutes);
    if (span) return { at: instantOf(day, span.from, config.timeZone), day, clock: clockOf(span.from) };
  }
  return null;
}

const WEEKDAYS: readonly Text[] = [
  { zh: '周一', en: 'Monday' },
  { zh: '周二', en: 'Tuesday' },
  { zh: '周三', en: 'Wednesday' },
  { zh: '周四', en: 'Thursday' },
  { zh: '周五', en: 'Friday' },
  { zh: '周六', en: 'Saturday' },
  { zh: '周日', en: 'Sunday' },
];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DAYS_IN_WEEK = 7;

/** `今天`, `明天`, `周一（11月23日）`, as somebody says it on `today`. */
export function dayWords(day: string, today: string): Text {
  if (day === today) return { zh: '今天', en: 'today' };
  if (day === addDays(today, 1)) return { zh: '明天', en: 'tomorrow' };
  const weekday = WEEKDAYS[weekdayOf(day) - 1] as Text;
  const month = Number(day.slice(5, 7));
  const date = Number(day.slice(8));
  if (day > today && day < addDays(today, DAYS_IN_WEEK)) {
    return { zh: `${weekday.zh}（${month}月${date}日）`, en: `${weekday.en} (${date} ${MONTHS[month - 1]})` };
  }
  return { zh: `${month}月${date}日（${weekday.zh}）`, en: `${weekday.en}, ${date} ${MONTHS[month - 1]}` };
}

/** `周一（11月23日）8:30`, as somebody says it on `today`. */
export function openingWords(next: NextOpening, today: string): Text {
  const day = dayWords(next.day, today);
  return { zh: `${day.zh} ${next.clock}`, en: `${day.en} ${next.clock}` };
}

/** Hours under which every queue takes tickets at any time; the demo's `--demo-hours always`. */
export const ALWAYS: Hours = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '23:59' }];
