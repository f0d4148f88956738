import { Desk } from '@hall/shared/contracts/commands';

/** Desks to try the page's rules on. */

export const NOW = 1_764_000_000_000;

const COMPANY = { zh: '企业登记', en: 'Company registration' };

export function waitingFor(more: Partial<Desk['waiting'][number]> = {}): Desk['waiting'][number] {
  return {
    ticket: 'a'.repeat(32),
    number: 'A012',
    queue: 'company',
    queueName: COMPANY,
    class: 'ordinary',
    classReason: null,
    items: [],
    arrivedAt: NOW - 60_000,
    callable: true,
    ...more,
  };
}

/** A helped queue that is open to the window. */
export function helpedFor(more: Partial<Desk['secondary'][number]> = {}): Desk['secondary'][number] {
  const name = { zh: '发票业务', en: 'Invoices' };
  return {
    queue: 'invoices',
    name,
    waiting: 3,
    above: 2,
    open: true,
    rows: [1, 2, 3].map((n) =>
      waitingFor({
        ticket: `${n}`.repeat(32),
        number: `G00${n}`,
        queue: 'invoices',
        queueName: name,
      }),
    ),
    ...more,
  };
}

export function servedFor(more: Partial<NonNullable<Desk['serving']>> = {}): NonNullable<Desk['serving']> {
  return {
    ticket: 'b'.repeat(32),
    number: 'A011',
    state: 'called',
    class: 'senior',
    classReason: null,
    items: [],
    queueName: COMPANY,
    calledAt: NOW - 5_000,
    startedAt: more.state === 'serving' ? NOW - 1_000 : null,
    waitedMin: 12,
    recalls: 0,
    call: 44,
    itinerary: [],
    note: null,
    expectedMin: null,
    why: { zh: 'A011 到达最早。', en: 'A011 arrived first.' },
    ...more,
  };
}

export function deskFor(more: Partial<Desk> = {}): Desk {
  return Desk.parse({
    window: 'w3',
    number: 3,
    zone: 'business',
    state: 'open',
    reason: null,
    clerk: 'wang.fang',
    serving: null,
    waiting: [waitingFor()],
    waitingTotal: 1,
    lockedUntil: 0,
    unacknowledged: [],
    acknowledged: 0,
    last: null,
    parked: [],
    passed: [],
    undo: null,
    returnAt: null,
    serves: [{ queue: 'company', name: COMPANY, waiting: 1 }],
    secondary: [],
    paper: [],
    choices: {
      pause: [{ id: 'break', name: { zh: '暂时离开', en: 'Back in a moment' }, minutes: 10 }],
      outOfTurn: [{ id: 'helper', name: { zh: '导办请求', en: 'Asked by a guide' } }],
      quickServe: true,
    },
    destinations: { queues: [], windows: [] },
    ...more,
  });
}
