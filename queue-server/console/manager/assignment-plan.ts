import type { HallView } from '@hall/shared/contracts/commands';

/** What a window would serve; the order of queues says nothing, so sets are compared. */

type WindowRow = HallView['windows'][number];
type Secondary = NonNullable<WindowRow['secondary']>;

export interface Plan {
  readonly queues: string[];
  readonly secondary: Secondary;
}

export function sameQueues(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((queue) => b.includes(queue));
}

/**
 * What to send for the ticked queues. Who helps out in other queues goes on doing so; the ticks of other days give
 * the plan of other days, so that it is no change any more.
 */
export function planFor(window: WindowRow, ticked: readonly string[]): Plan {
  const { usual } = window;
  if (usual && sameQueues(usual.queues, ticked)) return usualPlan(window);
  const secondary = (window.secondary ?? []).filter(({ queue }) => !ticked.includes(queue));
  return { queues: [...ticked], secondary };
}

export function usualPlan({ usual }: WindowRow): Plan {
  return { queues: [...(usual?.queues ?? [])], secondary: [...(usual?.secondary ?? [])] };
}

export function toggled(queues: readonly string[], queue: string, on: boolean): readonly string[] {
  return on ? [...queues, queue] : queues.filter((other) => other !== queue);
}
