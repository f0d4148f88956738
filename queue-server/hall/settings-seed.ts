import type { Logger } from 'pino';
import type { LiveConfig } from './config/live.ts';
import { seedOf } from './config/seed.ts';
import type { LedgerClient } from './ledger/client.ts';

/**
 * Takes the hall's file over into the ledger where it is new or was changed. Where the disk refuses it, the hall
 * starts all the same: what counted goes on, and the next start tries again.
 */
export async function seedSettings(live: LiveConfig, ledger: LedgerClient, log: Logger): Promise<void> {
  const seed = seedOf(live.file, live.versions, (fact) => live.composed(fact), live.current);
  if (seed === null) return;
  const next = live.versions.length + 1;
  const answer = await ledger.submit(
    'settings.change',
    seed,
    'hall',
    `file-${next}-${seed.digest}`.slice(0, 64),
  );
  if (answer.ok) log.info({ event: 'settings.file', version: next }, 'the hall’s file was taken over');
  else
    log.error(
      { event: 'settings.file-failed', code: answer.error.code },
      'the hall’s file was not taken over',
    );
}
