import { parseArgs } from 'node:util';
import { makeHall } from '@hall/queue-server/hall/domain/estimates/testing/made-up-hall';
import { MADE_UP_HALLS } from '@hall/queue-server/hall/domain/estimates/testing/made-up-halls';
import type { TraceDay } from '@hall/queue-server/hall/domain/estimates/testing/trace-event';
import {
  type Score,
  type Scored,
  scoreOf,
  type Walk,
  walkForward,
} from '@hall/queue-server/hall/domain/estimates/testing/walk';
import { readTraces } from './estimates/trace.ts';

/**
 * `npm run bench -- estimate --traces DIR [--train N]`: the wait estimator on recorded days, learned and scored
 * walk-forward. Without `--traces`: on the made-up halls of the tests, one row each.
 */

const ZONE = 'Asia/Shanghai';
const DEFAULT_TRAIN_DAYS = 15;
const WAIT_CLASSES_MIN = [0, 0.25, 5, 15, 30, 60, 120, Number.POSITIVE_INFINITY] as const;

export async function estimateBench(): Promise<Record<string, unknown>> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { traces: { type: 'string' }, train: { type: 'string' } },
  });
  if (values.traces === undefined) return madeUp();
  const train = values.train === undefined ? DEFAULT_TRAIN_DAYS : Number(values.train);
  const days = readTraces(values.traces);
  if (!Number.isInteger(train) || train < 0 || train >= days.length) {
    throw new Error(
      `--train ${values.train}: a whole number below the ${days.length} days in ${values.traces}.`,
    );
  }
  const walk = walkForward(days, train, ZONE, () => performance.now());
  report(walk, train);
  return { bench: 'estimate', ...rounded(scoreOf(walk)) };
}

function report(walk: Walk, train: number): void {
  const byDay = [...Map.groupBy(walk.scored, (one) => one.day)];
  console.table(byDay.map(([day, scored]) => ({ day: day + 1, ...row(scored) })));
  console.table(
    WAIT_CLASSES_MIN.slice(0, -1).map((from, i) => {
      const to = WAIT_CLASSES_MIN[i + 1] as number;
      const scored = walk.scored.filter((one) => one.actualMin >= from && one.actualMin < to);
      return { 'waited from min': from, ...row(scored) };
    }),
  );
  const kilobytes = JSON.stringify(walk.model).length / 1000;
  console.log(`${train} days learned from before the first score; the model is ${kilobytes.toFixed(0)} kB.`);
}

function row(scored: readonly Scored[]) {
  const { tickets, naiveMaeMin, maeMin, ratio, p80coverage } = rounded(scoreOf({ scored, msPerEstimate: 0 }));
  return { tickets, 'naive MAE': naiveMaeMin, 'our MAE': maeMin, ratio, 'P80 coverage': p80coverage };
}

/** Halls that the estimator was not made for: the mean of their ratios, after 60 % of the days. */
function madeUp(): Record<string, unknown> {
  const rows = Object.entries(MADE_UP_HALLS).map(([name, shape]) => {
    const days: TraceDay[] = makeHall(shape);
    const walk = walkForward(days, 0, ZONE, () => performance.now());
    const part = (from: number, to: number) =>
      rounded(scoreOf({ ...walk, scored: walk.scored.filter((one) => one.day >= from && one.day < to) }));
    const trained = Math.floor(days.length * 0.6);
    return { name, first: part(0, 1), learning: part(1, trained), trained: part(trained, days.length) };
  });
  console.table(
    rows.map(({ name, first, learning, trained }) => ({
      hall: name,
      'first day': first.ratio,
      'next days': learning.ratio,
      'later days': trained.ratio,
      'naive MAE': trained.naiveMaeMin,
      'our MAE': trained.maeMin,
      'P80 coverage': trained.p80coverage,
      'ms each': trained.msPerEstimate,
    })),
  );
  const mean = (pick: (score: Score) => number) =>
    round(rows.reduce((sum, one) => sum + pick(one.trained), 0) / rows.length);
  return {
    bench: 'estimate',
    tickets: rows.reduce((sum, one) => sum + one.trained.tickets, 0),
    naiveMaeMin: mean((score) => score.naiveMaeMin),
    maeMin: mean((score) => score.maeMin),
    ratio: mean((score) => score.ratio),
    p80coverage: mean((score) => score.p80coverage),
    msPerEstimate: mean((score) => score.msPerEstimate),
  };
}

function rounded(score: Score): Score {
  return {
    tickets: score.tickets,
    naiveMaeMin: round(score.naiveMaeMin),
    maeMin: round(score.maeMin),
    ratio: round(score.ratio),
    p80coverage: round(score.p80coverage),
    msPerEstimate: round(score.msPerEstimate),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
