import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { parseTopic, TOPIC_ENTRIES } from '@hall/shared/contracts/messages';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Waits } from '../stats/estimates/waits.ts';
import type { PureHall } from '../testing/hall.ts';
import { GUIDE, person, QUEUE, take } from '../testing/rules.ts';
import { at, CLERK, callingHall, OTHER_WINDOW, WINDOW } from '../testing/window.ts';
import { Publisher } from './publisher.ts';

/** After every act what is retained says what a server that starts now would say: to whoever connects later too. */

/** Longer than counts are held back. */
const SETTLED_MS = 200;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Message = Record<string, unknown>;

class Screens {
  readonly kept = new Map<string, Message>();
  readonly said: Message[] = [];
  readonly hall: PureHall;
  readonly publisher: Publisher;
  #handled: number;
  #config: HallConfig;

  constructor(hall: PureHall) {
    this.hall = hall;
    this.#handled = hall.events.length;
    this.#config = hall.config;
    const waits = new Waits(
      () => hall.config,
      () => hall.at,
    );
    this.publisher = new Publisher({
      live: {
        get current() {
          return hall.config;
        },
      },
      waits,
      staff: { find: () => undefined } as never,
      epoch: '00000001',
      catalogue: () => 'c',
      progressUrl: null,
      sealTo: '',
      demo: false,
      out: {
        publish: (topic, message, _qos, retain) => {
          const name = parseTopic(hall.config.id, topic)?.name;
          if (name === undefined) throw new Error(`no topic ${topic}`);
          TOPIC_ENTRIES[name].schema.parse(JSON.parse(JSON.stringify(message)));
          if (retain) this.kept.set(topic, message as Message);
          else this.said.push({ topic: topic.split('/').slice(2).join('/'), ...(message as Message) });
        },
        clear: (topic) => this.kept.delete(topic),
      },
      enrolled: () => false,
      state: () => hall.state,
      now: () => hall.at,
    });
    this.publisher.start();
  }

  /** Does it, lets the counts settle, and compares with a server that starts now. Returns what was announced. */
  after(what: string, act: () => unknown): Message[] {
    this.said.length = 0;
    act();
    if (this.hall.config !== this.#config) {
      this.publisher.reconfigure(this.hall.config, this.#config);
      this.#config = this.hall.config;
    }
    this.publisher.handle(this.hall.events.slice(this.#handled));
    this.#handled = this.hall.events.length;
    vi.advanceTimersByTime(SETTLED_MS);
    const fresh = new Screens(this.hall);
    fresh.publisher.stop();
    expect(bodies(this.kept), what).toEqual(bodies(fresh.kept));
    return this.said.filter(({ topic }) => String(topic).startsWith('call/'));
  }

  /** `window/w18` → its message. */
  of(topic: string): Message {
    return this.kept.get(`hall/${this.hall.config.id}/${topic}`) ?? {};
  }
}

function bodies(kept: ReadonlyMap<string, Message>): Record<string, Message> {
  return Object.fromEntries(
    [...kept]
      .filter(([topic]) => !topic.endsWith('/server'))
      .map(([topic, { seq, at, ...body }]) => [topic, body]),
  );
}

/** One window hangs in a zone without queues, the other in one whose queues it does not serve. */
function wideHall(): PureHall {
  const hall = callingHall();
  hall.config = {
    ...hall.config,
    zones: [
      ...hall.config.zones,
      { id: 'annex', name: { zh: '附楼', en: 'Annex' }, place: { zh: '附楼一层', en: 'Annex' } },
    ],
    windows: hall.config.windows.map((window) =>
      window.id === WINDOW
        ? { ...window, zone: 'annex' }
        : window.id === OTHER_WINDOW
          ? { ...window, zone: 'civil', queues: ['tax', QUEUE] }
          : window,
    ),
  };
  return hall;
}

const rows = (board: Message) =>
  (board['calls'] as { number: string; state: string }[]).map(({ number, state }) => `${number} ${state}`);

it('after each act of the hall everything that is retained says what a new server would say', () => {
  const hall = wideHall();
  const screens = new Screens(hall);
  const tickets: string[] = [];
  const step = (what: string, act: () => unknown) => {
    hall.at += 1_000;
    return screens.after(what, act).map(({ number, windowNumber }) => `${number} ${windowNumber}`);
  };
  for (let n = 0; n < 12; n += 1) step('taken', () => tickets.push(take(hall).ticket));
  step('senior', () => take(hall, { person: person(30, 80) }));
  step('class', () =>
    hall.must('ticket.confirm-class', { ticket: tickets[8]!, claim: { kind: 'disabled' } } as never, GUIDE),
  );
  step('opened', () => at(hall, 'open'));
  expect(screens.of('board/annex')).toMatchObject({ openWindows: 1 });
  step('the other opened', () => at(hall, 'open', {}, OTHER_WINDOW));
  expect(screens.of('board/civil')).toMatchObject({ openWindows: 1 });
  expect(step('called', () => at(hall, 'call'))).toHaveLength(1);
  expect(rows(screens.of('board/annex'))[0]).toMatch(/ called$/);
  expect(step('recalled', () => at(hall, 'recall'))).toHaveLength(1);
  expect(step('started', () => at(hall, 'start'))).toEqual([]);
  expect(rows(screens.of('board/annex'))[0]).toMatch(/ serving$/);
  expect(step('undone start', () => at(hall, 'undo'))).toEqual([]);
  expect(rows(screens.of('board/annex'))[0]).toMatch(/ called$/);
  step('started', () => at(hall, 'start'));
  expect(step('parked', () => at(hall, 'park'))).toEqual([]);
  expect(screens.of(`window/${WINDOW}`)).toMatchObject({ serving: null });
  expect(step('undone park', () => at(hall, 'undo'))).toEqual([]);
  step('parked', () => at(hall, 'park'));
  const parked = [...hall.state.tickets.values()].find(({ state }) => state === 'parked')!.id;
  expect(step('resumed', () => at(hall, 'resume', { ticket: parked }))).toHaveLength(1);
  expect(step('undone resume', () => at(hall, 'undo'))).toEqual([]);
  step('resumed', () => at(hall, 'resume', { ticket: parked }));
  step('started', () => at(hall, 'start'));
  step('transferred', () => at(hall, 'transfer', { to: { queue: 'company' } }));
  expect(screens.of('queue/company')).toMatchObject({ waiting: 1 });
  step('undone transfer', () => at(hall, 'undo'));
  expect(screens.of('queue/company')).toMatchObject({ waiting: 0 });
  step('transferred to a window', () => at(hall, 'transfer', { to: { window: OTHER_WINDOW } }));
  step('called at the other', () => at(hall, 'call', {}, OTHER_WINDOW));
  expect(rows(screens.of('board/civil'))).toHaveLength(1);
  step('no-show', () => at(hall, 'no-show', { reason: 'absent' }, OTHER_WINDOW));
  step('undone no-show', () => at(hall, 'undo', {}, OTHER_WINDOW));
  step('no-show', () => at(hall, 'no-show', { reason: 'absent' }, OTHER_WINDOW));
  const passed = [...hall.state.tickets.values()].find(({ state }) => state === 'no-show')!.id;
  step('reactivated', () => hall.must('ticket.reactivate', { ticket: passed }, GUIDE));
  step('called', () => at(hall, 'call'));
  step('started', () => at(hall, 'start'));
  const served = screens.of(`window/${WINDOW}`)['serving'];
  const overtaken = step('ended by a call', () => at(hall, 'call', { end: true }));
  expect(overtaken).toHaveLength(1);
  // [K13] Both are taken back, and nobody is called anew.
  expect(step('undone call', () => at(hall, 'undo'))).toEqual([]);
  expect(rows(screens.of('board/annex'))).not.toContain(`${overtaken[0]?.split(' ')[0]} called`);
  expect(screens.of(`window/${WINDOW}`)['serving']).toEqual(served);
  expect(rows(screens.of('board/annex'))[0]).toMatch(/ serving$/);
  step('finished', () => at(hall, 'finish'));
  const waiting = () =>
    [...hall.state.tickets.values()].filter(({ state }) => state === 'waiting').map(({ id }) => id);
  const reason = hall.config.calling.outOfTurnReasons[0]!.id;
  expect(
    step('out of turn', () => at(hall, 'call-ticket', { ticket: waiting().at(-1)!, reason })),
  ).toHaveLength(1);
  step('no-show', () => at(hall, 'no-show', { reason: 'absent' }));
  step('moved', () =>
    hall.must('ticket.move', { ticket: waiting()[0]!, to: { queue: 'tax' } } as never, GUIDE),
  );
  step('cancelled', () =>
    hall.must('ticket.cancel', { ticket: waiting()[1]!, reason: 'staff' } as never, GUIDE),
  );
  expect(step('walk-in', () => at(hall, 'serve', { queue: QUEUE, items: [] }))).toEqual([]);
  const walkIn = [...hall.state.tickets.values()].find(({ why }) => why?.rule === 'walk-in')!;
  step('walk-in parked', () => at(hall, 'park'));
  expect(step('walk-in back', () => at(hall, 'resume', { ticket: walkIn.id }))).toEqual([]);
  for (const zone of hall.config.zones) {
    expect(rows(screens.of(`board/${zone.id}`)).join()).not.toContain(walkIn.number);
  }
  step('walk-in started', () => at(hall, 'start'));
  step('finished', () => at(hall, 'finish'));
  step('undone finish', () => at(hall, 'undo'));
  step('finished', () => at(hall, 'finish'));
  step('paused', () => at(hall, 'pause', { reason: 'meal' }));
  expect(screens.of('board/annex')).toMatchObject({
    openWindows: 0,
    away: [{ windowNumber: 18, text: { zh: expect.stringMatching(/^用餐，约 \d\d:\d\d 返回$/) } }],
  });
  step('back', () => at(hall, 'open'));
  expect(screens.of('board/annex')).not.toHaveProperty('away');
  step('assigned', () =>
    hall.must(
      'window.assign',
      { window: WINDOW, queues: ['household'], secondary: [], anyway: true },
      'manager01',
    ),
  );
  expect(screens.of('queue/household')).toMatchObject({ windows: [18] });
  step('closed', () => at(hall, 'close', { anyway: true }));
  step('bulk', () => hall.must('tickets.close', { queues: [QUEUE, 'tax'] }, 'manager01'));
  step('day', () => {
    hall.passMinutes(24 * 60);
    hall.must('day.begin', {}, 'hall');
  });
  expect(screens.of('board/annex')).toMatchObject({ calls: [] });
  screens.publisher.stop();
});

it('[P2] paper mode stands on the board; a paper call is said, and one that is told a while later is not', () => {
  const hall = callingHall({}, {});
  hall.config = {
    ...hall.config,
    queues: hall.config.queues.map((queue) =>
      queue.id === QUEUE ? { ...queue, paperNumbers: { first: 901, last: 950 } } : queue,
    ),
  };
  const screens = new Screens(hall);
  screens.after('paper', () => hall.must('paper.start', { queue: QUEUE, manager: false }, GUIDE));
  expect(screens.of('board/tax')).toMatchObject({
    queues: expect.arrayContaining([expect.objectContaining({ prefix: 'G', paper: true })]),
  });
  expect(screens.of(`queue/${QUEUE}`)).toMatchObject({
    open: false,
    why: { zh: expect.stringContaining('纸质号') },
  });
  screens.after('opened', () => at(hall, 'open'));
  const number = (n: number) => `G${900 + n}`;
  expect(
    screens.after('paper call', () => hall.must('paper.call', { window: WINDOW, number: number(1) }, CLERK)),
  ).toHaveLength(1);
  screens.after('no-show', () => at(hall, 'no-show', { reason: 'absent' }));
  hall.passMinutes(30);
  const entry = (n: number, outcome: string, window: string, minutesAgo: number) => ({
    number: number(n),
    window,
    calledAt: hall.at - minutesAgo * 60_000,
    startedAt: outcome === 'no-show' ? null : hall.at - minutesAgo * 60_000,
    endedAt: outcome === 'open' ? null : hall.at - 60_000,
    outcome,
  });
  const entries = [
    entry(2, 'finished', WINDOW, 20),
    entry(3, 'no-show', WINDOW, 10),
    entry(4, 'open', WINDOW, 5),
  ];
  expect(
    screens.after('reconciled', () =>
      hall.must('paper.reconcile', { queue: QUEUE, entries } as never, CLERK),
    ),
  ).toEqual([]);
  expect(screens.of(`window/${WINDOW}`)).toMatchObject({ serving: { number: number(4), state: 'serving' } });
  screens.after('ended', () => hall.must('paper.end', { queue: QUEUE }, GUIDE));
  expect(JSON.stringify(screens.of('board/tax'))).not.toContain('paper');
  screens.publisher.stop();
});

it('another configuration reaches every screen, and an undone call leaves the board of a zone that it hung in', () => {
  const hall = callingHall();
  take(hall);
  take(hall);
  at(hall, 'open');
  const screens = new Screens(hall);
  screens.after('called', () => at(hall, 'call'));
  const change = (config: Partial<HallConfig>) => {
    hall.config = { ...hall.config, ...config };
  };
  screens.after('names', () =>
    change({
      name: { zh: '新名', en: 'New name' },
      zones: hall.config.zones.map((zone) =>
        zone.id === 'tax' ? { ...zone, name: { zh: '税务', en: 'Tax' } } : zone,
      ),
      queues: hall.config.queues.map((queue) =>
        queue.id === QUEUE ? { ...queue, name: { zh: '发票', en: 'Invoices now' } } : queue,
      ),
    }),
  );
  expect(screens.of(`window/${WINDOW}`)).toMatchObject({
    queues: expect.arrayContaining([{ zh: '发票', en: 'Invoices now' }]),
  });
  screens.after('another zone and number', () =>
    change({
      windows: hall.config.windows.map((window) =>
        window.id === WINDOW ? { ...window, zone: 'civil', number: 99 } : window,
      ),
    }),
  );
  screens.after('undone', () => at(hall, 'undo'));
  expect(screens.of('board/tax')).toMatchObject({ calls: [] });
  const gone = (kept: HallConfig['queues']) => kept.filter(({ id }) => id !== QUEUE);
  screens.after('a queue less, with people in it', () =>
    change({
      queues: gone(hall.config.queues),
      windows: hall.config.windows.map((window) => ({
        ...window,
        queues: window.queues.filter((id) => id !== QUEUE),
      })),
    }),
  );
  expect(screens.of(`queue/${QUEUE}`)).toEqual({});
  screens.after('an empty zone more', () =>
    change({
      zones: [
        ...hall.config.zones,
        { id: 'annex', name: { zh: '附楼', en: 'Annex' }, place: { zh: '附楼', en: 'Annex' } },
      ],
    }),
  );
  expect(screens.of('board/annex')).toMatchObject({ calls: [], queues: [] });
  screens.publisher.stop();
});

it('[W1] a time of return that has passed is promised no more, though nothing happens', () => {
  const hall = callingHall();
  at(hall, 'open');
  const screens = new Screens(hall);
  screens.after('paused', () => at(hall, 'pause', { reason: 'meal' }));
  hall.passMinutes(46);
  vi.advanceTimersByTime(6_000);
  expect(screens.of(`window/${WINDOW}`)).toMatchObject({ reason: { zh: '用餐，稍后返回' } });
  expect(screens.of('board/tax')).toMatchObject({ away: [{ text: { zh: '用餐，稍后返回' } }] });
  screens.publisher.stop();
});

it('[E2] a line is late for whoever came first, though others stand before them', () => {
  const hall = callingHall();
  const late = hall.config.queues.find(({ id }) => id === QUEUE)!.warnAfterMin + 1;
  take(hall);
  const screens = new Screens(hall);
  hall.passMinutes(late);
  screens.after('senior', () =>
    take(
      hall,
      {
        person: person(4, 80),
        claim: { kind: 'green', reason: hall.config.priority.greenReasons[0]!.id },
      } as never,
      GUIDE,
    ),
  );
  expect(screens.of(`queue/${QUEUE}`)).toMatchObject({ late: true });
  screens.publisher.stop();
});
