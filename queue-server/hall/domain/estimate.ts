import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { WaitRange } from '@hall/shared/contracts/identifiers';
import { EMPTY_QUEUE, type HallState, windowOf } from './state.ts';

/** Before a queue has any history: minutes a service, the traces' own convention. */
const MINUTES_WITHOUT_HISTORY = 10;
/** Spread of a sum of service times around its mean, as factors for the quoted range. */
const LOW_FACTOR = 0.8;
const HIGH_FACTOR = 1.35;

/**
 * Null while no window is open for the queue: nothing is known then, and nothing is claimed.
 *
 * The plain estimate: people ahead plus oneself, times the queue's own mean service, over the windows that
 * are open for it. 0 only where a window is free and nobody is ahead. The learning engine replaces it.
 */
export function estimateWait(
  state: HallState,
  config: HallConfig,
  queue: string,
  ahead: number,
): WaitRange | null {
  const serving = config.windows.filter(
    (window) => window.queues.includes(queue) && windowOf(state, window.id).state === 'open',
  );
  if (serving.length === 0) return null;
  const free = serving.some((window) => windowOf(state, window.id).ticket === null);
  if (free && ahead === 0) return { lowMin: 0, highMin: 0 };
  const history = state.queues.get(queue) ?? EMPTY_QUEUE;
  const meanMin =
    history.services > 0 ? history.serviceMs / history.services / 60_000 : MINUTES_WITHOUT_HISTORY;
  const minutes = ((ahead + 1) * meanMin) / serving.length;
  const low = Math.max(1, Math.round(minutes * LOW_FACTOR));
  return { lowMin: low, highMin: Math.max(low + 1, Math.round(minutes * HIGH_FACTOR)) };
}
