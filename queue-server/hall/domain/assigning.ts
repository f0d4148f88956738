import type { CommandBody } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { withWindow } from './change.ts';
import { type Decide, DONE, decided, refused } from './context.ts';
import type { EventOf, WindowAssigned } from './events.ts';
import { aloneIn, peopleIn } from './last-window.ts';
import { servedBy, windowsServing } from './serving-windows.ts';
import { type HallState, windowOf } from './state.ts';

/** [W2] Which queues a window serves for the rest of the day: at once, and no line is left without a window unnoticed. */
export const assignWindow: Decide<CommandBody<'window.assign'>> = (state, body, { config }) => {
  const window = config.windows.find(({ id }) => id === body.window);
  if (!window) return refused('WINDOW_UNKNOWN', 'no such window');
  const named = [...body.queues, ...body.secondary.map(({ queue }) => queue)];
  if (named.some((queue) => !config.queues.some(({ id }) => id === queue))) {
    return refused('QUEUE_UNKNOWN', 'no such queue');
  }
  if (new Set(named).size !== named.length) return refused('BAD_REQUEST', 'a queue is named twice');
  const data: WindowAssigned = { window: window.id, queues: body.queues, secondary: body.secondary };
  const before = servedBy(state, window);
  if (same(before.queues, body.queues) && same(before.secondary, body.secondary)) return decided([], DONE);
  const queues = before.queues
    .filter((queue) => !body.queues.includes(queue) && isLeft(state, config, queue, window.id))
    .flatMap((queue) => aloneIn(state, config, queue) ?? []);
  if (queues.length > 0 && body.anyway !== true) {
    const words = peopleIn(queues);
    return refused(
      'ASSIGNMENT_STRANDS',
      `nobody would serve ${queues.map(({ queue }) => queue).join(', ')}`,
      { queues, anyway: true },
      {
        zh: `${words.zh}，调整后将没有开放的窗口办理。请确认，或先安排其他窗口。`,
        en: `${words.en}, and no open window would serve them. Confirm, or give them another window first.`,
      },
    );
  }
  return decided([{ type: 'window.assigned', data }], DONE);
};

/** Whether only this window serves a queue, or it is the last one of it at work. */
function isLeft(state: HallState, config: HallConfig, queue: string, window: string): boolean {
  const others = windowsServing(state, config, queue).filter(({ id }) => id !== window);
  const works = (id: string) => windowOf(state, id).state !== 'closed';
  return works(window) ? !others.some(({ id }) => works(id)) : others.length === 0;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function assigned(state: HallState, event: EventOf<'window.assigned'>): HallState {
  const { window, queues, secondary } = event.data;
  return withWindow(state, window, (status) => ({ ...status, assigned: { queues, secondary }, undo: null }));
}
