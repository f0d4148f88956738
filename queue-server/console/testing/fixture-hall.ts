import type { Catalogue, Desk, HallView, TicketStory } from '@hall/shared/contracts/commands';
import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import type { Text } from '@hall/shared/contracts/text';

/** A hall of the demo's size for looking at the console without a server. Everything in it is invented. */

const t = (zh: string, en: string): Text => ({ zh, en });
export const MINUTE_MS = 60_000;

export const HALL_NAME = t('清溪县政务服务大厅', 'Qingxi County Government Service Hall');

/** id, name, place, windows from–to */
const ZONES = [
  ['business', t('商事登记', 'Business registration'), t('一楼东侧', 'Floor 1, east'), 1, 7],
  ['property', t('不动产登记', 'Real estate registration'), t('一楼西侧', 'Floor 1, west'), 12, 17],
  ['tax', t('纳税服务', 'Tax service'), t('二楼西侧', 'Floor 2, west'), 18, 23],
  ['social', t('人社保险', 'Labour and insurance'), t('一楼北侧', 'Floor 1, north'), 24, 31],
  ['guidance', t('咨询指导', 'Information and guidance'), t('一楼入口', 'Floor 1, entrance'), 37, 38],
  ['output', t('出证', 'Papers and certificates'), t('一楼南侧', 'Floor 1, south'), 39, 40],
] as const;

/** id, prefix, name, zone, waiting, late, longest, issued, served, quota, real name */
const QUEUES = [
  ['company', 'A', t('企业登记', 'Company registration'), 'business', 9, 0, 24, 61, 49, 200, true],
  ['permits', 'B', t('行业许可', 'Trade permits'), 'business', 3, 0, 12, 22, 18, 160, true],
  ['property', 'E', t('不动产登记', 'Real estate registration'), 'property', 14, 4, 52, 88, 70, 240, true],
  ['tax', 'F', t('办税缴费', 'Tax filing and payment'), 'tax', 6, 0, 17, 73, 65, 300, true],
  ['invoices', 'G', t('发票业务', 'Invoices'), 'tax', 2, 0, 6, 40, 37, 200, false],
  ['insurance', 'H', t('社会保险', 'Social insurance'), 'social', 11, 1, 33, 96, 80, 300, true],
  ['medical', 'J', t('医疗保险', 'Medical insurance'), 'social', 5, 0, 15, 52, 45, 240, true],
  ['fund', 'K', t('住房公积金', 'Housing provident fund'), 'social', 0, 0, 0, 19, 19, 160, true],
  ['enquiry', 'N', t('咨询导办', 'Enquiries and guidance'), 'guidance', 1, 0, 2, 57, 55, 400, false],
  ['collect', 'P', t('取件出证', 'Collecting papers'), 'output', 4, 0, 9, 33, 28, 300, false],
] as const;

type QueueName = (typeof QUEUES)[number][0];

const ITEMS: readonly (readonly [string, Text, QueueName, readonly string[]])[] = [
  [
    'company-setup',
    t('有限责任公司设立登记', 'Registration of a limited company'),
    'company',
    ['开公司', '注册公司', '营业执照'],
  ],
  [
    'sole-trader-setup',
    t('个体工商户设立登记', 'Registration of a sole trader'),
    'company',
    ['个体户', '开店', '营业执照'],
  ],
  ['food-permit', t('食品经营许可', 'Food business permit'), 'permits', ['卖吃的', '餐饮']],
  [
    'property-transfer',
    t('存量房转移登记', 'Transfer of a second-hand home'),
    'property',
    ['过户', '二手房', '买房'],
  ],
  [
    'card-replace',
    t('社会保障卡补换领', 'Replacement of a social security card'),
    'insurance',
    ['社保卡', '补卡'],
  ],
  ['pension', t('养老保险关系转移', 'Transfer of pension insurance'), 'insurance', ['养老金', '转社保']],
  ['invoice', t('代开增值税发票', 'VAT invoice on request'), 'invoices', ['开票', '发票']],
  ['papers', t('证照领取', 'Collection of papers'), 'collect', ['取证', '取件']],
  ['enquiry', t('政策与办事咨询', 'Advice on rules and procedures'), 'enquiry', ['问一下', '咨询']],
];

export interface Waiting {
  readonly ticket: string;
  readonly number: string;
  readonly queue: string;
  readonly class: TicketStory['class'];
  readonly items: readonly string[];
  readonly arrivedAt: number;
  readonly callable: boolean;
  readonly classReason?: Text | null;
  readonly held?: Desk['waiting'][number]['held'];
  readonly slotAt?: number | null;
}

export interface Seat {
  readonly id: string;
  readonly number: number;
  readonly zone: string;
  readonly queues: readonly string[];
  state: Desk['state'];
  reason: Text | null;
  clerk: string | null;
  serving: Desk['serving'];
  since: number | null;
  served: number;
  lockedUntil: number;
  last: Desk['last'];
  unacknowledged: Desk['unacknowledged'];
  parked: (Desk['parked'][number] & { readonly was: NonNullable<Desk['serving']> })[];
  passed: (Desk['passed'][number] & { readonly was: Waiting })[];
  undo: { readonly act: string; readonly number: string; readonly until: number; back(): void } | null;
  returnAt: number | null;
}

const ticketId = (n: number) => n.toString(16).padStart(32, '0');
const CLASSES: readonly TicketStory['class'][] = [
  'ordinary',
  'ordinary',
  'senior',
  'ordinary',
  'appointment',
  'ordinary',
  'green',
  'returning',
];

const REASONS: Partial<Record<TicketStory['class'], Text>> = {
  senior: t('72 岁，持身份证', 'Aged 72, by the card'),
  appointment: t('已预约', 'Booked'),
  green: t('重点项目', 'Key project'),
  returning: t('过号后回来', 'Came back after a missed call'),
};

export function queueName(id: string): Text {
  return QUEUES.find((queue) => queue[0] === id)?.[2] ?? t(id, id);
}

export function itemName(id: string): Text {
  return ITEMS.find((item) => item[0] === id)?.[1] ?? t(id, id);
}

export interface Hall {
  readonly seats: Map<string, Seat>;
  readonly waiting: Waiting[];
  nextTicket: number;
  nextNumber: Map<string, number>;
}

/** The hall in the middle of a morning. */
export function busyHall(now: number): Hall {
  const seats = new Map<string, Seat>();
  for (const [zone, , , first, last] of ZONES) {
    const queues = QUEUES.filter((queue) => queue[3] === zone).map((queue) => queue[0]);
    for (let number = first; number <= last; number++) {
      seats.set(`w${number}`, {
        id: `w${number}`,
        number,
        zone,
        queues,
        state: 'closed',
        reason: null,
        clerk: null,
        serving: null,
        since: null,
        served: 0,
        lockedUntil: 0,
        last: null,
        unacknowledged: [],
        parked: [],
        passed: [],
        undo: null,
        returnAt: null,
      });
    }
  }
  const hall: Hall = { seats, waiting: [], nextTicket: 1, nextNumber: new Map() };
  for (const [id, prefix, , , waiting, , longest, issued] of QUEUES) {
    for (let i = 0; i < waiting; i++) {
      const item = ITEMS.filter((candidate) => candidate[2] === id)[i % 2];
      hall.waiting.push({
        ticket: ticketId(hall.nextTicket++),
        number: `${prefix}${String(issued - waiting + 1 + i).padStart(3, '0')}`,
        queue: id,
        class: i === 8 ? 'appointment' : (CLASSES[i % CLASSES.length] ?? 'ordinary'),
        items: item ? [item[0]] : [],
        arrivedAt: now - Math.round((longest * (waiting - i)) / waiting) * MINUTE_MS,
        callable: i !== 3 && i !== 8,
        classReason: REASONS[i === 8 ? 'appointment' : (CLASSES[i % CLASSES.length] ?? 'ordinary')] ?? null,
        held: i === 3 ? 'paper' : i === 8 ? 'slot' : null,
        slotAt: i === 4 ? now - 10 * MINUTE_MS : i === 8 ? now + 25 * MINUTE_MS : null,
      });
    }
    hall.nextNumber.set(id, issued + 1);
  }
  const busy: readonly (readonly [string, string, string, 'called' | 'serving' | null])[] = [
    ['w1', 'zhou.min', 'A050', 'serving'],
    ['w2', 'sun.lei', 'A051', 'called'],
    ['w5', 'he.jing', 'B019', 'serving'],
    ['w12', 'ma.chao', 'E071', 'serving'],
    ['w13', 'hu.xin', 'E072', 'serving'],
    ['w14', 'guo.fang', '', null],
    ['w18', 'lin.tao', 'F066', 'serving'],
    ['w19', 'xu.ning', '', null],
    ['w22', 'tang.yue', 'G038', 'serving'],
    ['w24', 'deng.li', 'H081', 'called'],
    ['w25', 'cao.bo', 'H082', 'serving'],
    ['w27', 'peng.yu', 'J046', 'serving'],
    ['w30', 'lu.wei', '', null],
    ['w37', 'fang.min', 'N056', 'serving'],
    ['w39', 'qin.lan', 'P029', 'serving'],
  ];
  busy.forEach(([id, clerk, number, serving], i) => {
    const seat = seats.get(id);
    if (!seat) return;
    seat.clerk = clerk;
    seat.served = 6 + ((i * 5) % 11);
    seat.state = id === 'w14' ? 'paused' : 'open';
    if (id === 'w14') seat.reason = t('用餐', 'Meal');
    if (!serving) return;
    const calledAt = now - (2 + i) * MINUTE_MS;
    const present: NonNullable<Desk['serving']> = {
      ticket: ticketId(900 + i),
      number,
      state: serving,
      class: 'ordinary',
      items: [],
      queueName: queueName(seat.queues[0] ?? ''),
      calledAt,
      startedAt: serving === 'serving' ? calledAt + 40_000 : null,
      waitedMin: 14,
      recalls: 0,
      call: 5_000 + i,
      classReason: null,
      itinerary: [],
      note: null,
      expectedMin: null,
      why: t(`${number} 到达最早。`, `${number} arrived first.`),
    };
    seat.serving = present;
    seat.since = present.startedAt ?? calledAt;
  });
  return hall;
}

export function hallViewOf(hall: Hall, at: number, seq: number): HallView {
  const seats = [...hall.seats.values()];
  const device = (
    id: string,
    kind: string,
    name: Text,
    troubles: string[] = [],
    online = true,
    since: number | null = at - 90 * MINUTE_MS,
  ) => ({ id, kind, name, online, since, troubles });
  return {
    at,
    day: new Date(at + 8 * 60 * MINUTE_MS).toISOString().slice(0, 10),
    seq,
    name: HALL_NAME,
    zones: ZONES.map(([id, name]) => {
      const own = seats.filter((seat) => seat.zone === id);
      const queues = QUEUES.filter((queue) => queue[3] === id).map((queue) => queue[0] as string);
      return {
        id,
        name,
        waiting: hall.waiting.filter((ticket) => queues.includes(ticket.queue)).length,
        openWindows: own.filter((seat) => seat.state === 'open').length,
        windows: own.length,
      };
    }),
    queues: QUEUES.map(([id, prefix, name, zone, , late, longestMin, issued, served, quota]) => {
      const waiting = hall.waiting.filter((ticket) => ticket.queue === id).length;
      const windows = seats
        .filter((seat) => seat.state === 'open' && seat.queues.includes(id))
        .map((seat) => seat.number);
      return {
        id,
        prefix,
        name,
        zone,
        waiting,
        late,
        longestMin,
        issued,
        served,
        quota,
        open: id !== 'fund',
        windows: id === 'property' ? windows.slice(0, 2) : windows,
        estimate:
          waiting === 0 ? { lowMin: 0, highMin: 0 } : { lowMin: waiting * 2, highMin: waiting * 3 + 2 },
      };
    }),
    windows: seats.map((seat) => ({
      id: seat.id,
      number: seat.number,
      zone: seat.zone,
      state: seat.state,
      reason: seat.reason,
      clerk: seat.clerk,
      clerkName: LOGINS.find((login) => login.username === seat.clerk)?.name ?? seat.clerk,
      serving: seat.serving?.number ?? null,
      servingState: seat.serving?.state ?? null,
      since: seat.since,
      served: seat.served,
    })),
    bells: [],
    devices: [
      device('wall', 'wall', t('大厅大屏', 'Hall wall')),
      device('kiosk-1', 'kiosk', t('入口取号机', 'Kiosk at the entrance'), ['ticket-printer: paper-out']),
      device('kiosk-2', 'kiosk', t('西侧取号机', 'West kiosk'), [], false, at - 38 * MINUTE_MS),
      device('board-business', 'board', t('商事登记分区屏', 'Board, business registration')),
      device('sound-hall', 'sound', t('大厅语音', 'Hall announcements')),
      device('pad-3', 'pad', t('3 号窗口评价器', 'Pad of window 3')),
      device('screen-3', 'window-screen', t('3 号窗口屏', 'Screen of window 3')),
    ],
    today: {
      issued: 541,
      served: 466,
      noShow: 20,
      waiting: hall.waiting.length,
      averageWaitMin: 14.3,
      averageServiceMin: 8.6,
      rated: 312,
      averageGrade: 4.8,
      casesPending: 3,
      casesSynced: 402,
    },
  };
}

export function catalogue(): Catalogue {
  return {
    version: '1',
    hall: HALL_NAME,
    guideQueue: 'enquiry',
    seniorAge: 60,
    zones: ZONES.map(([id, name, place]) => ({ id, name, place })),
    queues: QUEUES.map(([id, prefix, name, zone, , , , , , , realName]) => ({
      id,
      prefix,
      name,
      zone,
      department: name,
      realName,
      hours: [{ days: [1, 2, 3, 4, 5], from: '08:30', to: '17:30' }],
    })),
    items: ITEMS.map(([id, name, queue, aliases], i) => ({
      id,
      code: `11339927477049645B${String(1_000_100_000_000 + i)}`,
      name,
      department: queueName(queue),
      queue,
      zone: QUEUES.find((entry) => entry[0] === queue)?.[3] ?? '',
      themes: ['business'],
      aliases: [...aliases],
      onTheSpot: true,
      promisedDays: 0,
      legalDays: 1,
      feeYuan: 0,
      materials: [{ name: t('身份证', 'ID card'), copies: 0, form: 'original' as const }],
      steps: [t('当场办结', 'Done on the spot')],
    })),
  };
}

export function placeOf(queue: string): { zone: string; zoneName: Text; place: Text; prefix: string } {
  const entry = QUEUES.find((candidate) => candidate[0] === queue);
  const zone = ZONES.find((candidate) => candidate[0] === entry?.[3]);
  return {
    zone: zone?.[0] ?? 'guidance',
    zoneName: zone?.[1] ?? HALL_NAME,
    place: zone?.[2] ?? HALL_NAME,
    prefix: entry?.[1] ?? 'N',
  };
}

export function queueOfItem(item: string): string | undefined {
  return ITEMS.find((candidate) => candidate[0] === item)?.[2];
}

export function isRealName(queue: string): boolean {
  return QUEUES.find((candidate) => candidate[0] === queue)?.[10] ?? false;
}

export function storyOf(ticket: string, number: string, now: number): TicketStory {
  const at = (minutes: number, seconds = 0) => now - minutes * MINUTE_MS + seconds * 1_000;
  return {
    ticket,
    number,
    day: new Date(now + 8 * 60 * MINUTE_MS).toISOString().slice(0, 10),
    queue: 'company',
    queueName: queueName('company'),
    state: 'finished',
    class: 'senior',
    entries: [
      {
        seq: 11,
        at: at(31),
        type: 'ticket.taken',
        says: t(`取号 ${number}`, `Ticket ${number} taken`),
        by: 'kiosk-1',
      },
      {
        seq: 12,
        at: at(31, 3),
        type: 'ticket.printed',
        says: t('号票已打印（打印机确认，第 1 张）', 'Paper 1 printed (confirmed by the printer)'),
        by: 'kiosk-1',
      },
      {
        seq: 40,
        at: at(12),
        type: 'ticket.called',
        says: t(
          `3 号窗口呼叫。${number} 按优先规则提前 15 分钟计算，先于 2 位更早到达的人（已等候 19 分钟）。`,
          `Called to window 3. ${number} counts as 15 min earlier by the priority rule, before 2 who arrived earlier (has waited 19 min).`,
        ),
        by: 'wang.fang',
      },
      {
        seq: 41,
        at: at(12, 1),
        type: 'call.shown',
        says: t('wall 已显示或播报', 'Shown or spoken by wall'),
        by: 'wall',
      },
      {
        seq: 43,
        at: at(11),
        type: 'ticket.recalled',
        says: t('3 号窗口重呼', 'Called again to window 3'),
        by: 'wang.fang',
      },
      {
        seq: 46,
        at: at(10),
        type: 'ticket.started',
        says: t('3 号窗口开始办理', 'Service began at window 3'),
        by: 'wang.fang',
      },
      {
        seq: 61,
        at: at(2),
        type: 'ticket.finished',
        says: t(
          '办理完成，办件编号 11339927477049645B1000102002000202611210043',
          'Service finished, case 11339927477049645B1000102002000202611210043',
        ),
        by: 'wang.fang',
      },
      { seq: 64, at: at(1), type: 'rating.closed', says: t('评价已结束', 'Rating closed'), by: null },
    ],
  };
}

export function zonesAndQueues(): {
  readonly queues: Desk['destinations']['queues'];
  readonly zones: readonly string[];
} {
  return {
    queues: QUEUES.map(([queue, , name, zone]) => ({ queue, name, zone })),
    zones: ZONES.map(([zone]) => zone),
  };
}

export const LOGINS: DemoSurfaces['logins'] = [
  { username: 'wang.fang', password: 'demo-clerk', roles: ['clerk'], name: '王芳' },
  { username: 'zhou.min', password: 'demo-clerk', roles: ['clerk'], name: '周敏' },
  { username: 'sun.lei', password: 'demo-clerk', roles: ['clerk', 'chief'], name: '孙磊' },
  { username: 'he.jing', password: 'demo-clerk', roles: ['clerk'], name: '何静' },
  { username: 'li.na', password: 'demo-guide', roles: ['guide'], name: '李娜' },
  { username: 'zhao.gang', password: 'demo-manager', roles: ['manager'], name: '赵刚' },
  { username: 'chen.hui', password: 'demo-auditor', roles: ['auditor'], name: '陈慧' },
];

export const ENGLISH_NAMES: Readonly<Record<string, string>> = {
  'wang.fang': 'Wang Fang',
  'li.na': 'Li Na',
  'zhao.gang': 'Zhao Gang',
  'chen.hui': 'Chen Hui',
};

export function surfaces(origin: string): DemoSurfaces {
  const at = (path: string) => `${origin}${path}`;
  return {
    landing: at('/'),
    kiosk: at('/kiosk/'),
    console: at('/console/'),
    manager: at('/console/#/manager'),
    wall: at('/wall/?device=wall'),
    boards: ZONES.slice(0, 4).map(([id]) => ({ zone: id, url: at(`/wall/board?device=board-${id}`) })),
    windowScreens: ['w1', 'w3', 'w12', 'w24'].map((window) => ({
      window,
      url: at(`/wall/window?window=${window}`),
    })),
    pads: ['w1', 'w3', 'w12', 'w24'].map((window) => ({ window, url: at(`/pad/?window=${window}`) })),
    sound: at('/sound/'),
    platform: at('/platform/'),
    dock: at('/dock/'),
    apiDocs: at('/api/docs'),
    logins: LOGINS,
  };
}
