import { err, fault, ok } from '@hall/shared/contracts/result';
import type { LedgerClient } from '../ledger/client.ts';
import type { BackupService } from '../maintenance/service.ts';
import type { Handlers } from './administration.ts';

/** Requests whose repeat is still answered as the first was; enough for a page that asks again. */
const REMEMBERED = 200;

/** Backups, as the administrator asks for them. */
export function backupHandlers(options: {
  readonly ledger: LedgerClient;
  readonly backups: BackupService;
}): Handlers<'backup.list' | 'backup.run'> {
  const { ledger, backups } = options;
  const asked = new Set<string>();
  return {
    'backup.list': async () => ok(backups.report()),
    'backup.run': async ({ actor, requestId }) => {
      const key = `${actor.id} ${requestId}`;
      if (asked.has(key)) return ok({ started: true });
      if (!backups.configured) return err(fault('BACKUP_OFF', 'no backup is set up'));
      const noted = await ledger.submit(
        'audit.note',
        { act: 'backup.asked', subject: null },
        actor.id,
        requestId,
      );
      if (!noted.ok) return noted;
      asked.add(key);
      if (asked.size > REMEMBERED) asked.delete(asked.values().next().value as string);
      backups.begin(actor.id);
      return ok({ started: true });
    },
  };
}
