import { REASON_COLUMNS } from './classes.ts';
import { type Chapter, type RuleField, t, type Unit } from './rule.ts';

const number = (path: string, zh: string, en: string, unit: Unit): RuleField => ({
  path: `calling.${path}`,
  name: t(zh, en),
  input: { kind: 'number' },
  unit,
});

export const CALLING: Chapter = {
  id: 'calling',
  title: t('叫号与办理', 'Calling and serving'),
  rules: [
    {
      id: 'K1',
      title: t('叫号间隔', 'Between calls'),
      says: t('叫号后几秒内不能再叫，免得跳过人。', 'A window cannot skip through people.'),
      fields: [number('lockSeconds', '间隔', 'At least', 'seconds')],
    },
    {
      id: 'K2',
      title: t('重呼', 'Recall'),
      says: t('可重呼几次、间隔多久。', 'How often and how far apart.'),
      fields: [
        number('recallLimit', '最多', 'At most', 'times'),
        number('recallSpacingSeconds', '间隔', 'Apart', 'seconds'),
      ],
    },
    {
      id: 'K3',
      title: t('播报时效', 'Announcements'),
      says: t('过了时效的叫号不再播报。', 'A late announcement is not made.'),
      fields: [number('announceSeconds', '有效', 'Valid', 'seconds')],
    },
    {
      id: 'K4',
      title: t('出票不明', 'Paper unknown'),
      says: t(
        '不知号票是否出来时，等一会儿才能叫。',
        'Where nobody knows whether the paper is out, the call waits.',
      ),
      fields: [number('unknownPrintSeconds', '等待', 'Wait', 'seconds')],
    },
    {
      id: 'K5',
      title: t('过号', 'No-show'),
      says: t('叫够次数才能记过号。', 'Only after so many calls.'),
      fields: [number('noShowAfterCalls', '叫满', 'Calls', 'times')],
    },
    {
      id: 'K6',
      title: t('过号重排', 'Coming back'),
      says: t('过号后可重排，排在几位之后。', 'A passed number comes back, behind so many.'),
      fields: [
        number('reactivate.times', '可重排', 'How often', 'times'),
        number('reactivate.behind', '排在', 'Behind', 'people'),
      ],
    },
    {
      id: 'K7',
      title: t('挂起', 'Parking'),
      says: t(
        '办事人离开补材料，稍后回本窗口。',
        'The person fetches something and comes back to this window.',
      ),
      fields: [
        number('park.most', '每窗口最多', 'At most', 'numbers'),
        number('park.minutes', '提醒', 'Due after', 'minutes'),
      ],
    },
    {
      id: 'K8',
      title: t('转移', 'Transfer'),
      says: t('转到别的队列或窗口时是否保留到达时间。', 'Whether the time of arrival is kept.'),
      fields: [
        { path: 'calling.transferKeepsArrival', name: t('保留到达时间', 'Kept'), input: { kind: 'switch' } },
      ],
    },
    {
      id: 'K9',
      title: t('指定叫号', 'Out of turn'),
      says: t('须选理由；没有理由则不允许。', 'Needs one of these reasons; with none it is not allowed.'),
      fields: [
        {
          path: 'calling.outOfTurnReasons',
          name: t('理由', 'Reasons'),
          input: { kind: 'rows', columns: REASON_COLUMNS, empty: t('不允许指定叫号', 'Not allowed') },
        },
      ],
    },
    {
      id: 'K10',
      title: t('一号多事', 'Several items'),
      says: t('一张号票最多办几件事，依次到各队列。', 'Items on one number, which goes from queue to queue.'),
      fields: [number('itemsPerTicket', '最多', 'At most', 'times')],
    },
    {
      id: 'K11',
      title: t('直接办理', 'Without a number'),
      says: t('窗口可直接为没有号的人办理。', 'A window may serve somebody who has no number.'),
      fields: [{ path: 'calling.quickServe', name: t('允许', 'Allowed'), input: { kind: 'switch' } }],
    },
    {
      id: 'K12',
      title: t('撤销', 'Undo'),
      says: t(
        '窗口最后一步可在时限内撤销，不影响统计。',
        'The last act of a window can be taken back for a while.',
      ),
      fields: [number('undoSeconds', '时限', 'Within', 'seconds')],
    },
    {
      id: 'K13',
      title: t('办理中叫号', 'Calling while serving'),
      says: t('先结束当前办理，或不允许。', 'Ends the running service after a confirmation, or is refused.'),
      fields: [
        {
          path: 'calling.overRunning',
          name: t('办理中叫号', 'While serving'),
          input: {
            kind: 'choice',
            choices: [
              { value: 'confirm', name: t('确认后结束', 'Confirm and end') },
              { value: 'refuse', name: t('不允许', 'Refuse') },
            ],
          },
        },
      ],
    },
  ],
};
