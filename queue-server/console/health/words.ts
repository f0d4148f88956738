import type { HealthGroupId, HealthState } from '@hall/shared/contracts/health';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

export const GROUP_WORDS: Readonly<Record<HealthGroupId, Text>> = {
  server: t('服务器', 'Server'),
  storage: t('存储', 'Storage'),
  devices: t('设备', 'Devices'),
  time: t('时间', 'Time'),
  certificates: t('证书与密钥', 'Certificates and keys'),
  backup: t('备份', 'Backup'),
  platform: t('上级平台', 'Platform'),
  ledger: t('总账', 'Ledger'),
};

export const HEALTH_WORDS: Readonly<Record<HealthState, Text>> = {
  good: t('正常', 'Good'),
  attention: t('留意', 'Attention'),
  trouble: t('故障', 'Trouble'),
};
