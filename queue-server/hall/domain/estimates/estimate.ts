import { localTime } from '@hall/shared/contracts/time';
import { earlyStreams, missChance, missMinutes } from './arrivals.ts';
import { corrected } from './calibration.ts';
import { firstComing } from './comings.ts';
import { MINUTE_MS, minuteOfDay } from './day.ts';
import { groupsOf } from './grouping.ts';
import { involvedWith } from './involved.ts';
import type { Model, WindowToday } from './model.ts';
import { fitted, paceFactor } from './pace.ts';
import { LONG_PAUSE_MIN, type Presence, presenceOf, ratesFor } from './presence.ts';
import { returnsAfter, returnsOf } from './returns.ts';
import { drawService, serviceQuantiles } from './service-times.ts';
import { type LateStream, type Play, type PlayWindow, play } from './simulate.ts';
import type { Estimate, Forecast, Random, Reasons, Situation, WindowNow } from './words.ts';

/** Steps (calls played) that one estimate may cost: about a millisecond. */
const STEPS = 8_000;
const MOST_ROUNDS = 160;
const LEAST_ROUNDS = 32;
/** With fewer days of history the answer says that it knows little. */
const FEW_DAYS = 3;

/** A pause that came in so many of the rounds is worth a word. */
const LIKELY = 0.5;

/** How long until the first call. Deterministic for the same model, situation and random numbers. */
export function estimate(model: Model, situation: Situation, random: Random): Estimate {
  const { ticket } = situation;
  const involved = involvedWith(situation);
  const ahead = situation.waiting.filter(
    (other) => other.virtual <= ticket.virtual && involved.queues.has(other.queue),
  );
  const serving = situation.windows.filter((window) => window.queues.includes(ticket.queue));
  const base = basicReasons(model, situation, serving, ahead);
  const startsLater = ticket.notBefore !== undefined && ticket.notBefore > situation.at;
  if (!startsLater && isFree(serving, ahead, situation.at)) {
    return { pointMin: 0, p50Min: 0, p80Min: 0, forecast: null, reasons: { ...base, kind: 'free' } };
  }
  const setUp = playOf(model, situation, ahead, involved.windows);
  const rounds = Math.round(Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, STEPS / (setUp.ahead.length + 8))));
  const played = play(setUp, rounds, random);
  if (played.waits.length === 0) {
    return {
      pointMin: null,
      p50Min: null,
      p80Min: null,
      forecast: null,
      reasons: { ...base, kind: 'none' },
    };
  }
  const slotMin = startsLater ? ((ticket.notBefore as number) - situation.at) / MINUTE_MS : 0;
  const at = (share: number) => played.waits[Math.floor(share * (played.waits.length - 1))] as number;
  const forecast: Forecast = { rawP50: at(0.5), rawP80: at(0.8) };
  const { p50, p80 } = corrected(model.calibration, forecast);
  const ours = involved.windows
    .map((window, w) => ({ window, w }))
    .filter((one) => serving.includes(one.window));
  const reasons: Reasons = {
    ...base,
    pausesExpected: ours
      .filter(({ window, w }) => window.state === 'open' && (played.pauses[w] ?? 0) >= LIKELY)
      .map(({ window }) => window.id),
    returnsExpected: ours
      .filter(({ window }) => window.state !== 'open')
      .map(({ window, w }) => ({ window: window.id, at: middleReturn(setUp, w, situation.at, random) }))
      .filter(({ at: back }) => back <= situation.at + p80 * MINUTE_MS),
    overtakersExpected: Math.round(played.overtakers * 10) / 10,
  };
  const floor = (minutes: number) => Math.max(slotMin, minutes);
  return { pointMin: floor(p50), p50Min: floor(p50), p80Min: floor(p80), forecast, reasons };
}

function isFree(serving: readonly WindowNow[], ahead: Situation['waiting'], at: number): boolean {
  return serving.some(
    (window) =>
      window.state === 'open' &&
      window.serving === null &&
      !ahead.some((other) => window.queues.includes(other.queue) && (other.notBefore ?? 0) <= at),
  );
}

function basicReasons(
  model: Model,
  { ticket }: Situation,
  serving: readonly WindowNow[],
  ahead: Situation['waiting'],
): Reasons {
  const shared = new Set(serving.flatMap((window) => window.queues));
  const daysLearned = model.habits.days.length;
  return {
    kind: daysLearned < FEW_DAYS ? 'little-history' : 'learned',
    daysLearned,
    aheadInQueue: ahead.filter((other) => other.queue === ticket.queue).length,
    aheadInAll: ahead.filter((other) => shared.has(other.queue)).length,
    working: serving.filter((window) => window.state === 'open').map((window) => window.id),
    away: serving.filter((window) => window.state !== 'open').map((window) => window.id),
    serviceMin: Math.round(drawService(serviceQuantiles(model.pace, ticket.queue), 0.5) * 10) / 10,
    pausesExpected: [],
    returnsExpected: [],
    overtakersExpected: 0,
  };
}

const RETURN_DRAWS = 15;

/** ms since the epoch; Infinity where it is not expected today. */
function middleReturn(setUp: Play, w: number, at: number, random: Random): number {
  const start = setUp.windows[w]?.start;
  if (start?.kind !== 'away') return Number.POSITIVE_INFINITY;
  const draws = Array.from({ length: RETURN_DRAWS }, () => start.draw(random)).sort((a, b) => a - b);
  const minutes = (draws[RETURN_DRAWS >> 1] as number) - setUp.now;
  return at + Math.round(Math.max(0, minutes) * MINUTE_MS);
}

function playOf(
  model: Model,
  situation: Situation,
  ahead: Situation['waiting'],
  involved: readonly WindowNow[],
): Play {
  const now = minuteOfDay(situation.at, model.zone);
  const weekday = localTime(situation.at, model.zone).weekday;
  const presence = presenceOf(model.habits);
  const queues = [...new Set([situation.ticket, ...ahead].map((one) => one.queue))];
  for (const window of involved) {
    const served = window.serving ? [...window.queues, window.serving.queue] : window.queues;
    for (const queue of served) if (!queues.includes(queue)) queues.push(queue);
  }
  const index = new Map(queues.map((queue, i) => [queue, i]));
  const of = (queue: string) => index.get(queue) as number;
  const minute = (at: number) => now + (at - situation.at) / MINUTE_MS;
  const callable = ahead
    .filter((other) => (other.notBefore ?? 0) <= situation.at)
    .sort((a, b) => a.virtual - b.virtual);
  const booked: LateStream[] = ahead
    .filter((other) => (other.notBefore ?? 0) > situation.at)
    .map((other) => ({
      queue: of(other.queue),
      expected: 1,
      from: minute(other.notBefore as number),
      to: minute(other.notBefore as number),
      placeOf: () => minute(other.virtual),
      sure: true,
    }));
  const lead = (situation.at - situation.ticket.virtual) / MINUTE_MS;
  const early: LateStream[] = earlyStreams(model.arrivals, now, lead)
    .filter((stream) => index.has(stream.queue))
    .map((stream) => ({
      queue: of(stream.queue),
      expected: stream.expected,
      from: now,
      to: now + stream.withinMin,
      placeOf: (at) => at - stream.bonusMin,
      sure: false,
    }));
  return {
    now,
    ahead: callable.map((other) => of(other.queue)),
    places: callable.map((other) => minute(other.virtual)),
    mine: of(situation.ticket.queue),
    queueCount: queues.length,
    windows: windowsOf(model, situation, involved, presence, queues, now, weekday),
    late: [...booked, ...early],
    services: queues.map((queue) => serviceQuantiles(model.pace, queue)),
    missChance: queues.map((queue) => missChance(model.arrivals, queue)),
    missMinutes: missMinutes(model.arrivals),
  };
}

function windowsOf(
  model: Model,
  situation: Situation,
  involved: readonly WindowNow[],
  presence: Presence,
  queues: readonly string[],
  now: number,
  weekday: number,
): PlayWindow[] {
  const fit = fitted(model.pace);
  const present = situation.windows.filter(
    (window) => window.state === 'open' || window.id in model.today.windows,
  );
  const index = new Map(queues.map((queue, i) => [queue, i]));
  return involved.map((window) => {
    const rank = Math.max(0, present.indexOf(window));
    const groups = groupsOf({ window: window.id, rank, present: present.length, weekday });
    const known = model.today.windows[window.id];
    const hadLong =
      known?.spells.some(([, , left, back]) => (back < 0 ? now : back) - left >= LONG_PAUSE_MIN) ?? false;
    const [before, after] = ratesFor(presence, groups);
    const who = window.by ?? window.id;
    return {
      queues: window.queues.map((queue) => index.get(queue) as number),
      serves: Uint8Array.from(queues, (queue) => (window.queues.includes(queue) ? 1 : 0)),
      factors: queues.map((queue) => paceFactor(fit, queue, who)),
      before,
      after,
      hadLong,
      start: startOf(situation, window, presence, groups, now, weekday, known, index),
      drawReturn: returnsOf(presence, window.id, groups),
    };
  });
}

function startOf(
  situation: Situation,
  window: WindowNow,
  presence: Presence,
  groups: readonly string[],
  now: number,
  weekday: number,
  known: WindowToday | undefined,
  index: ReadonlyMap<string, number>,
): PlayWindow['start'] {
  if (window.state !== 'open') {
    if (window.backAt !== undefined && window.backAt > situation.at) {
      const back = now + (window.backAt - situation.at) / MINUTE_MS;
      return { kind: 'away', draw: () => back };
    }
    // At work as far as is known, and yet said to be closed: a "what if", so it stays closed.
    if (window.state === 'closed' && known && known.since !== null) {
      return { kind: 'away', draw: () => Number.POSITIVE_INFINITY };
    }
    const left = known?.spells.at(-1)?.[2];
    if (left === undefined && window.state === 'closed') {
      return { kind: 'away', draw: firstComing(presence, window.id, weekday, now) };
    }
    return { kind: 'away', draw: returnsAfter(presence, window.id, groups, left ?? now, now) };
  }
  if (window.serving === null) return { kind: 'free' };
  return {
    kind: 'serving',
    queue: index.get(window.serving.queue) ?? 0,
    since: now - (situation.at - window.serving.calledAt) / MINUTE_MS,
    started: window.serving.started ?? false,
  };
}
