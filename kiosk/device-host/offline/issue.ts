import type { Catalogue } from '@hall/shared/contracts/commands';
import type { Message } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import type { Book, UsedNumber } from './book.ts';
import { OFFLINE_WORDS } from './words.ts';

/** [N4] Which queues a kiosk may give numbers of while it has no server, and which number is next. Pure. */

/** What the hall said last; it is kept on disk and may be days old. */
export interface OfflineHall {
  readonly timeZone: string;
  readonly catalogue: Catalogue;
  readonly numbers: NonNullable<Message<'settings'>['numbers']>;
  readonly offline: NonNullable<Message<'settings'>['offline']>;
  readonly queues: readonly QueueSaid[];
  /** The latest hall time that this kiosk has heard of. */
  readonly heardAt: number;
}
export type QueueSaid = Pick<Message<'queue'>, 'queue' | 'open' | 'why' | 'windows' | 'at'>;

/** Hall time as far as the kiosk can tell. */
export interface OfflineTime {
  readonly at: number;
  readonly day: string;
  /** False: the clock is behind what was known before, as after a dead battery. */
  readonly sure: boolean;
}

/** A clock that is behind by no more than this was corrected, not lost. */
const BACK_MS = 5_000;

/** `clockNow`: the machine's clock less its known skew. Neither time nor day ever goes back. */
export function offlineTime(book: Book, hall: OfflineHall, clockNow: number): OfflineTime {
  const floor = Math.max(book.at, hall.heardAt);
  const at = Math.max(clockNow, floor);
  const day = localTime(at, hall.timeZone).day;
  return { at, day: book.day !== null && book.day > day ? book.day : day, sure: clockNow >= floor - BACK_MS };
}

export type NumberChoice =
  | { readonly ok: true; readonly number: string }
  | { readonly ok: false; readonly code: OfflineRefusal; readonly text: Text };
export type OfflineRefusal = 'QUEUE_UNKNOWN' | 'NUMBERS_USED_UP' | 'QUEUE_CLOSED';

/** The next number of a queue, or why there is none. */
export function offlineNumber(book: Book, hall: OfflineHall, queue: string, time: OfflineTime): NumberChoice {
  const range = hall.numbers.ranges.find((one) => one.queue === queue);
  const known = hall.catalogue.queues.find(({ id }) => id === queue);
  if (known === undefined) return no('QUEUE_UNKNOWN', OFFLINE_WORDS.unknown);
  if (range === undefined) return no('NUMBERS_USED_UP', OFFLINE_WORDS.usedUp);
  const closed = whyClosed(hall, queue, time);
  if (closed !== null) return no('QUEUE_CLOSED', closed);
  // What the hall has seen counts on its own day only.
  const seen = hall.numbers.day === time.day ? (range.next ?? range.first) : range.first;
  const used = usedOn(book, queue, time.day).filter((n) => n >= range.first && n <= range.last);
  const n = Math.max(seen, range.first, ...used.map((one) => one + 1));
  if (n > range.last) return no('NUMBERS_USED_UP', OFFLINE_WORDS.usedUp);
  return { ok: true, number: `${range.prefix}${String(n).padStart(range.digits, '0')}` };
}

/** Numbers that may be out on a day: its own, and those whose day was a guess. */
function usedOn(book: Book, queue: string, day: string): number[] {
  const may = ({ day: on, sure }: UsedNumber): boolean => on === day || !sure;
  return book.used.filter((one) => one.queue === queue && may(one)).map(({ n }) => n);
}

/** By the last known calendar and hours, and by what the queue itself said last; null: it is open. */
function whyClosed(hall: OfflineHall, queue: string, time: OfflineTime): Text | null {
  const hours = hall.offline.hours.find(({ queues }) => queues.includes(queue));
  if (!openAt(hours, time.day, localTime(time.at, hall.timeZone).minutes)) return OFFLINE_WORDS.closed;
  const said = hall.queues.find((one) => one.queue === queue);
  if (said === undefined || said.open || said.windows.length === 0) return null;
  // It was within its hours and served, and gave no numbers: its quota is used up, or people hand out papers.
  const then = localTime(said.at, hall.timeZone);
  const refusing = then.day === time.day && openAt(hours, then.day, then.minutes);
  return refusing ? (said.why ?? OFFLINE_WORDS.closed) : null;
}

function openAt(
  hours: OfflineHall['offline']['hours'][number] | undefined,
  day: string,
  minutes: number,
): boolean {
  const spans = hours?.days.find((one) => one.day === day)?.open ?? [];
  return spans.some(([from, to]) => minutes >= from && minutes < to);
}

function no(code: OfflineRefusal, text: Text): NumberChoice {
  return { ok: false, code, text };
}
