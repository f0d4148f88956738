import type { Situation, WindowNow } from './words.ts';

/**
 * The part of the hall that can matter: windows that serve the queue, the other queues of those windows, their
 * windows, and so on. A zone that shares no window with the queue cannot change its wait.
 */
export function involvedWith({ ticket, windows }: Situation): {
  readonly queues: ReadonlySet<string>;
  readonly windows: readonly WindowNow[];
} {
  const queues = new Set([ticket.queue]);
  let left: readonly WindowNow[] = windows;
  for (;;) {
    const touched = left.filter((window) => window.queues.some((queue) => queues.has(queue)));
    if (touched.length === 0) break;
    for (const queue of touched.flatMap((window) => window.queues)) queues.add(queue);
    left = left.filter((window) => !touched.includes(window));
  }
  return { queues, windows: windows.filter((window) => window.queues.some((queue) => queues.has(queue))) };
}
