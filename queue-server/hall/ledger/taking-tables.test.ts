import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import type { LedgerCommand, LedgerCommands } from '../domain/decide.ts';
import { scratchFolder } from '../testing/hall.ts';
import { hallWith, november, person, QUEUE } from '../testing/rules.ts';
import { Ledger } from './ledger.ts';
import { comparable, verifyLedger } from './verify.ts';

const folder = scratchFolder();
afterAll(() => folder.remove());

const config = hallWith(
  {
    bookings: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '10:00', places: 5 }],
    slots: [{ from: '08:00', to: '12:00', quota: 50 }],
    lastNumber: 40,
    dailyQuota: 20,
  },
  { numbering: { restart: 'continue', perKiosk: 1 } },
);

it('[N3] [T5] [T7] [B4] classes, bookings, spans and carried numbers: memory, tables and replay are the same', () => {
  const file = path.join(folder.path, 'ledger.db');
  let ledger = new Ledger({ file, config });
  let serial = 0;
  const run = <N extends LedgerCommand>(
    at: number,
    command: N,
    body: LedgerCommands[N],
    actor = 'kiosk-1',
  ) => {
    const requestId = `request-${++serial}`;
    const [answer] = ledger.run([{ command, body, actor, requestId, at }]).answers;
    if (!answer?.ok) throw new Error(answer?.error.message);
    return JSON.parse(answer.json) as { ticket: string; booking: string; number: string };
  };
  const same = () => {
    const memory = comparable(ledger.state);
    ledger.close();
    ledger = new Ledger({ file, config });
    expect(comparable(ledger.state)).toEqual(memory);
    expect(verifyLedger(new Database(file, { readonly: true })).problems).toEqual([]);
  };
  const book = (at: number, n: number, day: string) =>
    run(at, 'booking.make', { queue: QUEUE, items: [], person: person(n), day, from: '09:00' }).booking;
  const take = (at: number, more: Partial<LedgerCommands['ticket.take']> = {}, actor = 'kiosk-1') =>
    run(at, 'ticket.take', { queue: QUEUE, items: [], paperless: true, person: null, ...more }, actor);

  const morning = november('23T08:30');
  const [come, late, gone] = [1, 2, 3].map((n) => book(morning, n, '2026-11-23'));
  book(morning, 4, '2026-11-24');
  run(morning, 'booking.cancel', { booking: gone as string });
  const { ticket } = take(morning);
  take(morning, { person: person(8), claim: { kind: 'green', reason: 'urgent' } }, 'guide01');
  const agent = { personRef: person(9).personRef, authorisation: 'letter' } as const;
  take(morning, { person: person(7), agent }, 'guide01');
  same();
  take(november('23T08:55'), { booking: come as string, person: person(1) });
  take(november('23T09:20'), { booking: late as string, person: person(2) });
  run(november('23T09:21'), 'ticket.confirm-class', { ticket, claim: { kind: 'pregnant' } }, 'guide01');
  same();
  const next = take(november('24T08:00'));
  expect(next.number).toBe('G006');
  same();
  run(november('24T09:30'), 'booking.lapse', {}, 'hall');
  same();
  expect(ledger.state.bookers.get(person(4).personRef)?.missed).toEqual(['2026-11-24']);
  expect(ledger.state.queues.get(QUEUE)).toMatchObject({
    carriedNumber: 5,
    slotsTaken: { '08:00-12:00': 1 },
  });
  ledger.close();
});

it('[T5] a span is counted over a restart in the middle of it, and anew from the next day on; a moved one for itself', () => {
  const scratch = path.join(folder.path, 'spans.db');
  const spans = (from: string, quota: number) => hallWith({ slots: [{ from, to: '12:00', quota }] });
  let ledger = new Ledger({ file: scratch, config: spans('08:00', 3) });
  let serial = 0;
  const take = (at: number, actor = 'kiosk-1') => {
    const body = { queue: QUEUE, items: [], paperless: true, person: null };
    const requestId = `span-${++serial}`;
    const [answer] = ledger.run([{ command: 'ticket.take', body, actor, requestId, at }]).answers;
    return answer?.ok ? 'ok' : answer?.error.code;
  };
  const restart = (config = spans('08:00', 3)) => {
    const memory = comparable(ledger.state);
    ledger.close();
    ledger = new Ledger({ file: scratch, config });
    expect(comparable(ledger.state)).toEqual(memory);
    expect(verifyLedger(new Database(scratch, { readonly: true })).problems).toEqual([]);
  };
  expect([take(november('23T08:10')), take(november('23T09:00'))]).toEqual(['ok', 'ok']);
  restart();
  expect([take(november('23T09:10')), take(november('23T09:20'))]).toEqual(['ok', 'SLOT_USED_UP']);
  // Whoever came before the span that a manager set counts in no other; from 9:00 on there were two.
  restart(spans('09:00', 3));
  expect([take(november('23T09:30')), take(november('23T09:40'))]).toEqual(['ok', 'SLOT_USED_UP']);
  // The day changes in the middle of a batch: what is counted is of the new one.
  const body = { queue: QUEUE, items: [], paperless: true, person: null };
  const batch = ['23T09:50', '24T09:10', '24T09:20', '24T09:30', '24T09:40'].map((time, i) => ({
    ...{
      command: 'ticket.take' as const,
      body,
      actor: 'kiosk-1',
      requestId: `batch-${i}`,
      at: november(time),
    },
  }));
  const codes = ledger.run(batch).answers.map((answer) => (answer.ok ? 'ok' : answer.error.code));
  expect(codes).toEqual(['SLOT_USED_UP', 'ok', 'ok', 'ok', 'SLOT_USED_UP']);
  restart(spans('09:00', 3));
  expect(ledger.state.queues.get(QUEUE)?.slotsTaken).toEqual({ '09:00-12:00': 3 });
  // A refusal is an answer like any other: the same request gets it again, restarted or not [I4].
  const [again] = ledger.run([batch[4]!]).answers;
  expect(again).toMatchObject({ ok: false, error: { code: 'SLOT_USED_UP' } });
  expect(ledger.run([{ ...batch[4]!, at: november('25T09:00') }]).answers[0]).toEqual(again);
  ledger.close();
});
