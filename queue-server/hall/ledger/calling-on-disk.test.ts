import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { LedgerCommand } from '../domain/decide.ts';
import type { StoredEvent } from '../domain/events.ts';
import { windowOf } from '../domain/state.ts';
import { MONDAY_9, scratchFolder } from '../testing/hall.ts';
import { QUEUE } from '../testing/rules.ts';
import { CLERK, callingHall, OTHER_CLERK, OTHER_WINDOW, WINDOW } from '../testing/window.ts';
import { Ledger, type Request } from './ledger.ts';
import { comparable, verifyLedger } from './verify.ts';

type Step = readonly [command: LedgerCommand, body: object, actor?: string];

/** Every event of calling, parking, transferring, undoing, paper and bells, one after the other. */
it('tables, memory and replay agree after every kind of event, over restarts and in batches', () => {
  const scratch = scratchFolder();
  onTestFinished(() => scratch.remove());
  const { config: plain } = callingHall();
  const config = {
    ...plain,
    queues: plain.queues.map((queue) =>
      queue.id === QUEUE
        ? { ...queue, lastNumber: 800, dailyQuota: 100, paperNumbers: { first: 901, last: 950 } }
        : queue,
    ),
  };
  const file = path.join(scratch.path, 'ledger.db');
  const seen = new Set<StoredEvent['type']>();
  let ledger = new Ledger({ file, config });
  let at = MONDAY_9;
  let serial = 0;
  const run = (...steps: Step[]) => {
    const requests = steps.map(([command, body, actor = CLERK]) => {
      at += 2_000;
      serial += 1;
      return { command, body, actor, requestId: `request-${serial}`, at } as Request;
    });
    const { answers, events } = ledger.run(requests);
    for (const event of events) seen.add(event.type);
    return answers.map((answer, i) => {
      if (!answer.ok) throw new Error(`${steps[i]?.[0]}: ${answer.error.code} ${answer.error.message}`);
      return JSON.parse(answer.json) as Record<string, string>;
    });
  };
  const restarted = () => {
    const live = comparable(ledger.state);
    ledger.close();
    ledger = new Ledger({ file, config });
    expect(comparable(ledger.state)).toBe(live);
    const db = new Database(file, { readonly: true });
    expect(verifyLedger(db).problems).toEqual([]);
    db.close();
  };
  const items = [QUEUE, 'tax'].map((queue) => config.items.find((item) => item.queue === queue)!.id);
  const person = { personRef: `p${'1'.padStart(32, '0')}`, age: 70 };
  const take = (body: object = {}): Step => [
    'ticket.take',
    { queue: QUEUE, items: [], paperless: true, person: null, ...body },
    'kiosk-1',
  ];
  const here = (act: string, body: object = {}): Step => [
    `window.${act}` as LedgerCommand,
    { window: WINDOW, ...body },
  ];

  const [route] = run(take({ queue: undefined, items, person }), take(), take(), take());
  run(here('open'), ['window.open', { window: OTHER_WINDOW }, OTHER_CLERK], here('call'), here('recall'));
  run(['ticket.note', { ticket: route?.ticket, noteRef: `p${'9'.padStart(32, '0')}` }]);
  run(here('start'), here('park'));
  restarted();
  run(here('resume', { ticket: route?.ticket }), here('start'), here('finish'));
  const ended = ledger.state.tickets.get(route?.ticket as string)?.legs[0]?.caseNumber;
  run(['platform.accept', { record: `case:${ended}`, version: 1 }, 'sync']);
  run(here('undo'), ['platform.accept', { record: `case:${ended}`, version: 1 }, 'sync']);
  restarted();
  const db = new Database(file, { readonly: true });
  expect(db.prepare('SELECT version, accepted FROM outbox WHERE record = ?').get(`case:${ended}`)).toEqual({
    version: 2,
    accepted: 1,
  });
  expect(db.prepare("SELECT value FROM counters WHERE name = 'outbox.synced'").get()).toEqual({ value: 0 });
  db.close();
  run(here('finish'), ['platform.accept', { record: `case:${ended}`, version: 2 }, 'sync']);
  restarted();
  run(here('call'), here('transfer', { to: { window: OTHER_WINDOW } }), here('call'));
  run(here('no-show', { reason: 'absent' }));
  restarted();
  const gone = windowOf(ledger.state, WINDOW).lastTicket;
  run(here('undo'), here('no-show', { reason: 'absent' }), [
    'ticket.reactivate',
    { ticket: gone },
    'guide01',
  ]);
  run(
    here('serve', { queue: QUEUE, items: [] }),
    here('undo'),
    here('serve', { queue: QUEUE, items: [items[0]] }),
  );
  restarted();
  run(here('call', { end: true }), here('start'), here('park'));
  run(['window.close', { window: OTHER_WINDOW, anyway: true }, OTHER_CLERK]);
  run(here('pause', { reason: 'meal', anyway: true }), here('open'), here('close', { anyway: true }));
  restarted();
  run(
    [
      'window.assign',
      { window: WINDOW, queues: [QUEUE], secondary: [{ queue: 'tax', above: 1 }] },
      'manager01',
    ],
    ['helper.ring', {}, config.devices.find(({ kind }) => kind === 'kiosk')!.id],
    ['paper.start', { queue: QUEUE, manager: true }, 'manager01'],
    here('open'),
    ['paper.call', { window: WINDOW, number: 'G901' }],
  );
  restarted();
  const entry = { window: WINDOW, calledAt: at - 60_000, startedAt: at - 50_000, endedAt: at - 20_000 };
  run(
    ['paper.reconcile', { queue: QUEUE, entries: [{ ...entry, number: 'G902', outcome: 'finished' }] }],
    ['paper.end', { queue: QUEUE }, 'guide01'],
    ['tickets.close', { queues: [QUEUE, 'tax'] }, 'manager01'],
    ['helper.answer', { device: config.devices.find(({ kind }) => kind === 'kiosk')!.id }, 'guide01'],
  );
  restarted();
  // Somebody is at the window, somebody waits and somebody is parked when the day ends.
  run(take(), here('start'), here('park'), here('call'), take());
  at += 24 * 3_600_000;
  run(['day.begin', {}, 'hall']);
  restarted();
  run(here('start'), here('finish'), take());
  restarted();
  ledger.close();
  for (const type of [
    ...['ticket.parked', 'ticket.resumed', 'ticket.transferred', 'ticket.reactivated', 'ticket.noted'],
    ...['tickets.closed', 'window.paused', 'window.closed', 'window.assigned', 'window.undone'],
    ...['paper.started', 'paper.ended', 'helper.rung', 'helper.answered', 'ticket.cancelled'],
  ] as const) {
    expect(seen, type).toContain(type);
  }
});
