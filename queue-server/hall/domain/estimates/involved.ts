import type { Situation, WaitingNow, WindowNow } from './words.ts';

/**
 * The part of the hall that can matter: windows that serve the queue, the other queues of those windows, their
 * windows, and so on. A zone that shares no window with the queue cannot change its wait.
 */
export function involvedWith({ ticket, windows, waiting }: Situation): {
  readonly queues: ReadonlySet<string>;
  readonly windows: readonly WindowNow[];
} {
  const queues = new Set([ticket.queue]);
  const served = servedBy(windows, [ticket, ...waiting]);
  let left: readonly WindowNow[] = windows;
  for (;;) {
    const touched = left.filter((window) => served(window).some((queue) => queues.has(queue)));
    if (touched.length === 0) break;
    for (const queue of touched.flatMap(served)) queues.add(queue);
    left = left.filter((window) => !touched.includes(window));
  }
  return { queues, windows: windows.filter((window) => served(window).some((queue) => queues.has(queue))) };
}

/** All queues that a window has to do with: its own, those that it helps out in, those of people bound to it. */
function servedBy(
  windows: readonly WindowNow[],
  waiting: readonly WaitingNow[],
): (window: WindowNow) => readonly string[] {
  const more = new Map<string, Set<string>>();
  const note = (window: string, queue: string) => {
    const known = more.get(window);
    if (known) known.add(queue);
    else more.set(window, new Set([queue]));
  };
  for (const { queue, boundTo } of waiting) for (const window of boundTo ?? []) note(window, queue);
  for (const { id, secondary } of windows) for (const { queue } of secondary ?? []) note(id, queue);
  if (more.size === 0) return (window) => window.queues;
  return (window) => [...window.queues, ...(more.get(window.id) ?? [])];
}
