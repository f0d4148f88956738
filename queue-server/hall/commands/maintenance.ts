import { err, fault, ok } from '@hall/shared/contracts/result';
import type { LedgerClient } from '../ledger/client.ts';
import type { BackupService } from '../maintenance/service.ts';
import { noting } from './accounts.ts';
import type { Handlers } from './administration.ts';

/** Backups, as the administrator asks for them. */
export function backupHandlers(options: {
  readonly ledger: LedgerClient;
  readonly backups: BackupService;
}): Handlers<'backup.list' | 'backup.run'> {
  const { ledger, backups } = options;
  const note = noting(ledger);
  return {
    'backup.list': async () => {
      await backups.known();
      return ok(backups.report());
    },
    'backup.run': async (asked) => {
      if (!backups.configured) return err(fault('BACKUP_OFF', 'no backup is set up'));
      const noted = await note(asked, { act: 'backup.asked', subject: null });
      if (!noted.ok) return noted;
      backups.begin(asked.actor.id);
      return ok({ started: true });
    },
  };
}
