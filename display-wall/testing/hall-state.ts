import type { Message, TicketClass } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';

/** A realistic county hall at mid-morning, as retained messages: for tests and for looking at the screens. */

export const HALL = 'county';
export const EPOCH = '0a1b2c3d';
export const SEQ = 1200;
const MINUTE_MS = 60_000;

export const text = (zh: string, en: string): Text => ({ zh, en });
export const envelope = (at: number, seq = SEQ) => ({ v: 1, epoch: EPOCH, seq, at }) as const;

export const ZONES = [
  { id: 'social', name: text('社会事务', 'Social affairs'), place: text('一层东侧', 'Ground floor, east') },
  {
    id: 'insurance',
    name: text('人社保险', 'Social security'),
    place: text('一层西侧', 'Ground floor, west'),
  },
  { id: 'property', name: text('不动产登记', 'Property registration'), place: text('二层', 'First floor') },
  {
    id: 'business',
    name: text('商事登记', 'Business registration'),
    place: text('二层南侧', 'First floor, south'),
  },
] as const;
export type ZoneName = (typeof ZONES)[number]['id'];

const QUEUES: Readonly<Record<ZoneName, Message<'board'>['queues']>> = {
  social: [
    {
      prefix: 'A',
      name: text('户籍与证件', 'Household and ID'),
      waiting: 14,
      estimate: { lowMin: 18, highMin: 26 },
    },
    {
      prefix: 'B',
      name: text('婚姻登记', 'Marriage registration'),
      waiting: 2,
      estimate: { lowMin: 5, highMin: 10 },
    },
  ],
  insurance: [
    {
      prefix: 'C',
      name: text('社保综合', 'Social insurance'),
      waiting: 27,
      estimate: { lowMin: 35, highMin: 50 },
    },
    {
      prefix: 'D',
      name: text('医保结算', 'Medical insurance'),
      waiting: 0,
      estimate: { lowMin: 0, highMin: 0 },
    },
  ],
  property: [
    { prefix: 'E', name: text('不动产登记', 'Property'), waiting: 9, estimate: { lowMin: 55, highMin: 80 } },
  ],
  business: [
    {
      prefix: 'F',
      name: text('企业开办', 'Start a company'),
      waiting: 3,
      estimate: { lowMin: 0, highMin: 5 },
    },
    { prefix: 'G', name: text('咨询指导', 'Guide desk'), waiting: 1, estimate: null },
  ],
};

const CALLS: readonly [ZoneName, string, number, TicketClass][] = [
  ['social', 'A012', 3, 'ordinary'],
  ['insurance', 'C118', 12, 'senior'],
  ['property', 'E031', 21, 'appointment'],
  ['social', 'A011', 1, 'ordinary'],
  ['business', 'F006', 30, 'green'],
  ['social', 'B004', 5, 'appointment'],
  ['insurance', 'D047', 14, 'ordinary'],
  ['social', 'A010', 2, 'senior'],
  ['social', 'A009', 4, 'returning'],
  ['social', 'A008', 1, 'priority'],
  ['social', 'B003', 5, 'ordinary'],
  ['social', 'A007', 3, 'ordinary'],
  ['social', 'A006', 2, 'ordinary'],
];

export function infoMessage(now: number, demo = true): Message<'info'> {
  return {
    ...envelope(now),
    hall: HALL,
    name: text('清河县政务服务中心', 'Qinghe County Government Service Hall'),
    address: text('清河县人民路 1 号', '1 Renmin Road, Qinghe'),
    phone: '12345',
    opening: text('周一至周五 9:00–17:00', 'Monday to Friday 9:00–17:00'),
    timeZone: 'Asia/Shanghai',
    notices: [
      text(
        '办理社保卡请带本人身份证，可由家人代办。',
        'For a social security card bring your ID card; a relative may come for you.',
      ),
      text(
        '12:00 至 13:30 部分窗口轮休，请留意大屏。',
        'Some windows pause from 12:00 to 13:30. Please watch the wall screen.',
      ),
    ],
    languages: ['zh', 'en'],
    zones: ZONES.map((zone) => ({ ...zone })),
    demo,
    progressUrl: 'http://127.0.0.1:8600/p/',
    catalogue: '1',
  };
}

export function boardMessage(now: number, zone: (typeof ZONES)[number], seq = SEQ): Message<'board'> {
  const queues = QUEUES[zone.id];
  const calls = CALLS.map((call, i) => ({ call, i })).filter(({ call }) => call[0] === zone.id);
  return {
    ...envelope(now, seq),
    zone: zone.id,
    name: zone.name,
    place: zone.place,
    calls: calls.slice(0, 12).map(({ call: [, number, window, ticketClass], i }) => ({
      number,
      window: `w${window}`,
      windowNumber: window,
      call: SEQ - i * 7,
      at: now - i * MINUTE_MS,
      class: ticketClass,
      state: i < 3 ? 'called' : 'serving',
    })),
    waiting: queues.reduce((sum, queue) => sum + queue.waiting, 0),
    openWindows: zone.id === 'business' ? 1 : 5,
    queues,
  };
}

export const CLERK: Message<'window'>['clerk'] = {
  name: '王秀兰',
  staffNumber: '1024',
  post: text('综合受理岗', 'General reception'),
  stars: 4,
};

export function windowMessage(now: number, change: Partial<Message<'window'>> = {}): Message<'window'> {
  return {
    ...envelope(now),
    window: 'w3',
    number: 3,
    zone: 'social',
    state: 'open',
    reason: null,
    serving: null,
    clerk: CLERK,
    queues: [text('户籍与证件', 'Household and ID'), text('婚姻登记', 'Marriage registration')],
    ...change,
  };
}

export function padMessage(now: number, change: Partial<Message<'pad'>> = {}): Message<'pad'> {
  return {
    ...envelope(now),
    window: 'w3',
    windowNumber: 3,
    show: 'idle',
    ref: null,
    until: null,
    clerk: CLERK,
    ...change,
  };
}

export function callMessage(
  now: number,
  number: string,
  window: number,
  seq: number,
  zone = 'social',
): Message<'call'> {
  return {
    ...envelope(now, seq),
    call: seq,
    zone,
    number,
    window: `w${window}`,
    windowNumber: window,
    wording: text(`请${number}号到${window}号窗口`, `Number ${number}, window ${window}`),
    repeat: 2,
    validUntil: now + 20_000,
  };
}

/** What each device is told to be. */
export const DEVICES: Readonly<Record<string, Pick<Message<'settings'>, 'kind' | 'zone' | 'windows'>>> = {
  'wall-1': { kind: 'wall', zone: null, windows: [] },
  'board-social': { kind: 'board', zone: 'social', windows: [] },
  'screen-3': { kind: 'window-screen', zone: 'social', windows: ['w3'] },
  'pad-3': { kind: 'pad', zone: 'social', windows: ['w3'] },
  'sound-1': { kind: 'sound', zone: null, windows: [] },
};
