import type { Agent, TicketRow } from '@hall/shared/contracts/queueing';
import type { ConfirmedKind } from '@hall/shared/contracts/rules';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

/** Words of the guide desk that several of its parts say. */

export const STATE: Readonly<Record<TicketRow['state'], Text>> = {
  committed: t('等待出票', 'Paper not out yet'),
  waiting: t('等候中', 'Waiting'),
  called: t('已呼叫', 'Called'),
  parked: t('暂停办理', 'Parked'),
  serving: t('办理中', 'Being served'),
  finished: t('已办结', 'Finished'),
  'no-show': t('已过号', 'Missed its call'),
  void: t('已作废', 'Void'),
  closed: t('已收尾', 'Closed in bulk'),
};

/** [C3] Which class, and what a guide looks at before confirming it. */
export const CONFIRMED: Readonly<Record<ConfirmedKind, { readonly name: Text; readonly proof: Text }>> = {
  disabled: {
    name: t('残疾人', 'Disability'),
    proof: t('请看残疾人证，或确有不便。', 'Look at the disability card, or at the evident need.'),
  },
  soldier: {
    name: t('军人', 'Service member'),
    proof: t('请看军人证、退役军人优待证或家属证明。', 'Look at the service, veteran or family card.'),
  },
  pregnant: {
    name: t('孕妇', 'Expectant mother'),
    proof: t('请看孕产手册，或明显有孕。', 'Look at the maternity record, or at the evident need.'),
  },
};
export const GREEN = {
  name: t('绿色通道', 'Green channel'),
  proof: t(
    '请看项目文件或情况说明，并选一个理由。',
    'Look at the project paper or statement, and choose a reason.',
  ),
};
export const ENTERPRISE = {
  name: t('重点企业', 'Key enterprise'),
  proof: t('请看重点企业服务卡；只在专窗呼叫。', 'Look at the enterprise card; called at its windows only.'),
};

/** [C5] By which paper an agent acts. */
export const AUTHORISATION: Readonly<Record<Agent['authorisation'], Text>> = {
  letter: t('委托书', 'Letter of authorisation'),
  relative: t('近亲属（户口簿等）', 'Relative (household register)'),
  guardian: t('监护人证明', 'Guardian'),
  company: t('单位介绍信', 'Company letter'),
};

export const BOOKING_STATE = {
  booked: t('已预约', 'Booked'),
  'checked-in': t('已签到', 'Checked in'),
  cancelled: t('已取消', 'Cancelled'),
  missed: t('未赴约', 'Missed'),
} as const;

export const WEEKDAYS: readonly Text[] = [
  t('周一', 'Mon'),
  t('周二', 'Tue'),
  t('周三', 'Wed'),
  t('周四', 'Thu'),
  t('周五', 'Fri'),
  t('周六', 'Sat'),
  t('周日', 'Sun'),
];
