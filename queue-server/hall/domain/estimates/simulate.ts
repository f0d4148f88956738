import { cumulativeAt, LONG_PAUSE_MIN } from './presence.ts';
import { drawService, probabilityBelow } from './service-times.ts';
import type { Random } from './words.ts';

/**
 * The line played forward, many times, with the hall's own rule (a free window calls the earliest place in its
 * queues). Later places never stand before the one who asks, so only earlier ones are played. Minutes of the day.
 */
export interface Play {
  readonly now: number;
  /** Queue of each ticket ahead, in order of place. */
  readonly ahead: readonly number[];
  /** Their places, minutes of the day, ascending. */
  readonly places: readonly number[];
  readonly mine: number;
  readonly queueCount: number;
  readonly windows: readonly PlayWindow[];
  readonly late: readonly LateStream[];
  /** Minutes at even steps of probability, per queue. */
  readonly services: readonly Float64Array[];
  readonly missChance: readonly number[];
  readonly missMinutes: readonly number[];
}

/** Tickets that become callable later and then stand before the one who asks. */
export interface LateStream {
  readonly queue: number;
  readonly expected: number;
  readonly from: number;
  readonly to: number;
  /** Place in minutes of the day for a moment of arrival. */
  readonly placeOf: (at: number) => number;
  /** Exactly one, at `from`. */
  readonly sure: boolean;
  /** Its number among the tickets, behind those of `ahead`; −1 for people who are not there yet. */
  readonly ticket: number;
}

export interface PlayWindow {
  readonly queues: readonly number[];
  /** Lines that it helps out in while more than so many wait there and nobody in its own. */
  readonly secondary: readonly { readonly queue: number; readonly above: number }[];
  /** 1 for each queue that it serves. */
  readonly serves: Uint8Array;
  /** Factor on each queue's service time. */
  readonly factors: readonly number[];
  readonly before: Float64Array;
  readonly after: Float64Array;
  readonly hadLong: boolean;
  readonly start:
    | { readonly kind: 'free' }
    | {
        readonly kind: 'serving';
        readonly queue: number;
        readonly since: number;
        readonly started: boolean;
      }
    | { readonly kind: 'away'; readonly draw: (random: Random) => number };
  readonly drawReturn: (left: number, random: Random) => number;
}

export interface Played {
  /** Minutes of waiting of each round in which the ticket was called, ascending. */
  readonly waits: Float64Array;
  /** Share of rounds in which each window paused before the ticket was called. */
  readonly pauses: readonly number[];
  readonly overtakers: number;
}

export const HORIZON_MIN = 24 * 60;
const LEAST_SERVICE_MIN = 0.2;

export function play(situation: Play, rounds: number, random: Random): Played {
  const { windows } = situation;
  const pauses = new Float64Array(windows.length);
  const waits: number[] = [];
  let overtakers = 0;
  const round = newRound(situation);
  let called = Number.POSITIVE_INFINITY;
  const mine: Watch = {
    called: () => false,
    idle: (window, at) => {
      if (window.serves[situation.mine] !== 1) return false;
      called = at;
      return true;
    },
  };
  for (let i = 0; i < rounds; i += 1) {
    called = Number.POSITIVE_INFINITY;
    playOnce(situation, round, random, mine);
    if (called < situation.now + HORIZON_MIN) waits.push(called - situation.now);
    overtakers += round.overtook;
    for (let w = 0; w < windows.length; w += 1) {
      pauses[w] = (pauses[w] as number) + (round.paused[w] as number);
    }
  }
  return {
    waits: Float64Array.from(waits).sort(),
    pauses: Array.from(pauses, (count) => count / rounds),
    overtakers: overtakers / rounds,
  };
}

interface Late {
  readonly at: number;
  readonly place: number;
  readonly queue: number;
  readonly ticket: number;
  taken: boolean;
}

export interface Round {
  /** Tickets ahead of each queue, as indexes into `ahead`. */
  readonly lines: readonly (readonly number[])[];
  readonly head: Int32Array;
  readonly rests: readonly (Rest | null)[];
  readonly next: Float64Array;
  readonly decided: Float64Array;
  readonly hadLong: Uint8Array;
  readonly away: Uint8Array;
  readonly paused: Uint8Array;
  overtook: number;
  /** Number and place of the one who was taken last. */
  taken: number;
  takenPlace: number;
}

/** Who looks on while a round is played. True ends the round: enough was seen. */
export interface Watch {
  /** `ticket`: its number; −1 for somebody who is not there yet. `place`: minutes of the day. */
  called(ticket: number, at: number, window: PlayWindow, place: number): boolean;
  /** A window is free and nobody who waits is left for it. */
  idle(window: PlayWindow, at: number): boolean;
}

export function newRound(situation: Play): Round {
  const lines: number[][] = Array.from({ length: situation.queueCount }, () => []);
  situation.ahead.forEach((queue, i) => {
    lines[queue]?.push(i);
  });
  const count = situation.windows.length;
  return {
    lines,
    head: new Int32Array(situation.queueCount),
    rests: situation.windows.map((window) => restOf(situation, window)),
    next: new Float64Array(count),
    decided: new Float64Array(count),
    hadLong: new Uint8Array(count),
    away: new Uint8Array(count),
    paused: new Uint8Array(count),
    overtook: 0,
    taken: -1,
    takenPlace: 0,
  };
}

/** One round, until the watch has seen enough or nothing happens any more within a day. */
export function playOnce(situation: Play, round: Round, random: Random, watch: Watch): void {
  const { now, windows } = situation;
  const { next, decided, hadLong, away, paused, head } = round;
  head.fill(0);
  paused.fill(0);
  round.overtook = 0;
  for (let w = 0; w < windows.length; w += 1) {
    const { start, hadLong: long } = windows[w] as PlayWindow;
    hadLong[w] = long ? 1 : 0;
    away[w] = 0;
    decided[w] = now;
    if (start.kind === 'free') next[w] = now;
    else if (start.kind === 'away') {
      next[w] = Math.max(now, start.draw(random));
      away[w] = 1;
    } else {
      decided[w] = start.since;
      next[w] = now + remaining(round.rests[w] as Rest, random);
    }
  }
  const late = drawLate(situation, random);
  for (;;) {
    let w = -1;
    let at = now + HORIZON_MIN;
    for (let i = 0; i < windows.length; i += 1) {
      if ((next[i] as number) < at) {
        at = next[i] as number;
        w = i;
      }
    }
    if (w < 0) return;
    const window = windows[w] as PlayWindow;
    if (away[w] === 1) {
      away[w] = 0;
      decided[w] = at;
    } else if (wantsPause(window, hadLong[w] === 1, decided[w] as number, at, random)) {
      const back = window.drawReturn(at, random);
      if (back - at >= LONG_PAUSE_MIN) hadLong[w] = 1;
      paused[w] = 1;
      away[w] = 1;
      next[w] = back;
      continue;
    }
    const queue = takeNext(situation, round, window, late, at);
    if (queue >= 0) {
      if (watch.called(round.taken, at, window, round.takenPlace)) return;
      decided[w] = at;
      next[w] = at + serviceOf(situation, window, queue, random);
    } else if (watch.idle(window, at)) {
      return;
    } else {
      decided[w] = at;
      next[w] = nextLate(window, late, at);
    }
  }
}

function wantsPause(window: PlayWindow, hadLong: boolean, from: number, to: number, random: Random): boolean {
  const rates = hadLong ? window.after : window.before;
  const wish = cumulativeAt(rates, to) - cumulativeAt(rates, from);
  return wish > 0 && random() < 1 - Math.exp(-wish);
}

/** Takes the earliest place out of the lines: its queue, or −1 when nobody ahead is left for this window. */
function takeNext(
  situation: Play,
  round: Round,
  window: PlayWindow,
  late: readonly Late[],
  at: number,
): number {
  let best = -1;
  let queue = -1;
  for (const q of window.queues) {
    const index = round.lines[q]?.[round.head[q] as number];
    if (index !== undefined && (best < 0 || index < best)) {
      best = index;
      queue = q;
    }
  }
  let place = best < 0 ? Number.POSITIVE_INFINITY : (situation.places[best] as number);
  let latecomer: Late | undefined;
  for (const one of late) {
    if (one.at > at) break;
    if (one.taken || one.place >= place || window.serves[one.queue] !== 1) continue;
    latecomer = one;
    place = one.place;
  }
  if (latecomer) {
    latecomer.taken = true;
    round.overtook += 1;
    round.taken = latecomer.ticket;
    round.takenPlace = place;
    return latecomer.queue;
  }
  if (best < 0) {
    queue = helpOut(round, window);
    if (queue < 0) return -1;
    best = round.lines[queue]?.[round.head[queue] as number] as number;
    place = situation.places[best] as number;
  }
  round.head[queue] = (round.head[queue] as number) + 1;
  round.taken = best;
  round.takenPlace = place;
  return queue;
}

/** The secondary line with the earliest place in which more than its threshold wait; −1: none. */
function helpOut(round: Round, window: PlayWindow): number {
  let best = -1;
  let queue = -1;
  for (const { queue: line, above } of window.secondary) {
    const tickets = round.lines[line] as readonly number[];
    const head = round.head[line] as number;
    const first = tickets[head];
    if (first === undefined || tickets.length - head <= above || (best >= 0 && first >= best)) continue;
    best = first;
    queue = line;
  }
  return queue;
}

function nextLate(window: PlayWindow, late: readonly Late[], at: number): number {
  let found = Number.POSITIVE_INFINITY;
  for (const one of late) {
    if (!one.taken && one.at > at && one.at < found && window.serves[one.queue] === 1) found = one.at;
  }
  return found;
}

/** In order of time. */
function drawLate(situation: Play, random: Random): Late[] {
  const late: Late[] = [];
  for (const stream of situation.late) {
    if (stream.sure) {
      const { from, queue, ticket } = stream;
      late.push({ at: from, place: stream.placeOf(from), queue, ticket, taken: false });
      continue;
    }
    let at = stream.from;
    const gap = (stream.to - stream.from) / stream.expected;
    for (;;) {
      at += -Math.log(1 - random()) * gap;
      if (at >= stream.to) break;
      late.push({ at, place: stream.placeOf(at), queue: stream.queue, ticket: -1, taken: false });
    }
  }
  return late.sort((a, b) => a.at - b.at);
}

function missMinutesAt(situation: Play, random: Random): number {
  const list = situation.missMinutes;
  return list[Math.floor(random() * list.length)] as number;
}

function serviceOf(situation: Play, window: PlayWindow, queue: number, random: Random): number {
  if (random() < (situation.missChance[queue] as number)) return missMinutesAt(situation, random);
  const table = situation.services[queue] as Float64Array;
  return Math.max(LEAST_SERVICE_MIN, (window.factors[queue] as number) * drawService(table, random()));
}

/** What is left of the service at a window now; the same odds in every round. */
interface Rest {
  readonly elapsed: number;
  /** Probability of a service as short as it has been already. */
  readonly below: number;
  readonly missed: number;
  readonly missMinutes: readonly number[];
  readonly table: Float64Array;
  readonly factor: number;
}

function restOf(situation: Play, window: PlayWindow): Rest | null {
  if (window.start.kind !== 'serving') return null;
  const { queue, since, started } = window.start;
  const elapsed = situation.now - since;
  const table = situation.services[queue] as Float64Array;
  const factor = window.factors[queue] as number;
  const below = probabilityBelow(table, elapsed / factor);
  const chance = situation.missChance[queue] as number;
  const missMinutes = started ? [] : situation.missMinutes.filter((minutes) => minutes > elapsed);
  const stillMissed = (chance * missMinutes.length) / situation.missMinutes.length;
  const missed = stillMissed / Math.max(1e-9, stillMissed + (1 - chance) * (1 - below));
  return { elapsed, below, missed, missMinutes, table, factor };
}

function remaining(rest: Rest, random: Random): number {
  const { elapsed, below, missMinutes } = rest;
  if (rest.missed > 0 && random() < rest.missed) {
    return (missMinutes[Math.floor(random() * missMinutes.length)] as number) - elapsed;
  }
  // Longer than anything seen: about half as long again.
  if (below >= LAST_STEP) return -Math.log(1 - random()) * Math.max(1, elapsed * 0.5);
  const total = rest.factor * drawService(rest.table, below + (1 - below) * random());
  return Math.max(LEAST_REST_MIN, total - elapsed);
}

const LEAST_REST_MIN = 0.02;
const LAST_STEP = 0.995;
