import { MINUTE_MS } from '../day.ts';
import { estimate } from '../estimate.ts';
import { emptyModel, learn, type Model } from '../model.ts';
import { seededRandom } from '../random.ts';
import type { Situation } from '../words.ts';
import { Floor } from './floor.ts';
import type { TraceDay } from './trace-event.ts';

/** A wait of no more than this is no achievement: it does not count for the P80 coverage. */
const COVERAGE_FROM_MS = 15_000;
const SEED = 20_260_901;

export interface Quote {
  readonly day: number;
  readonly at: number;
  readonly queue: string;
  readonly naiveMin: number;
  readonly pointMin: number;
  readonly p80Min: number;
}

export interface Scored extends Quote {
  readonly actualMin: number;
}

export interface Score {
  readonly tickets: number;
  readonly naiveMaeMin: number;
  readonly maeMin: number;
  readonly ratio: number;
  readonly p80coverage: number;
  readonly msPerEstimate: number;
}

export interface Walk {
  /** One for each arrival, whether it was called or not. */
  readonly quotes: readonly Quote[];
  readonly scored: readonly Scored[];
  readonly msPerEstimate: number;
  readonly model: Model;
}

/**
 * Walks through the days, event by event, estimating at each arrival before anything later is known; the days
 * from `train` on are scored. `now` is a stopwatch in ms.
 */
export function walkForward(days: readonly TraceDay[], train: number, zone: string, now: () => number): Walk {
  const random = seededRandom(SEED);
  const floor = new Floor();
  let model = emptyModel(zone);
  const quotes: Quote[] = [];
  const scored: Scored[] = [];
  let [spent, made] = [0, 0];
  days.forEach((events, day) => {
    floor.beginDay();
    const said = new Map<string, Quote>();
    for (const event of events) {
      if (event.e === 'arrive') {
        const situation = floor.situation(event);
        const naiveMin = naiveWait(floor, situation);
        const before = now();
        const answer = estimate(model, situation, random);
        spent += now() - before;
        made += 1;
        model = learn(model, floor.apply(event));
        if (answer.forecast) {
          model = learn(model, { kind: 'quoted', at: event.at, ticket: event.t, forecast: answer.forecast });
        }
        const pointMin = answer.pointMin ?? naiveMin;
        const quote = {
          day,
          at: event.at,
          queue: event.q,
          naiveMin,
          pointMin,
          p80Min: answer.p80Min ?? naiveMin,
        };
        said.set(event.t, quote);
        quotes.push(quote);
        continue;
      }
      const quote = event.e === 'call' ? said.get(event.t) : undefined;
      if (quote) {
        said.delete((event as { t: string }).t);
        if (day >= train) scored.push({ ...quote, actualMin: (event.at - quote.at) / MINUTE_MS });
      }
      model = learn(model, floor.apply(event));
    }
  });
  return { quotes, scored, msPerEstimate: spent / Math.max(1, made), model };
}

/**
 * The baseline: (waiting in the queue with an earlier or equal place + 1) × the queue's mean service ÷ windows
 * open for it (at least 1); 0 where one of them is free and nobody is ahead.
 */
function naiveWait(floor: Floor, { ticket, waiting, windows }: Situation): number {
  const ahead = waiting.filter((one) => one.queue === ticket.queue && one.virtual <= ticket.virtual).length;
  const open = windows.filter((window) => window.state === 'open' && window.queues.includes(ticket.queue));
  if (ahead === 0 && open.some((window) => window.serving === null)) return 0;
  return ((ahead + 1) * floor.meanService(ticket.queue)) / Math.max(1, open.length);
}

export function scoreOf({ scored, msPerEstimate }: Pick<Walk, 'scored' | 'msPerEstimate'>): Score {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length);
  const waited = scored.filter((one) => one.actualMin * MINUTE_MS > COVERAGE_FROM_MS);
  const naiveMaeMin = mean(scored.map((one) => Math.abs(one.naiveMin - one.actualMin)));
  const maeMin = mean(scored.map((one) => Math.abs(one.pointMin - one.actualMin)));
  return {
    tickets: scored.length,
    naiveMaeMin,
    maeMin,
    ratio: maeMin / naiveMaeMin,
    p80coverage: mean(waited.map((one) => (one.actualMin <= one.p80Min ? 1 : 0))),
    msPerEstimate,
  };
}
