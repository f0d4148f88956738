import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { LedgerClient } from '../ledger/client.ts';
import type { Held } from './clock-guard.ts';
import type { Kept } from './keeper.ts';

/** A start has better things to do at first. */
const AFTER_START_MS = 30_000;
const EVERY_MS = 24 * 3_600_000;
/** Between steps, each some milliseconds of the writer: commands have their turn. */
const PAUSE_MS = 50;

interface Options {
  readonly ledger: LedgerClient;
  readonly log: Logger;
  /** The hall's clock, which never goes back. */
  readonly now: () => number;
  /** The machine's clock, where it is not the same: once it was set right, the hall's may still be ahead. */
  readonly wall?: () => number;
  readonly afterStartMs?: number;
}

export interface VaultHousekeeping {
  /** Why nothing is destroyed by time at present: the clock is far ahead of the last run. For health. */
  held(): Held | null;
  /** Resolves when no ask is under way any more. */
  stop(): Promise<void>;
}

/**
 * Once after the start and daily: orphans are swept, what was kept long enough is destroyed. What was done is
 * noted in the ledger, by number; so is that nothing was done because the clock may be wrong.
 */
export function startVaultHousekeeping(options: Options): VaultHousekeeping {
  const { ledger, log, now, wall = now, afterStartMs = AFTER_START_MS } = options;
  let heldNow: Held | null = null;
  const ending = new AbortController();
  const { signal } = ending;

  const run = async (): Promise<void> => {
    const at = Math.min(now(), wall());
    for (;;) {
      const { more, done, held } = await ledger.vault('keep', { at });
      heldNow = held;
      if (!more) {
        if (held !== null) await noteHeld(held);
        return note(done, at);
      }
      await sleep(PAUSE_MS, undefined, { signal });
    }
  };
  const noteHeld = async ({ since, days }: Held): Promise<void> => {
    // Under an id of its own: noted once, however often it is found.
    await ledger.submit(
      'audit.note',
      { act: 'privacy.purge-held', subject: null, detail: { since } },
      'hall',
      `privacy-held-${since}`,
    );
    log.warn(
      { event: 'privacy.purge-held', since, days },
      'the clock is far ahead of the last run: nothing is destroyed by time until that has held for a week',
    );
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
    held: () => heldNow,
    async stop() {
      ending.abort();
      await ended;
    },
  };
}
