/** What just happened is what one wants to see again. */
const BACK_MS = 15 * 60_000;

/** The address of the replay a quarter of an hour before an instant. */
export function replayPath(day: string, at: number): string {
  return `/replay/${day}?at=${at - BACK_MS}`;
}
