import { corrected } from './calibration.ts';
import { MINUTE_MS } from './day.ts';
import { involvedWith } from './involved.ts';
import type { Model } from './model.ts';
import { playOf } from './play-of.ts';
import { drawService, serviceQuantiles } from './service-times.ts';
import { HORIZON_MIN, newRound, type Play, type PlayWindow, playOnce, type Watch } from './simulate.ts';
import type { Forecast, Random, Situation, WaitingNow, WindowNow } from './words.ts';

/**
 * The waits of everybody in a line, and of whoever joins it, from one simulation: a later place never holds up an
 * earlier one, so the round that calls the last has called all before. It is what `estimate` says one by one.
 */

/** Somebody who waits, with the place in the own line. */
export interface InLine extends WaitingNow {
  readonly ticket: string;
  /** People before it in the line of its queue. */
  readonly position: number;
  /** Its turn does not follow from its position: bound, green, overtaken to the limit, booked. */
  readonly special: boolean;
}

/** The hall at a moment. */
export interface HallNow {
  readonly at: number;
  readonly waiting: readonly InLine[];
  readonly windows: readonly WindowNow[];
}

/** Minutes; NaN where nothing is known. */
export interface Turn {
  readonly p50Min: number;
  readonly p80Min: number;
  readonly rawP50: number;
  readonly rawP80: number;
}

export interface Curve {
  readonly queue: string;
  /** By number of people before one in the line. The last is the place of whoever joins now. */
  readonly turns: readonly Turn[];
  /** Minutes more for each place behind the last, of middle and 80 %. */
  readonly slope: number;
  readonly slopeP80: number;
  readonly special: ReadonlyMap<string, Turn>;
}

/** Calls played for all curves of one part of the hall: some milliseconds. */
const STEPS = 24_000;
const MOST_ROUNDS = 160;
const LEAST_ROUNDS = 32;
/** A slope is read off a line of at least so many people. */
const LONG_LINE = 8;
const UNKNOWN: Turn = { p50Min: Number.NaN, p80Min: Number.NaN, rawP50: Number.NaN, rawP80: Number.NaN };

/** Queues that share windows, directly or through others; queues without a window stand alone. */
export function partsOf(hall: HallNow, queues: readonly string[]): string[][] {
  const parts: string[][] = [];
  const seen = new Set<string>();
  for (const queue of queues) {
    if (seen.has(queue)) continue;
    const part = [...involvedWith(asking(hall, queue)).queues].filter((one) => !seen.has(one));
    for (const one of part) seen.add(one);
    parts.push(part);
  }
  return parts;
}

function asking(hall: HallNow, queue: string): Situation {
  return { ...hall, ticket: { queue, virtual: hall.at } };
}

/** A curve for each queue of a part of the hall. Deterministic for the same numbers. */
export function curvesOf(model: Model, hall: HallNow, part: readonly string[], random: Random): Curve[] {
  const situation = asking(hall, part[0] as string);
  const involved = involvedWith(situation);
  const ours = hall.waiting.filter((one) => involved.queues.has(one.queue));
  const { play, callable, booked, lineOf } = playOf(model, situation, ours, involved.windows);
  const tickets = [...callable, ...booked];
  const rounds = Math.round(
    Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, STEPS / (tickets.length + involved.windows.length + 8))),
  );
  const seen = watchAll(play, tickets.length, rounds, random);
  const turnOf = (values: Float64Array, notBefore?: number): Turn =>
    toldOf(model, values, notBefore === undefined ? 0 : Math.max(0, (notBefore - hall.at) / MINUTE_MS));
  const turns = tickets.map((one, i) => turnOf(seen.tickets[i] as Float64Array, one.notBefore));
  return part.map((queue) => {
    const line = lineOf(queue);
    const newcomer = line === undefined ? UNKNOWN : turnOf(seen.lines[line] as Float64Array);
    return curveOf(queue, hall, tickets, turns, newcomer, slopeWithout(model, queue, involved.windows));
  });
}

/** Waits in minutes, Infinity where a round did not come to the call. */
interface Seen {
  readonly tickets: readonly Float64Array[];
  /** Of whoever joins each line now. */
  readonly lines: readonly Float64Array[];
}

function watchAll(play: Play, count: number, rounds: number, random: Random): Seen {
  const never = () => new Float64Array(rounds).fill(Number.POSITIVE_INFINITY);
  const tickets = Array.from({ length: count }, never);
  const lines = Array.from({ length: play.queueCount }, never);
  const state = newRound(play);
  let round = 0;
  let left = 0;
  const newcomers = (window: PlayWindow, at: number) => {
    for (const line of window.queues) {
      const waits = lines[line] as Float64Array;
      if (waits[round] !== Number.POSITIVE_INFINITY) continue;
      waits[round] = at - play.now;
      left -= 1;
    }
  };
  const watch: Watch = {
    called(ticket, at, window, place) {
      // Whoever joins now goes before a place that lies ahead (a booking).
      if (place > play.now) newcomers(window, at);
      if (ticket >= 0) {
        (tickets[ticket] as Float64Array)[round] = at - play.now;
        left -= 1;
      }
      return left === 0;
    },
    idle(window, at) {
      newcomers(window, at);
      return left === 0;
    },
  };
  const served = new Set(play.windows.flatMap((window) => window.queues)).size;
  for (; round < rounds; round += 1) {
    left = count + served;
    playOnce(play, state, random, watch);
  }
  return { tickets, lines };
}

/** Quantiles as `estimate` takes them, corrected by what earlier forecasts missed. */
function toldOf(model: Model, values: Float64Array, leastMin: number): Turn {
  const called = values.filter((wait) => wait < HORIZON_MIN).sort();
  if (called.length === 0) return UNKNOWN;
  const at = (share: number) => called[Math.floor(share * (called.length - 1))] as number;
  const forecast: Forecast = { rawP50: at(0.5), rawP80: at(0.8) };
  const { p50, p80 } = corrected(model.calibration, forecast);
  return { p50Min: Math.max(leastMin, p50), p80Min: Math.max(leastMin, p80), ...forecast };
}

function curveOf(
  queue: string,
  hall: HallNow,
  tickets: readonly InLine[],
  turns: readonly Turn[],
  newcomer: Turn,
  slopeWithoutLine: number,
): Curve {
  const special = new Map<string, Turn>();
  const byPosition: (Turn | undefined)[] = [];
  let joins = 0;
  tickets.forEach((one, i) => {
    if (one.queue !== queue) return;
    if (one.special) special.set(one.ticket, turns[i] as Turn);
    else byPosition[one.position] = turns[i];
    // A place that lies ahead (a booking) stands behind whoever joins now.
    if (one.virtual <= hall.at) joins = Math.max(joins, one.position + 1);
  });
  byPosition.length = joins;
  byPosition.push(newcomer);
  const filled: Turn[] = [];
  // Where a special one stands, an ordinary one would wait as the next ordinary one does.
  for (let i = joins, next = newcomer; i >= 0; i -= 1) {
    next = byPosition[i] ?? next;
    filled[i] = next;
  }
  // Nobody further back is told less, though the corrections differ by length of the wait.
  let [p50Min, p80Min] = [0, 0];
  const rising = filled.map((turn) => {
    if (Number.isNaN(turn.p50Min)) return turn;
    p50Min = Math.max(p50Min, turn.p50Min);
    p80Min = Math.max(p80Min, turn.p80Min);
    return { ...turn, p50Min, p80Min };
  });
  const last = rising[joins] as Turn;
  const middle = rising[joins >> 1] as Turn;
  const long = joins >= LONG_LINE && last.p50Min > middle.p50Min;
  const places = joins - (joins >> 1);
  return {
    queue,
    turns: rising,
    slope: long ? (last.p50Min - middle.p50Min) / places : slopeWithoutLine,
    slopeP80: long ? (last.p80Min - middle.p80Min) / places : slopeWithoutLine,
    special,
  };
}

/** A service more, shared by the windows that work. */
function slopeWithout(model: Model, queue: string, windows: readonly WindowNow[]): number {
  const working = windows.filter((window) => window.state === 'open' && window.queues.includes(queue));
  return drawService(serviceQuantiles(model.pace, queue), 0.5) / Math.max(1, working.length);
}

/** The turn of whoever has so many people before. Past the end of the line it goes on as steeply. */
export function turnAt(curve: Curve, ahead: number): Turn {
  const last = curve.turns.length - 1;
  const turn = curve.turns[Math.min(last, ahead)] as Turn;
  if (ahead <= last) return turn;
  const more = ahead - last;
  return {
    p50Min: turn.p50Min + more * curve.slope,
    p80Min: turn.p80Min + more * curve.slopeP80,
    rawP50: turn.rawP50 + more * curve.slope,
    rawP80: turn.rawP80 + more * curve.slopeP80,
  };
}
