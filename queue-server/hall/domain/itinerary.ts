import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Step } from './events.ts';

/**
 * Several items on one ticket [K10] as steps from queue to queue, each queue once, in the order in which the items
 * were given: people name first what they came for. Null: an item that the hall does not have.
 */
export function itineraryOf(
  config: HallConfig,
  items: readonly string[],
  queue: string | undefined,
): readonly Step[] | null {
  const steps = new Map<string, string[]>();
  for (const id of items) {
    const item = config.items.find((entry) => entry.id === id);
    if (!item) return null;
    // Whoever names a queue stands there for everything: the guide desk knows better than the list.
    const at = queue ?? item.queue;
    const step = steps.get(at);
    if (step) step.push(id);
    else steps.set(at, [id]);
  }
  if (steps.size === 0 && queue !== undefined) return [{ queue, items: [] }];
  return [...steps].map(([at, its]) => ({ queue: at, items: its }));
}
