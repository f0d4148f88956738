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
  enrolment: t('设备登记', 'Enrolment'),
  privacy: t('个人信息', 'Personal data'),
  backup: t('备份', 'Backup'),
  window: t('窗口', 'Windows'),
  ticket: t('号票', 'Tickets'),
};

const ACTS: Readonly<Record<string, Text>> = {
  'setup.completed': t('完成首次设置', 'First set-up finished'),
  'setup.reopened': t('重新开放首次设置', 'Set-up opened again'),
  'setup.code-wrong': t('设置码输入错误', 'Wrong set-up code'),
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
  'enrolment.approve': t('批准设备登记', 'Device let in'),
  'enrolment.not-approved': t('批准未能保存', 'Approval could not be kept'),
  'enrolment.refuse': t('拒绝设备登记', 'Device refused'),
  'device.revoke': t('吊销设备', 'Device turned out'),
  'privacy.forgotten': t('清除个人信息', 'Person forgotten'),
  'privacy.purged': t('到期清理', 'Purged on time'),
  'privacy.purge-held': t('时钟异常，清理暂停', 'Purge held back: the clock jumped'),
  'privacy.access-log-read': t('查看信息查阅记录', 'Access log read'),
  'backup.asked': t('手动备份', 'Backup asked for'),
  'backup.made': t('备份完成', 'Backup made'),
  'backup.failed': t('备份失败', 'Backup failed'),
  'data.former-deleted': t('删除旧数据文件夹', 'Former data deleted'),
  'ledger.head-contradicted': t('链首与外部存证不符', 'Head contradicted by what others keep'),
  'hall.restored': t('从备份恢复', 'Restored from a backup'),
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
