import type { BackupReport, BackupTrouble } from '@hall/shared/contracts/backup';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

export const STATE_WORDS: Readonly<Record<BackupReport['state'], Text>> = {
  off: t('未设置', 'not set up'),
  never: t('还没有备份', 'none yet'),
  good: t('正常', 'well'),
  late: t('太久没有备份', 'too old'),
  failed: t('上次没有成功', 'the last one failed'),
};

/** What went wrong, and what to do about it. */
export const TROUBLE_WORDS: Readonly<Record<BackupTrouble, Text>> = {
  'folder-missing': t(
    '找不到备份文件夹：请检查备份磁盘是否接好。',
    'The backup folder is not there: see that the backup disk is plugged in.',
  ),
  'folder-on-same-disk': t(
    '备份文件夹与数据在同一块磁盘上（备份盘可能没有挂上）：请换到另一块磁盘。',
    'The folder lies on the disk of the data (is the backup disk mounted?): use another disk.',
  ),
  'folder-full': t(
    '备份磁盘空间不够：请清理或换一块更大的。',
    'The backup disk is full: make room or use a larger one.',
  ),
  'folder-not-writable': t(
    '备份文件夹不能写入：请检查它的权限。',
    'The backup folder cannot be written: see its permissions.',
  ),
  'data-disk-full': t(
    '服务器磁盘空间不够，无法准备备份：请清理。',
    'The server’s own disk has no room to prepare a backup: make room.',
  ),
  'already-running': t('另一次备份正在进行，请稍候。', 'Another backup is being made; please wait.'),
  'damaged-data': t(
    '数据读取不完整，请立即联系技术人员，不要删除任何文件。',
    'The data cannot be read whole. Call a technician now and delete nothing.',
  ),
  'written-badly': t(
    '写入后读回不一致：备份磁盘可能坏了，请更换。',
    'What was read back differs: the backup disk may be failing. Replace it.',
  ),
  'recipient-wrong': t(
    '配置中的备份公钥不对：请检查 recipient。',
    'The public key in the configuration is wrong: see “recipient”.',
  ),
  failed: t('备份没有成功，详情在服务器日志里。', 'The backup failed; the server’s log says more.'),
};

/** 1.4 MB, 2.3 GB */
export function sayBytes(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
