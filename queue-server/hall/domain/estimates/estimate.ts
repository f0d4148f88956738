import { corrected } from './calibration.ts';
import { MINUTE_MS } from './day.ts';
import { involvedWith } from './involved.ts';
import type { Model } from './model.ts';
import { playOf } from './play-of.ts';
import { drawService, serviceQuantiles } from './service-times.ts';
import { type Play, play } from './simulate.ts';
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
  const serving = situation.windows.filter((window) =>
    ticket.boundTo ? ticket.boundTo.includes(window.id) : window.queues.includes(ticket.queue),
  );
  const base = basicReasons(model, situation, serving, ahead);
  const startsLater = ticket.notBefore !== undefined && ticket.notBefore > situation.at;
  if (!startsLater && isFree(serving, ahead, situation.at)) {
    return { pointMin: 0, p50Min: 0, p80Min: 0, forecast: null, reasons: { ...base, kind: 'free' } };
  }
  const { play: setUp } = playOf(model, situation, ahead, involved.windows);
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
      !ahead.some(
        (other) =>
          (other.boundTo ? other.boundTo.includes(window.id) : window.queues.includes(other.queue)) &&
          (other.notBefore ?? 0) <= at,
      ),
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
