import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import {
  type Hall,
  itemName,
  MINUTE_MS,
  placeOf,
  queueName,
  type Seat,
  type Waiting,
  zonesAndQueues,
} from './fixture-hall.ts';

/** The desk of an invented window, with everything that the clerk's page shows. */

const t = (zh: string, en: string): Text => ({ zh, en });

/** Minutes after which a parked ticket is due. */
export const PARK_MINUTES = 60;
/** Shorter than a real hall's: tests wait for it. */
export const UNDO_MS = 30_000;

export interface FixtureRules {
  /** Queues in paper mode. */
  readonly paper: Set<string>;
  lastWindow: 'allow' | 'warn';
  overRunning: 'refuse' | 'confirm';
  quickServe: boolean;
  /** No second call so long after one, ms. */
  callLockMs: number;
}

export const PAUSES: Desk['choices']['pause'] = [
  { id: 'break', name: t('暂时离开', 'Back in a moment'), minutes: 10 },
  { id: 'meal', name: t('用餐', 'Meal break'), minutes: 45 },
  { id: 'meeting', name: t('开会', 'In a meeting'), minutes: 60 },
  { id: 'filing', name: t('整理材料', 'Filing papers'), minutes: 15 },
];

const OUT_OF_TURN: Desk['choices']['outOfTurn'] = [
  { id: 'came-back', name: t('材料已补齐', 'Came back with papers') },
  { id: 'helper', name: t('导办请求', 'Asked by a guide') },
  { id: 'joint', name: t('一同办理', 'Together with another case') },
];

/** Pre-printed numbers of every queue of the invented hall. */
export const PAPER_NUMBERS = { first: 901, last: 960 } as const;

/** As many as a hall shows of its own lines, and of a helped one. */
const WAITING_SHOWN = 40;
const HELPED_SHOWN = 12;

/** The neighbour that a window helps out when more than so many wait. */
const SECONDARY: Readonly<Record<string, { readonly queue: string; readonly above: number }>> = {
  w3: { queue: 'enquiry', above: 2 },
};

export function servedOf(ticket: Waiting, at: number, call: number, why: Text): NonNullable<Desk['serving']> {
  const items = ticket.items.map(itemName);
  const name = queueName(ticket.queue);
  return {
    ticket: ticket.ticket,
    number: ticket.number,
    state: 'called',
    class: ticket.class,
    items,
    queueName: name,
    calledAt: at,
    startedAt: null,
    waitedMin: Math.max(0, Math.floor((at - ticket.arrivedAt) / MINUTE_MS)),
    recalls: 0,
    call,
    classReason: ticket.classReason ?? null,
    itinerary:
      ticket.queue === 'company' && ticket.items.length > 0
        ? [
            { queueName: queueName('enquiry'), items: [], state: 'done' },
            { queueName: name, items, state: 'now' },
            { queueName: queueName('collect'), items: [itemName('papers')], state: 'next' },
          ]
        : [],
    note: null,
    expectedMin: 9,
    why,
  };
}

export function whyOf(ticket: Waiting, at: number): Text {
  const minutes = Math.max(0, Math.floor((at - ticket.arrivedAt) / MINUTE_MS));
  return t(
    `${ticket.number} 到达最早（已等候 ${minutes} 分钟）。`,
    `${ticket.number} arrived first (has waited ${minutes} min).`,
  );
}

/** The own lines of a window in order of arrival. */
export function ownLines(hall: Hall, seat: Seat): Waiting[] {
  return inOrder(hall.waiting.filter((ticket) => seat.queues.includes(ticket.queue)));
}

/** [X6] Whom a window may help now; fixture-desk.test.ts holds it against the hall's own desk. */
export function openToHelp(hall: Hall, seat: Seat): Waiting[] {
  const helped = SECONDARY[seat.id];
  if (!helped) return [];
  const line = inOrder(hall.waiting.filter(({ queue }) => queue === helped.queue));
  return line.filter(({ callable }) => callable).length > helped.above ? line : [];
}

function helpedBy(hall: Hall, seat: Seat): Desk['secondary'] {
  const helped = SECONDARY[seat.id];
  if (!helped) return [];
  const open = openToHelp(hall, seat);
  return [
    {
      ...helped,
      name: queueName(helped.queue),
      waiting: hall.waiting.filter(({ queue }) => queue === helped.queue).length,
      open: open.length > 0,
      rows: open.slice(0, HELPED_SHOWN).map(rowOf),
    },
  ];
}

function inOrder(line: Waiting[]): Waiting[] {
  return line.sort((a, b) => a.arrivedAt - b.arrivedAt);
}

function rowOf(ticket: Waiting): Desk['waiting'][number] {
  return {
    ticket: ticket.ticket,
    number: ticket.number,
    queue: ticket.queue,
    queueName: queueName(ticket.queue),
    class: ticket.class,
    items: ticket.items.map(itemName),
    arrivedAt: ticket.arrivedAt,
    classReason: ticket.classReason ?? null,
    callable: ticket.callable,
    held: ticket.held ?? null,
    slotAt: ticket.slotAt ?? null,
  };
}

export function deskOf(hall: Hall, seat: Seat, rules: FixtureRules, at: number): Desk {
  const mine = (queue: string) => hall.waiting.filter((ticket) => ticket.queue === queue);
  const waiting = ownLines(hall, seat);
  const undo = seat.undo && seat.undo.until > at ? seat.undo : null;
  return {
    window: seat.id,
    number: seat.number,
    zone: seat.zone,
    state: seat.state,
    reason: seat.reason,
    clerk: seat.clerk,
    serving: seat.serving,
    waiting: waiting.slice(0, WAITING_SHOWN).map(rowOf),
    waitingTotal: waiting.length,
    lockedUntil: seat.lockedUntil,
    unacknowledged: seat.unacknowledged,
    acknowledged: 2,
    last: seat.last,
    parked: seat.parked.map(({ was: _, ...row }) => row),
    passed: seat.passed.map(({ was: _, ...row }) => row),
    undo: undo && { act: undo.act, number: undo.number, until: undo.until },
    returnAt: seat.returnAt,
    serves: seat.queues.map((queue) => ({ queue, name: queueName(queue), waiting: mine(queue).length })),
    secondary: helpedBy(hall, seat),
    paper: seat.queues.map((queue) => ({
      queue,
      name: queueName(queue),
      prefix: placeOf(queue).prefix,
      ...PAPER_NUMBERS,
      on: rules.paper.has(queue),
    })),
    choices: { pause: PAUSES, outOfTurn: OUT_OF_TURN, quickServe: rules.quickServe },
    destinations: {
      queues: zonesAndQueues().queues,
      windows: [...hall.seats.values()]
        .filter((other) => other.state !== 'closed' && other.id !== seat.id)
        .map((other) => ({ window: other.id, number: other.number, zone: other.zone })),
    },
  };
}
