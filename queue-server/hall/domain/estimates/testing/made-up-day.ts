import { MINUTE_MS } from '../day.ts';
import type { Random } from '../words.ts';
import type { TraceEvent } from './trace-event.ts';

/** One day of a made-up hall, played out event by event. Minutes of the day. */
export interface DayPlan<Queue extends QueuePlan> {
  /** ms since the epoch of the hall's midnight. */
  readonly start: number;
  readonly doors: readonly [number, number];
  readonly plans: readonly WindowPlan[];
  readonly queues: readonly Queue[];
  readonly load: number;
  readonly serve: (queue: Queue) => number;
  readonly random: Random;
}

export interface QueuePlan {
  readonly id: string;
  readonly meanLog: number;
  readonly share: number;
}

export interface WindowPlan {
  readonly id: string;
  readonly queues: readonly string[];
  readonly from: number;
  /** Log factor on services; positive is slow. */
  readonly pace: number;
  /** Wishes in order. Back at a clock time, or after a length, or (both null) not at all. */
  readonly pauses: readonly {
    readonly at: number;
    readonly back: number | null;
    readonly length: number | null;
  }[];
}

const LAST_MIN = 21 * 60;
const STEP_MIN = 0.05;
const NO_SHOW = 0.05;
const CLASSES = [
  { class: 'ordinary', bonusMin: 0, share: 0.82 },
  { class: 'elderly', bonusMin: 15, share: 0.12 },
  { class: 'appointment', bonusMin: 30, share: 0.06 },
] as const;

interface Waiting {
  readonly id: string;
  readonly queue: string;
  readonly place: number;
}

interface WindowLive {
  readonly plan: WindowPlan;
  open: boolean;
  opensAt: number;
  nextPause: number;
  serving: { readonly ticket: string; readonly until: number; readonly missed: boolean } | null;
}

export function playDay<Queue extends QueuePlan>(day: DayPlan<Queue>): TraceEvent[] {
  const { random, start, doors, plans } = day;
  const events: TraceEvent[] = [];
  const stamp = (minute: number) => start + Math.round(minute * MINUTE_MS);
  const live: WindowLive[] = plans.map((plan) => ({
    plan,
    open: false,
    opensAt: plan.from,
    nextPause: 0,
    serving: null,
  }));
  const waiting: Waiting[] = [];
  const queueOf = new Map(day.queues.map((queue) => [queue.id, queue]));
  const served = day.queues.filter((queue) => plans.some((plan) => plan.queues.includes(queue.id)));
  const coming = served.map((queue) => rateOf(day, queue));
  const given = new Map<string, number>();
  // Steps of three seconds: simple to see through, and fine enough for waits in minutes.
  for (let now = doors[0]; now < LAST_MIN; now += STEP_MIN) {
    if (now < doors[1]) {
      served.forEach((queue, i) => {
        if (random() >= (coming[i] as number) * wave(now, doors) * STEP_MIN) return;
        const number = (given.get(queue.id) ?? 0) + 1;
        given.set(queue.id, number);
        const id = `${queue.id}${String(number).padStart(3, '0')}`;
        const draw = random();
        const kind =
          CLASSES.find((_, k) => draw < CLASSES.slice(0, k + 1).reduce((s, c) => s + c.share, 0)) ??
          CLASSES[0];
        events.push({
          e: 'arrive',
          at: stamp(now),
          t: id,
          q: queue.id,
          class: kind.class,
          bonusMin: kind.bonusMin,
        });
        waiting.push({ id, queue: queue.id, place: now - kind.bonusMin });
      });
    } else if (waiting.length === 0 && live.every((window) => window.serving === null)) break;
    for (const window of live) step(window, now);
  }
  return events;

  function step(window: WindowLive, now: number): void {
    const { plan } = window;
    if (window.serving && now >= window.serving.until) {
      const { ticket, missed } = window.serving;
      events.push({ e: missed ? 'no-show' : 'finish', at: stamp(now), t: ticket, w: plan.id });
      window.serving = null;
    }
    if (!window.open && now >= window.opensAt) {
      window.open = true;
      events.push({ e: 'open', at: stamp(now), w: plan.id, queues: plan.queues });
    }
    const wish = plan.pauses[window.nextPause];
    if (window.open && window.serving === null && wish && now >= wish.at) {
      window.nextPause += 1;
      const back = wish.back ?? (wish.length === null ? Number.POSITIVE_INFINITY : now + wish.length);
      if (back > now + 1) {
        window.open = false;
        window.opensAt = back;
        events.push({ e: 'close', at: stamp(now), w: plan.id });
      }
    }
    if (!window.open || window.serving !== null) return;
    let best: Waiting | undefined;
    for (const one of waiting) {
      if (plan.queues.includes(one.queue) && (!best || one.place < best.place)) best = one;
    }
    if (!best) return;
    waiting.splice(waiting.indexOf(best), 1);
    const missed = random() < NO_SHOW;
    const queue = queueOf.get(best.queue) as Queue;
    const minutes = missed ? 0.8 + random() : Math.min(150, day.serve(queue) * Math.exp(plan.pace));
    window.serving = { ticket: best.id, until: now + minutes, missed };
    events.push({ e: 'call', at: stamp(now), t: best.id, w: plan.id });
  }
}

/** Arrivals a minute of a queue, so that its share of the windows' time is asked for `load` times. */
function rateOf<Queue extends QueuePlan>(day: DayPlan<Queue>, queue: Queue): number {
  const asked = (window: WindowPlan) =>
    day.queues.filter((one) => window.queues.includes(one.id)).reduce((sum, one) => sum + one.share, 0);
  const capacity = day.plans
    .filter((window) => window.queues.includes(queue.id))
    .reduce((sum, window) => sum + queue.share / asked(window), 0);
  return (day.load * capacity * 0.8) / Math.exp(queue.meanLog + 0.15);
}

/** A full morning, a quiet noon, a second wave; mean about 1. */
function wave(now: number, doors: readonly [number, number]): number {
  const part = (now - doors[0]) / (doors[1] - doors[0]);
  return (
    0.35 + 1.3 * Math.exp(-(((part - 0.18) / 0.16) ** 2)) + 0.9 * Math.exp(-(((part - 0.72) / 0.17) ** 2))
  );
}
