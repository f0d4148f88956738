import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import { type Assignment, type HallState, windowOf } from './state.ts';

/** Who serves which queue [W2]: the assignment of today, or what the configuration says. */

export function servedBy(state: HallState, window: WindowConfig): Assignment {
  return windowOf(state, window.id).assigned ?? window;
}

type Table = ReadonlyMap<string, readonly WindowConfig[]>;

/** Of the latest windows of a hall: they change with calls, and are asked for with every number. */
const tables = new WeakMap<
  HallState['windows'],
  { readonly windows: HallConfig['windows']; readonly table: Table }
>();
const NONE: readonly WindowConfig[] = [];

/** Windows that have the queue as one of their own, open or not, in the order of the configuration. */
export function windowsServing(state: HallState, config: HallConfig, queue: string): readonly WindowConfig[] {
  const known = tables.get(state.windows);
  if (known?.windows === config.windows) return known.table.get(queue) ?? NONE;
  const table = new Map<string, WindowConfig[]>();
  for (const window of config.windows) {
    for (const served of servedBy(state, window).queues) {
      const windows = table.get(served);
      if (windows) windows.push(window);
      else table.set(served, [window]);
    }
  }
  tables.set(state.windows, { windows: config.windows, table });
  return table.get(queue) ?? NONE;
}
