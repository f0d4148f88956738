import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Forecast } from '@hall/shared/contracts/reports';
import { SLOTS, slotClock } from './days.ts';

/** A window that is busy all the time makes lines without end: plan for this much. */
const BUSY_SHARE = 0.85;
const SLOT_MINUTES = 30;
/** Nobody opens a window for half an hour: needs are said by the hour. */
const SLOTS_AT_ONCE = 2;

type ZonePlan = Forecast['windows'][number];

/** How many windows of each zone the expected people need, hour by hour, and which. Pure. */
export function windowsFor(
  config: HallConfig,
  arrivals: ReadonlyMap<string, readonly number[]>,
  serviceMinutes: ReadonlyMap<string | null, number>,
): Forecast['windows'] {
  return config.zones.flatMap((zone): ZonePlan[] => {
    const queues = config.queues.filter((queue) => queue.zone === zone.id && arrivals.has(queue.id));
    const work = (queue: string, slot: number) =>
      (arrivals.get(queue)?.[slot] ?? 0) * (serviceMinutes.get(queue) ?? serviceMinutes.get(null) ?? 0);
    const spans: ZonePlan['spans'] = [];
    for (let slot = 0; slot < SLOTS; slot += SLOTS_AT_ONCE) {
      const minutesOf = (queue: string) => Math.max(work(queue, slot), work(queue, slot + 1));
      const minutes = queues.reduce((sum, queue) => sum + minutesOf(queue.id), 0);
      if (minutes === 0) continue;
      const needed = Math.ceil(minutes / (SLOT_MINUTES * BUSY_SHARE));
      const load = new Map(queues.map(({ id }) => [id, minutesOf(id)]));
      const span = {
        from: slotClock(slot),
        to: slot + SLOTS_AT_ONCE === SLOTS ? '24:00' : slotClock(slot + SLOTS_AT_ONCE),
        needed,
        windows: choose(config, load, needed),
      };
      const before = spans.at(-1);
      if (
        before &&
        before.to === span.from &&
        before.needed === needed &&
        same(before.windows, span.windows)
      ) {
        before.to = span.to;
      } else spans.push(span);
    }
    return spans.length === 0 ? [] : [{ zone: zone.id, zoneName: zone.name, spans }];
  });
}

/** Each next window goes where most work is left; numbers in order. */
function choose(config: HallConfig, load: ReadonlyMap<string, number>, needed: number): number[] {
  const left = new Map(load);
  const chosen: number[] = [];
  const free = config.windows.filter(({ queues }) => queues.some((queue) => (load.get(queue) ?? 0) > 0));
  while (chosen.length < needed && chosen.length < free.length) {
    const most = [...left].sort((a, b) => b[1] - a[1]).map(([queue]) => queue);
    const window =
      most
        .map((queue) => free.find((one) => one.queues.includes(queue) && !chosen.includes(one.number)))
        .find((found) => found !== undefined) ?? null;
    if (!window) break;
    chosen.push(window.number);
    let minutes = SLOT_MINUTES * BUSY_SHARE;
    for (const queue of most) {
      if (!window.queues.includes(queue) || minutes <= 0) continue;
      const takes = Math.min(minutes, left.get(queue) ?? 0);
      left.set(queue, (left.get(queue) ?? 0) - takes);
      minutes -= takes;
    }
  }
  return chosen.sort((a, b) => a - b);
}

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
