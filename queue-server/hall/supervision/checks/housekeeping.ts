import type { Finding } from '@hall/shared/contracts/health';
import { attention, words } from '../finding.ts';

/** What keeps a hall small over the years, and what holds it up. */
export interface HousekeepingFacts {
  /** Nothing is destroyed by time: the clock is far ahead of the last run. */
  readonly purgeHeld: boolean;
  /** Why the newest step of the archive failed; null where none did. */
  readonly archiveFailure: string | null;
}

export function checkHousekeeping({ purgeHeld, archiveFailure }: HousekeepingFacts): Finding[] {
  const findings: Finding[] = [];
  if (purgeHeld) {
    findings.push(
      attention(
        'purge-held',
        words(
          '时钟比上次清理超前太多，到期清理已暂停。',
          'The clock is far ahead of the last purge: nothing is purged.',
        ),
        words(
          '核对服务器时钟；若时钟无误，照常开机七天后自动恢复清理。',
          'Look at the server’s clock. If it is right, purging goes on by itself after seven days at work.',
        ),
      ),
    );
  }
  if (archiveFailure !== null) {
    findings.push(
      attention(
        'archive-failed',
        words(`旧账归档失败：${archiveFailure}。`, `Old days could not be archived: ${archiveFailure}.`),
        words(
          '查看磁盘空间和 archive 文件夹的权限；号票不受影响。',
          'Look at the disk’s room and the rights of the archive folder. Tickets are not affected.',
        ),
      ),
    );
  }
  return findings;
}
