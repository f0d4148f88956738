/** A window as the manager's view tells of it. */
export interface CrowdWindow {
  readonly id: string;
  /** Queues that it serves. */
  readonly serves: readonly string[];
}

/**
 * Which windows the crowd's clerks sit at, at most `most`: first so many that every queue is served, or people of the
 * others would wait for ever; the rest spread over the hall.
 */
export function staffed(windows: readonly CrowdWindow[], most: number): string[] {
  const chosen: CrowdWindow[] = [];
  const open = new Set(windows.flatMap(({ serves }) => serves));
  while (open.size > 0 && chosen.length < most) {
    const gains = (window: CrowdWindow) => window.serves.filter((queue) => open.has(queue)).length;
    const best = windows.reduce((one, other) => (gains(other) > gains(one) ? other : one));
    chosen.push(best);
    for (const queue of best.serves) open.delete(queue);
  }
  const rest = windows.filter((window) => !chosen.includes(window));
  const more = Math.min(rest.length, most - chosen.length);
  const spread = Array.from({ length: more }, (_, i) => rest[Math.floor((i * rest.length) / more)]);
  return [...chosen, ...spread].flatMap((window) => window?.id ?? []);
}
