import type { BackupReport } from '@hall/shared/contracts/backup';

const DAY_MS = 86_400_000;
const MIB = 1024 * 1024;
const DAYS = 9;

/** A hall that was backed up every night; the last try found its disk full. */
export function backupsOf(now: number): BackupReport {
  const night = now - (now % DAY_MS) - DAY_MS / 4 + 30 * 60_000;
  const backups = Array.from({ length: DAYS }, (_, i) => {
    const at = night - (i + 1) * DAY_MS;
    const day = new Date(at + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');
    return {
      file: `yichuang-county-${day}-0230.tar.age`,
      at,
      bytes: Math.round((46.3 - i * 0.7) * MIB),
      seq: 128_400 - i * 4_210,
      epoch: '0a1b2c3d',
    };
  });
  return {
    state: 'failed',
    running: false,
    folder: '/mnt/backup',
    next: now + 9 * 60_000,
    keepDaily: 14,
    keepWeekly: 8,
    lastTry: { at: night, trouble: 'folder-full' },
    backups,
    personKeysAt: night - DAY_MS,
    restored: null,
  };
}
