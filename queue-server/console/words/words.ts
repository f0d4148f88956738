import type { Role } from '@hall/shared/contracts/hall-config';
import type { TicketClass } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';

/** Words that several pages share. A page's own words stand beside it. */

export const t = (zh: string, en: string): Text => ({ zh, en });

export const PRODUCT = t('一窗', 'Yichuang');
export const CONSOLE = t('政务服务大厅工作台', 'Service hall console');

/** Why a class goes where it goes, for the clerk who is asked. */
export const CLASS_WHY: Readonly<Record<TicketClass, Text>> = {
  ordinary: t('按到达先后', 'in order of arrival'),
  appointment: t('已到预约时段', 'the booked time has come'),
  senior: t('年长者优先', 'older people go ahead'),
  priority: t('残疾人、军人、孕妇优先', 'disability, service or pregnancy'),
  green: t('重点事项绿色通道', 'a key project'),
  returning: t('过号或补件后回来', 'came back after a missed call or for papers'),
};

export const ROLE_WORDS: Readonly<Record<Role, Text>> = {
  clerk: t('窗口人员', 'Clerk'),
  chief: t('首席代表', 'Chief'),
  guide: t('导办', 'Guide'),
  manager: t('大厅管理员', 'Manager'),
  auditor: t('监察', 'Auditor'),
  administrator: t('系统管理员', 'Administrator'),
};

export const STATE_WORDS = {
  open: t('服务中', 'Open'),
  paused: t('暂停', 'Paused'),
  closed: t('未开放', 'Closed'),
} as const;

export const COMMON = {
  retry: t('重试', 'Try again'),
  cancel: t('取消', 'Cancel'),
  close: t('关闭', 'Close'),
  loading: t('正在读取…', 'Loading…'),
  logout: t('退出登录', 'Log out'),
  demo: t('演示', 'Demo'),
  people: t('人', 'people'),
  window: t('号窗口', 'Window'),
} as const;

export function windowName(number: number): Text {
  return t(`${number} 号窗口`, `Window ${number}`);
}
