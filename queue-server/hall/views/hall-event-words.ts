import type { Text } from '@hall/shared/contracts/text';
import type { HallEventType } from '../domain/events.ts';

/** Events that are of no single ticket, in words: should one stand in a story, nobody reads a raw name. */
export const HALL_EVENT_WORDS = {
  'day.began': { zh: '新的一天开始', en: 'A new day began' },
  'window.opened': { zh: '窗口开放', en: 'A window opened' },
  'window.paused': { zh: '窗口暂停', en: 'A window paused' },
  'window.assigned': { zh: '窗口调整办理队列（W2）', en: 'A window was given other queues (W2)' },
  'booking.made': { zh: '预约成功', en: 'Booked' },
  'booking.cancelled': { zh: '取消预约', en: 'The booking was cancelled' },
  'bookings.missed': { zh: '预约未到（B4）', en: 'The booking was missed (B4)' },
  'paper.started': { zh: '启用纸质号（P1）', en: 'Pre-printed numbers began (P1)' },
  'paper.ended': { zh: '停用纸质号（P1）', en: 'Pre-printed numbers ended (P1)' },
  'helper.rung': { zh: '群众呼叫导办', en: 'Somebody asked for a guide' },
  'helper.answered': { zh: '导办已响应', en: 'A guide answered' },
  'certificate.issued': { zh: '出具证明', en: 'A certificate was issued' },
  'certificate.printed': { zh: '证明已打印', en: 'The certificate was printed' },
  'certificate.print-failed': { zh: '证明打印失败', en: 'The certificate was not printed' },
  'certificate.print-unknown': {
    zh: '证明打印结果未知',
    en: 'Whether the certificate was printed is unknown',
  },
  'certificate.traced': { zh: '已到机器旁查看证明', en: 'Somebody looked for the certificate' },
  'platform.accepted': { zh: '政务平台已接收', en: 'The platform took it' },
  'staff.logged-in': { zh: '工作人员登录', en: 'A colleague logged in' },
  'staff.logged-out': { zh: '工作人员退出', en: 'A colleague logged out' },
  'audit.noted': { zh: '记入审计日志', en: 'Noted in the audit log' },
  'settings.changed': { zh: '大厅设置已更改', en: 'The settings were changed' },
  'hall.restored': { zh: '大厅从备份恢复', en: 'The hall was restored from a backup' },
} as const satisfies Partial<Record<HallEventType, Text>>;
