import { type Chapter, t } from './rule.ts';

export const NEXT: Chapter = {
  id: 'next',
  title: t('下一位是谁', 'Who comes next'),
  rules: [
    {
      id: 'X1',
      title: t('不让人久等', 'Nobody is passed over for ever'),
      says: t(
        '被后到的人超过若干次，或首次被超过已久，就先叫。',
        'Whoever was overtaken so often, or first so long ago, comes first.',
      ),
      fields: [
        {
          path: 'next.overtaken.people',
          name: t('被超过', 'Overtaken by'),
          input: { kind: 'number' },
          unit: 'people',
        },
        {
          path: 'next.overtaken.minutes',
          name: t('或已过', 'Or for'),
          input: { kind: 'number' },
          unit: 'minutes',
        },
      ],
    },
    {
      id: 'X2',
      title: t('优先也有限度', 'Share of those before'),
      says: t(
        '有人久等时，定向号和绿色通道每几次叫号最多占一次。',
        'While somebody waits so, bound and green numbers get at most one call in so many.',
      ),
      fields: [{ path: 'next.share', name: t('每', 'One in'), input: { kind: 'number' }, unit: 'times' }],
    },
    {
      id: 'X3',
      title: t('本窗口的号', "This window's own"),
      says: t('转到本窗口、到时间的号先叫。', 'Numbers bound to this window and due come first.'),
      fields: [{ path: 'next.boundFirst', name: t('先叫', 'First'), input: { kind: 'switch' } }],
    },
    {
      id: 'X4',
      title: t('绿色通道在前', 'Green channel first'),
      says: t('绿色通道先于排队的人。', 'The green channel comes before the lines.'),
      fields: [{ path: 'next.greenFirst', name: t('先叫', 'First'), input: { kind: 'switch' } }],
    },
    {
      id: 'X5',
      title: t('先来后到', 'The earliest'),
      says: t(
        '按到达时间减去类别的提前分钟；也可只按到达时间。',
        "By arrival less the class's minutes, or by arrival alone.",
      ),
      fields: [
        {
          path: 'next.by',
          name: t('按', 'By'),
          input: {
            kind: 'choice',
            choices: [
              { value: 'virtual', name: t('到达与类别', 'arrival and class') },
              { value: 'arrival', name: t('只按到达', 'arrival alone') },
            ],
          },
        },
      ],
    },
    {
      id: 'X6',
      title: t('跨窗通办', 'Helping other queues'),
      says: t(
        '自己的队列没人时，帮等候超过人数的队列。',
        'With nobody in its own queues, a window helps where more than so many wait.',
      ),
      fields: [
        {
          path: 'windows[].secondary',
          name: t('可帮的队列', 'Queues to help'),
          input: {
            kind: 'rows',
            columns: [
              { key: 'queue', name: t('队列', 'Queue'), input: { kind: 'queue' } },
              { key: 'above', name: t('等候超过', 'More than'), input: { kind: 'number' }, unit: 'people' },
            ],
            empty: t('不帮其他队列', 'Helps no other queue'),
          },
        },
      ],
    },
  ],
};
