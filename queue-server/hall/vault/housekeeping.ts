import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LedgerClient } from '../ledger/client.ts';
import type { Kept } from './keeper.ts';

/** A start has better things to do at first. */
const AFTER_START_MS = 30_000;
const EVERY_MS = 24 * 3_600_000;
/** Between steps, each some milliseconds of the writer: commands have their turn. */
const PAUSE_MS = 50;

interface Options {
  readonly ledger: LedgerClient;
  readonly log: Logger;
  readonly now: () => number;
  readonly afterStartMs?: number;
}

/**
 * Once after the start and daily: orphans are swept, what was kept long enough is destroyed. What was done is
 * noted in the ledger, by number.
 */
export function startVaultHousekeeping({ ledger, log, now, afterStartMs = AFTER_START_MS }: Options): {
  stop(): Promise<void>;
} {
  const ending = new AbortController();
  const { signal } = ending;

  const run = async (): Promise<void> => {
    const at = now();
    for (;;) {
      const { more, done } = await ledger.vault('keep', { at });
      if (!more) return note(done, at);
      await sleep(PAUSE_MS, undefined, { signal });
    }
  };
  const note = async (done: Kept, at: number): Promise<void> => {
    const detail = Object.fromEntries(Object.entries(done).filter(([, count]) => count > 0));
    if (Object.keys(detail).length === 0) return;
    await ledger.submit(
      'audit.note',
      { act: 'privacy.purged', subject: null, detail },
      'hall',
      `privacy-${at}`,
    );
    log.info({ event: 'privacy.purged', ...detail }, 'personal data was destroyed by the rules');
  };
  const always = async (): Promise<void> => {
    for (let delay = afterStartMs; !signal.aborted; delay = EVERY_MS) {
      try {
        await sleep(delay, undefined, { signal });
        await run();
      } catch (error) {
        if (signal.aborted) return;
        log.error({ event: 'privacy.keeping-failed', reason: (error as Error).message }, 'keeping failed');
      }
    }
  };
  const ended = always();
  return {
    /** Resolves when no ask is under way any more. */
    async stop() {
      ending.abort();
      await ended;
    },
  };
}
