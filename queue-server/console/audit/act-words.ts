import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

/** Groups of acts, by the first part of their name: what the filter offers. */
export const ACT_GROUPS: Readonly<Record<string, Text>> = {
  account: t('账号管理', 'Accounts'),
  staff: t('登录和退出', 'Log-ins and log-outs'),
  login: t('登录失败', 'Failed log-ins'),
  session: t('会话', 'Sessions'),
  password: t('密码', 'Passwords'),
  totp: t('两步验证', 'Second factor'),
  device: t('设备', 'Devices'),
  privacy: t('个人信息', 'Personal data'),
  backup: t('备份', 'Backup'),
  window: t('窗口', 'Windows'),
  ticket: t('号票', 'Tickets'),
};

const ACTS: Readonly<Record<string, Text>> = {
  'setup.completed': t('完成首次设置', 'First set-up finished'),
  'account.created': t('新建账号', 'Account created'),
  'account.changed': t('修改账号', 'Account changed'),
  'account.password-reset': t('发一次性密码', 'One-time password given'),
  'account.totp-reset': t('解除他人两步验证', 'Second factor taken away'),
  'account.unlocked': t('解除锁定', 'Account unlocked'),
  'account.locked': t('账号锁定', 'Account locked'),
  'staff.logged-in': t('登录', 'Logged in'),
  'staff.logged-out': t('退出', 'Logged out'),
  'login.failed': t('登录失败', 'Log-in failed'),
  'session.ended': t('结束会话', 'Session ended'),
  'session.others-ended': t('结束自己的其他会话', 'Own other sessions ended'),
  'session.expired': t('会话到期', 'Session expired'),
  'password.changed': t('修改密码', 'Password changed'),
  'totp.enrolled': t('开启两步验证', 'Second factor set up'),
  'totp.removed': t('关闭两步验证', 'Second factor removed'),
  'totp.recovery-code-used': t('使用恢复码', 'Recovery code used'),
  'window.opened': t('开窗', 'Window opened'),
  'window.paused': t('暂停窗口', 'Window paused'),
  'window.closed': t('关窗', 'Window closed'),
  'ticket.taken': t('代取号', 'Number taken'),
  'ticket.printed': t('票已打印', 'Ticket printed'),
  'ticket.reprinted': t('补打', 'Ticket reprinted'),
  'ticket.cancelled': t('作废号票', 'Ticket cancelled'),
  'ticket.called': t('叫号', 'Called'),
  'ticket.recalled': t('重呼', 'Recalled'),
  'ticket.started': t('开始办理', 'Service began'),
  'ticket.finished': t('办理完成', 'Service ended'),
  'ticket.no-show': t('过号', 'No-show'),
};

/** Acts of other parts keep the name that their engineers gave them, which says something, too. */
export function sayAct(act: string): Text {
  return ACTS[act] ?? { zh: act, en: act };
}

const FIELDS: Readonly<Record<string, Text>> = {
  roles: t('角色', 'roles'),
  formerRoles: t('原角色', 'former roles'),
  state: t('状态', 'state'),
  name: t('姓名', 'name'),
  count: t('次数', 'times'),
  minutes: t('分钟', 'minutes'),
  left: t('剩余', 'left'),
  others: t('个数', 'others'),
  why: t('原因', 'why'),
  reason: t('原因', 'reason'),
  window: t('窗口', 'window'),
  windowNumber: t('窗口号', 'window number'),
  queue: t('队列', 'queue'),
  number: t('号码', 'number'),
};

export function sayField(field: string): Text {
  return FIELDS[field] ?? { zh: field, en: field };
}
