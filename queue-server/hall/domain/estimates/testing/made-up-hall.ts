import { seededRandom } from '../random.ts';
import type { Random } from '../words.ts';
import { playDay, type WindowPlan } from './made-up-day.ts';
import type { TraceDay } from './trace-event.ts';

/**
 * Halls that nobody has seen, to check that the estimator learns and is not tuned. Nothing here is shared with
 * the estimator but the random numbers.
 */
export interface HallShape {
  readonly seed: number;
  readonly days: number;
  readonly windows: number;
  readonly queues: number;
  /** How many queues a window serves, at most. */
  readonly breadth: number;
  readonly lunch: Lunch;
  /** Doors in minutes of the day. */
  readonly doors: readonly [number, number];
  readonly lunchAt: number;
  readonly lunchMin: number;
  /** Short breaks per window and day, on average. */
  readonly breaks: number;
  readonly service: 'log-normal' | 'gamma' | 'two-kinds';
  /** People who arrive, as a share of what the windows can serve. */
  readonly load: number;
  /** Log pace per day that everybody drifts by. */
  readonly drift: number;
  /** Clerks take another window each day. */
  readonly rotate: boolean;
  /** Chance that a window does not open on a day. */
  readonly absence: number;
  /** Days without anybody (a holiday), after which the hall is fuller. */
  readonly holidayAfter: number | null;
  /** Some windows work only in the morning, and fewer on Fridays. */
  readonly partTime: boolean;
}

/**
 * Who goes to lunch when: nobody; all at once; each by an own fixed hour; windows taking turns; one half of the
 * house, then the other; anybody within two hours, for a fixed length.
 */
export type Lunch = 'none' | 'all' | 'own' | 'turns' | 'halves' | 'any';

export const PLAIN: HallShape = {
  seed: 1,
  days: 12,
  windows: 9,
  queues: 4,
  breadth: 2,
  lunch: 'own',
  doors: [510, 990],
  lunchAt: 690,
  lunchMin: 45,
  breaks: 1,
  service: 'log-normal',
  load: 0.9,
  drift: 0,
  rotate: false,
  absence: 0.08,
  holidayAfter: null,
  partTime: false,
};

const DAY_MS = 86_400_000;
/** Monday 2026-03-02, 00:00 in UTC+8. */
const FIRST_DAY = Date.UTC(2026, 2, 2) - 8 * 3_600_000;
export const MADE_UP_ZONE = 'Asia/Shanghai';
const HOLIDAY_DAYS = 4;

interface Queue {
  readonly id: string;
  readonly meanLog: number;
  readonly spread: number;
  readonly share: number;
}

export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export function makeHall(shape: HallShape): TraceDay[] {
  const random = seededRandom(shape.seed);
  const queues = Array.from(
    { length: shape.queues },
    (_, i): Queue => ({
      id: String.fromCharCode(65 + i),
      meanLog: Math.log(4 + 14 * random()),
      spread: 0.35 + 0.45 * random(),
      share: 0.5 + random(),
    }),
  );
  const windows = Array.from({ length: shape.windows }, (_, i) => {
    const first = i % shape.queues;
    const more = Array.from({ length: Math.floor(random() * shape.breadth) }, () =>
      Math.floor(random() * shape.queues),
    );
    return {
      id: `W${i + 1}`,
      queues: [...new Set([first, ...more])].map((q) => (queues[q] as Queue).id),
      pace: 0.2 * normal(random),
      lunchAt: shape.lunchAt + (shape.lunch === 'own' ? Math.floor(random() * 5) * 20 : 0),
      morningOnly: shape.partTime && random() < 0.2,
    };
  });
  const paces = windows.map((window) => window.pace);
  const days: TraceDay[] = [];
  for (let day = 0; day < shape.days; day += 1) {
    const holiday = shape.holidayAfter;
    const skipped = holiday !== null && day >= holiday ? HOLIDAY_DAYS : 0;
    const calendar = workingDay(day) + skipped;
    const friday = day % 5 === 4;
    const busy = holiday === day ? 1.3 : 0.8 + 0.4 * random();
    const present = windows.filter(
      (_, i) => i < 2 || random() >= shape.absence + (shape.partTime && friday ? 0.2 : 0),
    );
    const plans = present.map((window, rank): WindowPlan => {
      const from = shape.doors[0] + 5 * random();
      const clerk = shape.rotate ? Math.floor(random() * paces.length) : windows.indexOf(window);
      return {
        id: window.id,
        queues: window.queues,
        from,
        pace: (paces[clerk] ?? 0) + shape.drift * day,
        pauses: pausesOf(shape, window, rank, present.length, random),
      };
    });
    const start = FIRST_DAY + calendar * DAY_MS;
    days.push(playDay({ start, doors: shape.doors, plans, load: shape.load * busy, queues, serve, random }));
  }
  return days;

  function serve(queue: Queue): number {
    const { meanLog, spread } = queue;
    if (shape.service === 'gamma') {
      // Erlang of three phases: no long tail at all.
      const phases = [random(), random(), random()].reduce((sum, u) => sum - Math.log(1 - u), 0);
      return (Math.exp(meanLog) * phases) / 3;
    }
    const kind = shape.service === 'two-kinds' ? (random() < 0.25 ? 1.1 : -0.3) : 0;
    return Math.exp(meanLog + kind + spread * normal(random));
  }
}

function workingDay(day: number): number {
  return Math.floor(day / 5) * 7 + (day % 5);
}

function pausesOf(
  shape: HallShape,
  window: { readonly lunchAt: number; readonly morningOnly: boolean },
  rank: number,
  present: number,
  random: Random,
): WindowPlan['pauses'] {
  const pauses: WindowPlan['pauses'][number][] = [];
  const { lunch, lunchMin, doors } = shape;
  const late = lunch === 'turns' ? rank % 2 === 1 : lunch === 'halves' && rank * 2 >= present;
  const at = lunch === 'any' ? shape.lunchAt + 120 * random() : window.lunchAt + (late ? lunchMin : 0);
  if (window.morningOnly) pauses.push({ at: shape.lunchAt, back: null, length: null });
  else if (lunch === 'any') pauses.push({ at, back: null, length: lunchMin + 6 * random() });
  else if (lunch !== 'none') pauses.push({ at, back: at + lunchMin + 6 * random(), length: null });
  const breaks = Math.floor(shape.breaks + random());
  for (let i = 0; i < breaks; i += 1) {
    const when = doors[0] + 45 + (doors[1] - doors[0] - 75) * random();
    if (when > shape.lunchAt - 20 && when < shape.lunchAt + 140) continue;
    if (window.morningOnly && when > shape.lunchAt) continue;
    pauses.push({ at: when, back: null, length: 4 + 10 * random() });
  }
  return pauses.sort((a, b) => a.at - b.at);
}
