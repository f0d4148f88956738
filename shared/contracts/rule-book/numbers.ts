import { type Chapter, t } from './rule.ts';

export const NUMBERS: Chapter = {
  id: 'numbers',
  title: t('号码', 'Numbers'),
  rules: [
    {
      id: 'N1',
      title: t('号码的样子', 'What a number looks like'),
      says: t(
        '队列字母加上补零的数字，如 A012。',
        "The queue's letters and digits padded with zeros, such as A012.",
      ),
      fields: [
        { path: 'queues[].prefix', name: t('字母', 'Letters'), input: { kind: 'text' } },
        { path: 'queues[].digits', name: t('数字位数', 'Digits'), input: { kind: 'number' } },
      ],
    },
    {
      id: 'N2',
      title: t('号段', 'Range'),
      says: t('从首号发到末号，发完即止。', 'Counts from the first to the last number, then no more today.'),
      fields: [
        { path: 'queues[].firstNumber', name: t('首号', 'First'), input: { kind: 'number' } },
        { path: 'queues[].lastNumber', name: t('末号', 'Last'), input: { kind: 'number' } },
      ],
    },
    {
      id: 'N3',
      title: t('每天重新开始', 'Beginning again'),
      says: t(
        '每天从首号开始，或接着昨天的号码继续。',
        "Each day begins at the first number, or goes on behind yesterday's last.",
      ),
      fields: [
        {
          path: 'numbering.restart',
          name: t('新的一天', 'On a new day'),
          input: {
            kind: 'choice',
            choices: [
              { value: 'daily', name: t('从首号开始', 'Begin at the first') },
              { value: 'continue', name: t('接着昨天', 'Go on from yesterday') },
            ],
          },
        },
      ],
    },
    {
      id: 'N4',
      title: t('取号机备用号', 'Numbers kept by machines'),
      says: t(
        '每台取号机在号段末尾留一段号，断网时用；平时不发。',
        'Each machine keeps numbers at the end of the range for times without a server.',
      ),
      fields: [
        {
          path: 'numbering.perKiosk',
          name: t('每台每队', 'Per machine and queue'),
          input: { kind: 'number' },
          unit: 'numbers',
        },
      ],
    },
  ],
};
