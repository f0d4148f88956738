import { type Chapter, type Column, t } from './rule.ts';

/** Rows of a list of reasons. */
export const REASON_COLUMNS: readonly Column[] = [
  { key: 'id', name: t('代号', 'Id'), input: { kind: 'id' } },
  { key: 'name', name: t('名称', 'Name'), input: { kind: 'words' } },
];

const bonus = (key: string) =>
  ({
    path: `priority.bonusMin.${key}`,
    name: t('提前', 'Ahead by'),
    input: { kind: 'number' },
    unit: 'minutes',
  }) as const;

export const CLASSES: Chapter = {
  id: 'classes',
  title: t('优先类别', 'Classes'),
  rules: [
    {
      id: 'C1',
      title: t('老年优先', 'Senior'),
      says: t(
        '刷卡认定年龄，按提前的分钟数排队。',
        'By the age on the card; counts as arrived so many minutes earlier.',
      ),
      fields: [
        { path: 'priority.seniorAge', name: t('满', 'From'), input: { kind: 'number' }, unit: 'years' },
        bonus('senior'),
      ],
    },
    {
      id: 'C2',
      title: t('预约', 'Appointment'),
      says: t('从预约时段开始算起，再提前几分钟。', 'Counts from the slot, less so many minutes.'),
      fields: [bonus('appointment')],
    },
    {
      id: 'C3',
      title: t('优先人群', 'Priority'),
      says: t('导办查看证件或情况后确认。', 'Confirmed by a guide who saw the proof.'),
      fields: [
        {
          path: 'priority.confirmed',
          name: t('对象', 'For'),
          input: {
            kind: 'several',
            choices: [
              { value: 'disabled', name: t('残疾人', 'disabled people') },
              { value: 'soldier', name: t('军人', 'service members') },
              { value: 'pregnant', name: t('孕妇', 'expectant mothers') },
            ],
          },
        },
        bonus('priority'),
      ],
    },
    {
      id: 'C4',
      title: t('绿色通道', 'Green channel'),
      says: t('导办按名单上的理由确认。', 'Confirmed by a guide for one of these reasons.'),
      fields: [
        {
          path: 'priority.greenReasons',
          name: t('理由', 'Reasons'),
          input: { kind: 'rows', columns: REASON_COLUMNS, empty: t('没有理由', 'No reasons') },
        },
        bonus('green'),
      ],
    },
    {
      id: 'C5',
      title: t('帮办代办', 'Acting for another'),
      says: t(
        '一位代办人可同时持有的号；0 为不允许。',
        'Live numbers that one agent may hold for others; 0: not allowed.',
      ),
      fields: [
        {
          path: 'priority.agentTickets',
          name: t('最多', 'At most'),
          input: { kind: 'number' },
          unit: 'numbers',
        },
      ],
    },
    {
      id: 'C6',
      title: t('重点企业', 'Key enterprises'),
      says: t('由指定窗口办理。', 'Served at windows of their own.'),
      fields: [
        { path: 'priority.enterpriseWindows', name: t('窗口', 'Windows'), input: { kind: 'windows' } },
      ],
    },
  ],
};

export const BOOKINGS: Chapter = {
  id: 'bookings',
  title: t('预约', 'Bookings'),
  rules: [
    {
      id: 'B1',
      title: t('可约时段', 'Spans'),
      says: t('各时段可预约的名额；没有时段则不可预约。', 'Places in spans of the day; none: no bookings.'),
      fields: [
        {
          path: 'queues[].bookings',
          name: t('时段', 'Spans'),
          input: {
            kind: 'rows',
            columns: [
              { key: 'days', name: t('星期', 'Days'), input: { kind: 'days' } },
              { key: 'from', name: t('从', 'From'), input: { kind: 'time' } },
              { key: 'to', name: t('到', 'To'), input: { kind: 'time' } },
              { key: 'places', name: t('名额', 'Places'), input: { kind: 'number' }, unit: 'places' },
            ],
            empty: t('不接受预约', 'No bookings'),
          },
        },
      ],
    },
    {
      id: 'B2',
      title: t('提前几天', 'How far ahead'),
      says: t('最多可提前几天预约。', 'How many days ahead a place can be booked.'),
      fields: [
        { path: 'booking.daysAhead', name: t('提前', 'Ahead'), input: { kind: 'number' }, unit: 'days' },
      ],
    },
    {
      id: 'B3',
      title: t('提前签到', 'Early check-in'),
      says: t(
        '时段前可签到，但到时段才叫号。',
        'Check-in opens before the slot; the call comes when it begins.',
      ),
      fields: [
        { path: 'booking.earlyMin', name: t('提前', 'Before'), input: { kind: 'number' }, unit: 'minutes' },
      ],
    },
    {
      id: 'B4',
      title: t('迟到', 'Late'),
      says: t(
        '超过后按普通号排队，并记爽约一次。',
        'Later than this it is an ordinary place and a missed booking.',
      ),
      fields: [
        { path: 'booking.lateMin', name: t('超过', 'After'), input: { kind: 'number' }, unit: 'minutes' },
      ],
    },
  ],
};
