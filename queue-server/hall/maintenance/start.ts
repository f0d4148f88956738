import path from 'node:path';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Logger } from 'pino';
import type { LedgerClient } from '../ledger/client.ts';
import type { HallOptions } from '../options.ts';
import { restoredOf } from './renew.ts';
import { runBackupProcess } from './run-process.ts';
import { BackupService } from './service.ts';

const DAY_MS = 86_400_000;
/** A machine whose own clock ran down has asked the network for the time by then. */
const FIRST_EXPIRY_MS = 10 * 60_000;
/** Acts after which the store of person keys holds fewer of them than its copy. */
const KEYS_DESTROYED: ReadonlySet<string> = new Set(['privacy.forgotten', 'privacy.purged']);

interface Options {
  readonly options: HallOptions;
  readonly config: HallConfig;
  readonly ledger: LedgerClient;
  readonly hallKeyFile: string;
  readonly program: string;
  readonly log: Logger;
  readonly now: () => number;
  readonly onChange: () => void;
}

/** The hall's backups at work: by the clock, by command, and whenever the ledger says that somebody was forgotten. */
export function startBackups(given: Options): BackupService {
  const { options, config, ledger, log, now } = given;
  const backups = new BackupService({
    ...{ settings: config.backup, hall: config.id, timeZone: config.timeZone, program: given.program },
    ...{ data: options.data, hallKeyFile: given.hallKeyFile, log, now, onChange: given.onChange },
    config: options.config === '' ? null : options.config,
    restored: restoredOf(path.join(options.data, 'ledger.db')),
    start: runBackupProcess,
    note: (note, actor) => ledger.submit('audit.note', note, actor, `backup-${now()}`),
  });
  ledger.onEvents((events) => {
    const forgotten = events.some(
      (event) => event.type === 'audit.noted' && KEYS_DESTROYED.has(event.data.act),
    );
    if (forgotten) backups.refreshPersonKeys();
  });
  // Data that an upgrade or a restore left behind are a way back for some days only.
  const expire = async () => {
    try {
      const names = (await runBackupProcess({ kind: 'former', data: options.data, at: now() })
        .done) as unknown;
      if (!Array.isArray(names)) throw new Error('the process ended without an answer');
      for (const name of names as string[]) {
        const note = { act: 'data.former-deleted', subject: name } as const;
        await ledger.submit('audit.note', note, 'hall', `former-${name}-${now()}`);
      }
    } catch (error) {
      log.error(
        { event: 'former.failed', reason: (error as Error).message },
        'former data could not be deleted',
      );
    }
  };
  setTimeout(expire, FIRST_EXPIRY_MS).unref();
  setInterval(expire, DAY_MS).unref();
  backups.start();
  return backups;
}
