import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import { EMPTY_QUEUE, type QueueState } from './state.ts';

/**
 * The numbers of a queue [N1] [N2] [N3] [N4]. The numbers that machines gave today are always one arc: from the first
 * one of the day up to the last, with `continue` perhaps round the end of the range. So no number is given twice in
 * a day, also when a manager changes the setting or the range at noon.
 */

/** Ticket numbers have at most four digits (identifiers.ts). */
export const HIGHEST_NUMBER = 9999;

/** Both ends included. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

type Config = Pick<HallConfig, 'numbering' | 'devices'>;
type Queue = Pick<QueueConfig, 'firstNumber' | 'lastNumber' | 'dailyQuota' | 'paperNumbers'>;
type Given = Pick<QueueState, 'firstNumber' | 'lastNumber' | 'floor' | 'carriedNumber'>;

/** [N1] A012: prefix and zero-padded counter. */
export function numberText(queue: Pick<QueueConfig, 'prefix' | 'digits'>, n: number): string {
  return `${queue.prefix}${String(n).padStart(queue.digits, '0')}`;
}

/** How many kiosks a hall has; asked for with every number. */
const kiosks = new WeakMap<Config['devices'], number>();

function keptBack({ numbering, devices }: Config): number {
  if (numbering.perKiosk === 0) return 0;
  let count = kiosks.get(devices);
  if (count === undefined) {
    count = devices.filter(({ kind }) => kind === 'kiosk').length;
    kiosks.set(devices, count);
  }
  return numbering.perKiosk * count;
}

/** [N4] What server and desk give; null where the kiosks keep everything. */
export function onlineRange(config: Config, queue: Queue): NumberRange | null {
  const last = queue.lastNumber - keptBack(config);
  return last < queue.firstNumber ? null : { first: queue.firstNumber, last };
}

/**
 * [N4] The numbers that a kiosk keeps for times without a server; null: none. Kiosks come in the order of the hall's
 * devices. Where the setting grew during the day, what machines gave already is left out.
 */
export function reservedRange(
  config: Config,
  queue: Queue,
  device: string,
  given: Given = EMPTY_QUEUE,
): NumberRange | null {
  const kiosks = config.devices.filter(({ kind }) => kind === 'kiosk');
  const index = kiosks.findIndex(({ id }) => id === device);
  const { perKiosk } = config.numbering;
  if (index < 0 || perKiosk === 0) return null;
  const first = queue.lastNumber - (kiosks.length - index) * perKiosk + 1;
  const range = { first, last: first + perKiosk - 1 };
  const { firstNumber: begun, lastNumber } = given;
  if (begun === null || lastNumber === null) return range;
  // Behind the arc of the day; with `continue` round the end, between its end and its beginning.
  const free =
    lastNumber >= begun
      ? lastNumber >= range.first && begun <= range.last
        ? { first: lastNumber + 1, last: range.last }
        : range
      : { first: Math.max(range.first, lastNumber + 1), last: Math.min(range.last, begun - 1) };
  return free.first > free.last ? null : free;
}

/** The next number that server or desk may give; null: all are used [N2]. */
export function nextNumber(config: Config, queue: Queue, given: Given): number | null {
  const range = onlineRange(config, queue);
  if (range === null) return null;
  const { floor } = given;
  if (floor !== null && (config.numbering.restart === 'daily' || floor > range.last)) {
    return behindFloor(config, queue, given, floor);
  }
  const begun = dayBegunAt(config, range, given);
  const last = lastOf(range, begun, given.lastNumber, floor);
  if (last === null) return begun;
  const next = Math.max(last + 1, range.first);
  if (last < begun) return next < begun && next <= range.last ? next : null;
  if (next <= range.last) return next;
  return config.numbering.restart === 'continue' && range.first < begun ? range.first : null;
}

/**
 * Where the numbers of today begin. The first one that the ledger knows may itself lie right behind a floor: then the
 * day began where its rule says, and what lies between is out.
 */
function dayBegunAt(config: Config, range: NumberRange, given: Given): number {
  const { firstNumber, floor } = given;
  if (firstNumber === null || firstNumber - 1 === floor || firstNumber === afterInRange(range, floor))
    return dayStartsAt(config, range, given);
  return firstNumber;
}

function afterInRange(range: NumberRange, n: number | null): number | null {
  if (n === null) return null;
  return n >= range.last ? range.first : n + 1;
}

/** [N3] The first number of a day. */
function dayStartsAt(config: Config, range: NumberRange, { carriedNumber }: Given): number {
  if (config.numbering.restart === 'daily' || carriedNumber === null) return range.first;
  const next = carriedNumber + 1;
  return next >= range.first && next <= range.last ? next : range.first;
}

/** How far a number lies behind the first one of the day, round the range. */
function along(range: NumberRange, begun: number, n: number): number {
  const size = range.last - range.first + 1;
  return (((n - begun) % size) + size) % size;
}

/** The last number that may be out: what the ledger knows, or what somebody read off the papers after a restore. */
function lastOf(range: NumberRange, begun: number, last: number | null, floor: number | null): number | null {
  // A floor just before the day's first number says that nothing was given.
  if (floor === null || floor < range.first || floor > range.last || floor === begun - 1) return last;
  if (last === null) return floor;
  return along(range, begun, floor) > along(range, begun, last) ? floor : last;
}

/** Whether a number that somebody holds lies before the last one that the ledger knows: then they are mistaken. */
export function liesBefore(config: Config, queue: Queue, given: Given, n: number): boolean {
  const { lastNumber, firstNumber } = given;
  const range = onlineRange(config, queue);
  if (config.numbering.restart === 'daily' || range === null) {
    return n < (lastNumber ?? queue.firstNumber - 1);
  }
  if (lastNumber === null || firstNumber === null || n < range.first || n > range.last) return false;
  return along(range, firstNumber, n) < along(range, firstNumber, lastNumber);
}

/**
 * The highest number that server or desk may give today, quotas or not: whoever stands at a window gets one beyond
 * the quota [K11], and a manager may raise a quota at noon. Behind a floor it lies beyond the usual range where it
 * must.
 */
export function highestToday(config: Config, queue: Queue, floor: number | null): number {
  const kept = keptBack(config);
  const usual = queue.lastNumber - kept;
  if (floor === null) return usual;
  const paper = queue.paperNumbers;
  const papers = paper === undefined ? 0 : paper.last - paper.first + 1;
  return Math.min(HIGHEST_NUMBER, Math.max(usual, floor + queue.dailyQuota + kept + papers));
}

/** After a restore that left out a block, counting goes straight on, beyond the queue's usual range where it must. */
function behindFloor(config: Config, queue: Queue, given: Given, floor: number): number | null {
  const kept = keptBack(config);
  const paper = queue.paperNumbers;
  let next = Math.max(given.lastNumber === null ? queue.firstNumber : given.lastNumber + 1, floor + 1);
  if (next > queue.lastNumber - kept && next <= queue.lastNumber) next = queue.lastNumber + 1;
  if (paper !== undefined && next >= paper.first && next <= paper.last) next = paper.last + 1;
  return next > highestToday(config, queue, floor) ? null : next;
}
