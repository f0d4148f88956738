import type { Text } from '@hall/shared/contracts/text';
import type { ReactNode } from 'react';
import type { PageName } from '../access.ts';
import {
  AuditIcon,
  DeviceIcon,
  GuideIcon,
  HallIcon,
  HeartIcon,
  PeopleIcon,
  ReplayIcon,
  ReportIcon,
  RulesIcon,
  SessionsIcon,
  WindowIcon,
} from '../icons/icons.tsx';
import { t } from '../words/words.ts';

interface PageLink {
  readonly to: string;
  readonly icon: ReactNode;
  readonly name: Text;
}

export const PAGE_LINKS: Readonly<Record<PageName, PageLink>> = {
  windows: { to: '/windows', icon: <WindowIcon />, name: t('窗口', 'Window') },
  guide: { to: '/guide', icon: <GuideIcon />, name: t('导办', 'Guide desk') },
  manager: { to: '/manager', icon: <HallIcon />, name: t('大厅', 'Hall') },
  reports: { to: '/reports', icon: <ReportIcon />, name: t('报表', 'Reports') },
  replay: { to: '/replay', icon: <ReplayIcon />, name: t('回放', 'Replay') },
  settings: { to: '/settings', icon: <RulesIcon />, name: t('规则', 'Rules') },
  devices: { to: '/devices', icon: <DeviceIcon />, name: t('设备', 'Devices') },
  health: { to: '/health', icon: <HeartIcon />, name: t('运行状况', 'Health') },
  accounts: { to: '/accounts', icon: <PeopleIcon />, name: t('账号', 'Accounts') },
  sessions: { to: '/sessions', icon: <SessionsIcon />, name: t('会话', 'Sessions') },
  audit: { to: '/audit', icon: <AuditIcon />, name: t('审计', 'Audit') },
};
