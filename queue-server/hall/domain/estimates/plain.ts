import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { WaitRange } from '@hall/shared/contracts/identifiers';
import { windowsServing } from '../serving-windows.ts';
import { EMPTY_QUEUE, type HallState, windowOf } from '../state.ts';

/** Before a queue has any history: minutes a service, the traces' own convention. */
const MINUTES_WITHOUT_HISTORY = 10;
/** Spread of a sum of service times around its mean, as factors for the told range. */
const LOW_FACTOR = 0.8;
const HIGH_FACTOR = 1.35;

/**
 * What is told while the learned estimate is not there: people ahead plus oneself, times the queue's own mean
 * service, over the windows that are open for it. Null where none is: nothing is known then.
 */
export function plainWait(
  state: HallState,
  config: HallConfig,
  queue: string,
  ahead: number,
): WaitRange | null {
  const open = windowsServing(state, config, queue).filter(
    ({ id }) => windowOf(state, id).state === 'open',
  ).length;
  if (open === 0) return null;
  const { services, serviceMs } = state.queues.get(queue) ?? EMPTY_QUEUE;
  const meanMin = services > 0 ? serviceMs / services / 60_000 : MINUTES_WITHOUT_HISTORY;
  const minutes = ((ahead + 1) * meanMin) / open;
  const lowMin = Math.max(1, Math.round(minutes * LOW_FACTOR));
  return { lowMin, highMin: Math.max(lowMin + 1, Math.round(minutes * HIGH_FACTOR)) };
}
