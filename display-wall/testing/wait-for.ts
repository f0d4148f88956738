/** How often a condition is looked at, ms. */
const LOOK_EVERY_MS = 20;

/** Waits until something is there; the test's own time-out ends it. */
export async function waitFor<T>(look: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== null && found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
