import { ALIVE_PATH, PagesAlive } from '@hall/shared/contracts/kiosk-link';
import type { Sighting } from './watch.ts';

/** A host on the same machine answers within milliseconds. */
const ANSWER_WITHIN_MS = 1_000;

/** Asks the host of `url` how its pages are; a host that answers otherwise, or not in time, is away. */
export async function sight(url: string, ask: typeof fetch = fetch): Promise<Sighting> {
  try {
    const answer = await ask(new URL(ALIVE_PATH, url), { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const alive = PagesAlive.parse(await answer.json());
    return { host: 'there', pages: alive.pages };
  } catch {
    return { host: 'away' };
  }
}
