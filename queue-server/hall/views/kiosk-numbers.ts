import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import type { Message } from '@hall/shared/contracts/messages';
import type { OfflineKnowledge } from '@hall/shared/contracts/offline';
import { localTime } from '@hall/shared/contracts/time';
import { spansOn } from '../domain/calendar.ts';
import { addDays } from '../domain/dates.ts';
import { reservedRange } from '../domain/numbering.ts';
import type { HallState } from '../domain/state.ts';

/** [N4] The numbers that a kiosk keeps for times without a server, for its retained settings; none where it keeps none. */
export function kioskNumbers(
  state: HallState,
  config: HallConfig,
  device: string,
): Pick<Message<'settings'>, 'numbers'> {
  if (config.numbering.perKiosk === 0 || state.day === null) return {};
  const given = givenOffline(state);
  const ranges = config.queues.flatMap((queue) => {
    const range = reservedRange(config, queue, device, state.queues.get(queue.id));
    if (range === null) return [];
    const { id, prefix, digits } = queue;
    const own = (given.get(prefix) ?? []).filter((n) => n >= range.first && n <= range.last);
    return [
      { queue: id, prefix, digits, ...range, ...(own.length === 0 ? {} : { next: Math.max(...own) + 1 }) },
    ];
  });
  return ranges.length === 0 ? {} : { numbers: { day: state.day, ranges } };
}

/**
 * Prefix → numbers on offline tickets of today. Whichever kiosk gave one: where the hall got another kiosk during the
 * day, the ranges have moved.
 */
function givenOffline(state: HallState): ReadonlyMap<string, number[]> {
  const given = new Map<string, number[]>();
  for (const ticket of state.tickets.values()) {
    if (ticket.origin !== 'offline' || ticket.day !== state.day) continue;
    const prefix = ticket.number.replace(/\d+$/, '');
    const numbers = given.get(prefix);
    if (numbers) numbers.push(ticket.ordinalOfDay);
    else given.set(prefix, [ticket.ordinalOfDay]);
  }
  return given;
}

/** Today and so many days more: over a long weekend the hall's machine may well stay off. */
const DAYS_AHEAD = 8;

/** [N4] What a kiosk must know beforehand; queues with the same hours stand together. */
export function offlineKnowledge(
  config: HallConfig,
  at: number,
  sealTo: string,
): { readonly offline?: OfflineKnowledge } {
  if (config.numbering.perKiosk === 0) return {};
  const today = localTime(at, config.timeZone).day;
  const days = Array.from({ length: DAYS_AHEAD }, (_, i) => addDays(today, i));
  const groups = new Map<string, OfflineKnowledge['hours'][number]>();
  for (const queue of config.queues) {
    const hours = days.map((day) => ({ day, open: openOn(config, queue, day) }));
    const key = JSON.stringify(hours);
    const group = groups.get(key) ?? { queues: [], days: hours };
    group.queues.push(queue.id);
    groups.set(key, group);
  }
  return { offline: { sealTo, hours: [...groups.values()] } };
}

/** Spans that touch are one; where the hall gives none shortly before closing [T11], they end earlier. */
function openOn(config: HallConfig, queue: QueueConfig, day: string): [number, number][] {
  const joined: [number, number][] = [];
  for (const { from, to } of spansOn(config, queue, day)) {
    const before = joined.at(-1);
    if (before !== undefined && from <= before[1]) before[1] = Math.max(before[1], to);
    else joined.push([from, to]);
  }
  const { mode, minutes } = config.taking.closingSoon;
  const early = mode === 'refuse' ? minutes : 0;
  return joined.flatMap(([from, to]): [number, number][] => (to - early > from ? [[from, to - early]] : []));
}
