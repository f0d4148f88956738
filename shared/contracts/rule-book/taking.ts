import { type Chapter, type Column, t } from './rule.ts';

const DAYS: Column = { key: 'days', name: t('星期', 'Days'), input: { kind: 'days' } };
const FROM: Column = { key: 'from', name: t('从', 'From'), input: { kind: 'time' } };
const TO: Column = { key: 'to', name: t('到', 'To'), input: { kind: 'time' } };

export const TAKING: Chapter = {
  id: 'taking',
  title: t('取号', 'Taking a number'),
  rules: [
    {
      id: 'T1',
      title: t('开放时间', 'Opening hours'),
      says: t(
        '时间以外不能取号，并告知何时再开。',
        'Outside of them no number is given, and the next opening is said.',
      ),
      fields: [
        {
          path: 'queues[].hours',
          name: t('每周', 'Each week'),
          input: { kind: 'rows', columns: [DAYS, FROM, TO], empty: t('没有开放时间', 'No hours') },
        },
      ],
    },
    {
      id: 'T2',
      title: t('节假日与调休', 'Holidays and make-up days'),
      says: t(
        '放假日不开放，调休上班日按指定的星期开放。',
        'Holidays are closed; make-up days are open like the weekday named.',
      ),
      fields: [
        {
          path: 'calendar.days',
          name: t('日历', 'Calendar'),
          input: {
            kind: 'rows',
            columns: [
              { key: 'date', name: t('日期', 'Date'), input: { kind: 'date' } },
              { key: 'name', name: t('名称', 'Name'), input: { kind: 'words' } },
              {
                key: 'kind',
                name: t('安排', 'Is'),
                input: {
                  kind: 'choice',
                  choices: [
                    { value: 'closed', name: t('放假', 'closed') },
                    { value: 'open', name: t('上班', 'open') },
                  ],
                },
              },
              { key: 'as', name: t('按星期', 'Like'), input: { kind: 'weekday' }, optional: true },
            ],
            empty: t('没有特别的日子', 'No special days'),
          },
        },
      ],
    },
    {
      id: 'T3',
      title: t('延时与错时', 'After hours and staggered hours'),
      says: t('平时以外加开的时段，号票上会注明。', 'Hours besides the usual ones; the ticket says so.'),
      fields: [
        {
          path: 'queues[].extended',
          name: t('加开', 'Extra hours'),
          input: {
            kind: 'rows',
            columns: [
              DAYS,
              FROM,
              TO,
              {
                key: 'kind',
                name: t('类型', 'Kind'),
                input: {
                  kind: 'choice',
                  choices: [
                    { value: 'extended', name: t('延时', 'after hours') },
                    { value: 'staggered', name: t('错时', 'staggered') },
                  ],
                },
              },
              { key: 'between', name: t('仅在', 'Only between'), input: { kind: 'dates' }, optional: true },
            ],
            empty: t('没有加开时段', 'No extra hours'),
          },
        },
      ],
    },
    {
      id: 'T4',
      title: t('每天限量', 'Quota of the day'),
      says: t('发满后当天不再发号。', 'No more numbers that day once it is used up.'),
      fields: [
        { path: 'queues[].dailyQuota', name: t('每天', 'A day'), input: { kind: 'number' }, unit: 'numbers' },
      ],
    },
    {
      id: 'T5',
      title: t('时段限量', 'Quotas of spans'),
      says: t(
        '一天里各时段分别限量，并告知下一时段。',
        'Spans of the day have quotas of their own; the next one is said.',
      ),
      fields: [
        {
          path: 'queues[].slots',
          name: t('时段', 'Spans'),
          input: {
            kind: 'rows',
            columns: [
              FROM,
              TO,
              { key: 'quota', name: t('限量', 'Quota'), input: { kind: 'number' }, unit: 'numbers' },
            ],
            empty: t('不按时段限量', 'No quotas of spans'),
          },
        },
      ],
    },
    {
      id: 'T6',
      title: t('一人一号', 'One number a person'),
      says: t('同一队列里，一人同时只有一个有效号。', 'One live number for a person in a queue.'),
      fields: [{ path: 'taking.onePerPerson', name: t('限一人一号', 'Only one'), input: { kind: 'switch' } }],
    },
    {
      id: 'T7',
      title: t('爽约限制', 'After missed bookings'),
      says: t(
        '多次预约不到者，一段时间内不能预约，仍可现场取号。',
        'Who misses too many bookings cannot book for a while, but can take a number.',
      ),
      fields: [blocks('missed')],
    },
    {
      id: 'T8',
      title: t('同事项预约', 'Bookings of one item'),
      says: t('一人一天对同一事项可预约的次数。', 'How often one person may book one item for one day.'),
      fields: [
        {
          path: 'taking.bookingsPerItemAndDay',
          name: t('每天', 'A day'),
          input: { kind: 'number' },
          unit: 'times',
        },
      ],
    },
    {
      id: 'T9',
      title: t('多次取消', 'After cancelled bookings'),
      says: t(
        '多次取消预约者，一段时间内不能预约。',
        'Who cancels too many bookings cannot book for a while.',
      ),
      fields: [blocks('cancelled')],
    },
    {
      id: 'T10',
      title: t('没有窗口的队列', 'A queue without a window'),
      says: t(
        '没有窗口办理时，请去咨询台，或先发号等候窗口。',
        'Where no window serves it: to the guide desk, or a number that waits for one.',
      ),
      fields: [
        {
          path: 'taking.withoutWindow',
          name: t('没有窗口时', 'Without a window'),
          input: {
            kind: 'choice',
            choices: [
              { value: 'refuse', name: t('请去咨询台', 'Send to the guide desk') },
              { value: 'take', name: t('发号并说明', 'Give a number and say so') },
            ],
          },
        },
      ],
    },
    {
      id: 'T11',
      title: t('临近下班', 'Closing soon'),
      says: t(
        '下班前一段时间取号时提醒，或不再发号。',
        'Shortly before closing the number says so, or none is given.',
      ),
      fields: [
        {
          path: 'taking.closingSoon.minutes',
          name: t('提前', 'Before'),
          input: { kind: 'number' },
          unit: 'minutes',
        },
        {
          path: 'taking.closingSoon.mode',
          name: t('届时', 'Then'),
          input: {
            kind: 'choice',
            choices: [
              { value: 'tell', name: t('提醒', 'Say so') },
              { value: 'refuse', name: t('不再发号', 'Give none') },
            ],
          },
        },
      ],
    },
    {
      id: 'T12',
      title: t('实名', 'Real names'),
      says: t('取号须刷身份证。', 'A number needs an identity card.'),
      fields: [{ path: 'queues[].realName', name: t('实名取号', 'Card needed'), input: { kind: 'switch' } }],
    },
    {
      id: 'T13',
      title: t('补打次数', 'Papers under one number'),
      says: t('同一号码可补打几次。', 'How often one number may be printed again.'),
      fields: [{ path: 'reprintLimit', name: t('补打', 'Again'), input: { kind: 'number' }, unit: 'times' }],
    },
  ],
};

/** Both rules keep their rows in one list. */
function blocks(after: 'missed' | 'cancelled') {
  return {
    path: 'taking.blocks',
    name: after === 'missed' ? t('爽约', 'Missed') : t('取消', 'Cancelled'),
    input: {
      kind: 'rows',
      columns: [
        { key: 'times', name: t('满', 'So many'), input: { kind: 'number' }, unit: 'times' },
        { key: 'withinDays', name: t('在', 'Within'), input: { kind: 'number' }, unit: 'days' },
        { key: 'forDays', name: t('停', 'For'), input: { kind: 'number' }, unit: 'days' },
      ],
      empty: t('不限制', 'No blocks'),
      only: { key: 'after', value: after },
    },
  } as const;
}
