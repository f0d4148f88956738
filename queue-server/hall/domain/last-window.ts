import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { type Context, type Decision, refused } from './context.ts';
import { windowsServing } from './serving-windows.ts';
import { EMPTY_QUEUE, type HallState, windowOf } from './state.ts';

/** People who wait in a queue for any of its windows; whoever is bound to a window waits for that one. */
export function unboundIn(state: HallState, queue: string): number {
  return (state.queues.get(queue) ?? EMPTY_QUEUE).waiting.count(
    (place) => state.tickets.get(place.ticket)?.boundTo == null,
  );
}

/** [W3] Queues in which people wait that would have no open window without this one. */
export function leftAlone(state: HallState, config: HallConfig, window: WindowConfig): string[] {
  return config.queues
    .map(({ id }) => id)
    .filter((queue) => {
      const serving = windowsServing(state, config, queue);
      return (
        serving.some(({ id }) => id === window.id) &&
        !serving.some(({ id }) => id !== window.id && windowOf(state, id).state === 'open') &&
        unboundIn(state, queue) > 0
      );
    });
}

/** [W3] Null where the window may stop calling. */
export function lastWindowStops(
  state: HallState,
  window: WindowConfig,
  anyway: boolean,
  { config }: Context,
): Decision | null {
  const rule = config.windowRules.lastWindow;
  if (rule === 'allow' || (rule === 'warn' && anyway)) return null;
  const queues = leftAlone(state, config, window);
  if (queues.length === 0) return null;
  const named = queues.map((queue) => namedQueue(state, config, queue));
  const words = peopleIn(named);
  return refused(
    'LAST_WINDOW',
    `nobody else serves ${queues.join(', ')}`,
    // Whether asking again with `anyway` helps.
    { queues: named, anyway: rule === 'warn' },
    {
      zh: `${words.zh}，再无其他窗口开放。请先安排其他窗口${rule === 'warn' ? '，或确认后继续' : ''}。`,
      en: `${words.en}, and no other window is open. Have one opened first${rule === 'warn' ? ', or confirm' : ''}.`,
    },
  );
}

/** For a warning: the queue's name and how many wait. */
export function namedQueue(state: HallState, config: HallConfig, queue: string) {
  const name = config.queues.find(({ id }) => id === queue)?.name ?? { zh: queue, en: queue };
  return { queue, name, waiting: unboundIn(state, queue) };
}

/** “发票领用”还有 3 人等候 */
export function peopleIn(queues: readonly ReturnType<typeof namedQueue>[]): Text {
  return {
    zh: queues.map(({ name, waiting }) => `“${name.zh}”还有 ${waiting} 人等候`).join('，'),
    en: queues.map(({ name, waiting }) => `${waiting} waiting for "${name.en}"`).join(', '),
  };
}
