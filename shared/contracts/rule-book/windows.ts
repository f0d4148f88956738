import { REASON_COLUMNS } from './classes.ts';
import { type Chapter, t } from './rule.ts';

export const WINDOWS: Chapter = {
  id: 'windows',
  title: t('窗口', 'Windows'),
  rules: [
    {
      id: 'W1',
      title: t('暂停', 'Pauses'),
      says: t(
        '暂停须选理由，窗口屏显示理由和返回时间。',
        'A pause has a reason and a time of return, both on the window screen.',
      ),
      fields: [
        {
          path: 'windowRules.pauseReasons',
          name: t('理由', 'Reasons'),
          input: {
            kind: 'rows',
            columns: [
              ...REASON_COLUMNS,
              { key: 'minutes', name: t('约', 'About'), input: { kind: 'number' }, unit: 'minutes' },
            ],
            empty: t('没有理由', 'No reasons'),
          },
        },
      ],
    },
    {
      id: 'W2',
      title: t('窗口办什么', 'Who serves what'),
      says: t(
        '窗口服务的队列，立即生效，不丢下任何人。',
        'Which queues a window serves: at once, stranding nobody.',
      ),
      fields: [{ path: 'windows[].queues', name: t('队列', 'Queues'), input: { kind: 'queues' } }],
    },
    {
      id: 'W3',
      title: t('最后一个窗口', 'The last window'),
      says: t(
        '还有人等时，关闭或暂停最后一个窗口。',
        'Closing or pausing the last window of a queue in which people wait.',
      ),
      fields: [
        {
          path: 'windowRules.lastWindow',
          name: t('届时', 'Then'),
          input: {
            kind: 'choice',
            choices: [
              { value: 'allow', name: t('允许', 'Allow') },
              { value: 'warn', name: t('提醒', 'Warn') },
              { value: 'refuse', name: t('不允许', 'Refuse') },
            ],
          },
        },
      ],
    },
    {
      id: 'W4',
      title: t('定时清号', 'Closing in bulk'),
      says: t(
        '到点后还在等的号一并关闭（每天结束时也会）。',
        'At these times what still waits is closed (and at the end of the day).',
      ),
      fields: [
        {
          path: 'windowRules.bulkClose',
          name: t('时间', 'Times'),
          input: {
            kind: 'rows',
            columns: [
              { key: 'at', name: t('时间', 'At'), input: { kind: 'time' } },
              { key: 'queues', name: t('队列', 'Queues'), input: { kind: 'queues' }, optional: true },
            ],
            empty: t('只在每天结束时', 'Only at the end of the day'),
          },
        },
      ],
    },
  ],
};

export const PAPER: Chapter = {
  id: 'paper',
  title: t('纸号应急', 'Paper mode'),
  rules: [
    {
      id: 'P1',
      title: t('谁可启用', 'Who may start it'),
      says: t(
        '取号机坏了，改用预印号。',
        'For when the machine is dead and people hold pre-printed numbers.',
      ),
      fields: [
        {
          path: 'paper.startedBy',
          name: t('启用', 'Started by'),
          input: {
            kind: 'choice',
            choices: [
              { value: 'guide', name: t('导办或管理员', 'guides and managers') },
              { value: 'manager', name: t('仅管理员', 'managers only') },
            ],
          },
        },
      ],
    },
    {
      id: 'P2',
      title: t('预印号段', 'Pre-printed numbers'),
      says: t('与机器发的号不重叠。', 'Apart from the numbers that machines give.'),
      fields: [
        { path: 'queues[].paperNumbers.first', name: t('首号', 'First'), input: { kind: 'number' } },
        { path: 'queues[].paperNumbers.last', name: t('末号', 'Last'), input: { kind: 'number' } },
      ],
    },
  ],
};

export const ESTIMATES: Chapter = {
  id: 'estimates',
  title: t('等候时间', 'Waits'),
  rules: [
    {
      id: 'E1',
      title: t('告知等候时间', 'Telling the wait'),
      says: t('号票和屏幕上显示预计等候时间。', 'Papers and screens tell the expected wait.'),
      fields: [{ path: 'estimates.told', name: t('显示', 'Told'), input: { kind: 'switch' } }],
    },
    {
      id: 'E2',
      title: t('等候目标', 'Target'),
      says: t('等候超过即提示，看板变色。', 'From this wait on boards and the manager view turn amber.'),
      fields: [
        {
          path: 'queues[].warnAfterMin',
          name: t('超过', 'Above'),
          input: { kind: 'number' },
          unit: 'minutes',
        },
      ],
    },
  ],
};
