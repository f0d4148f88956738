import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparable } from '../ledger/verify.ts';
import { PureHall, testConfig } from '../testing/hall.ts';
import type { LedgerCommand } from './decide.ts';
import { evolve } from './evolve.ts';
import { emptyHall, isLive } from './state.ts';

const WINDOWS = ['w18', 'w19', 'w24'];
const config = testConfig();

/** One act of somebody in the hall, as numbers that pick what there is. */
const act = fc.record({
  what: fc.constantFrom(
    'take',
    'print',
    'open',
    'call',
    'recall',
    'start',
    'finish',
    'no-show',
    'pause',
    'close',
    'cancel',
    'rate',
    'day',
  ),
  window: fc.nat(WINDOWS.length - 1),
  person: fc.nat(5),
  pick: fc.nat(20),
  minutes: fc.nat(4),
});

describe('random hours of a hall', () => {
  it('never put a person at two windows, never lose or double one, and replay to the same state', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
        const hall = new PureHall(config);
        const taken: string[] = [];
        for (const step of acts) {
          hall.passMinutes(step.minutes);
          const window = WINDOWS[step.window] as string;
          const ticket = taken[step.pick % Math.max(1, taken.length)] ?? 'f'.repeat(32);
          const clerk = `clerk0${step.window + 1}`;
          const run = (command: LedgerCommand, body: unknown, actor = clerk) =>
            hall.run(command, body as never, actor);
          if (step.what === 'take') {
            const decision = run('ticket.take', {
              queue: step.window === 2 ? 'insurance' : 'invoices',
              items: [],
              paperless: step.pick % 3 === 0,
              person: step.window === 2 ? { personRef: `p${step.person}`, age: 20 + step.person * 12 } : null,
            });
            if (decision.ok) taken.push((decision.value.answer as { ticket: string }).ticket);
          } else if (step.what === 'print') {
            run('ticket.report-print', {
              ticket,
              ordinal: 1,
              report: { outcome: 'printed', proof: 'status' },
            });
          } else if (step.what === 'cancel') run('ticket.cancel', { ticket, reason: 'person' });
          else if (step.what === 'rate') {
            const ref = hall.state.windows.get(window)?.pad.rating ?? '0'.repeat(32);
            run('rating.give', { window, ref, grade: 4, reasons: [], commentRef: null });
          } else if (step.what === 'day') hall.passMinutes(step.pick === 0 ? 24 * 60 : 0);
          else {
            const reason =
              step.what === 'pause'
                ? { reason: 'break' }
                : step.what === 'no-show'
                  ? { reason: 'absent' }
                  : {};
            run(`window.${step.what}` as LedgerCommand, { window, ...reason });
          }
          check(hall);
        }
        const replayed = hall.events.reduce((state, event) => evolve(state, event), emptyHall());
        expect(comparable(replayed)).toBe(comparable(hall.state));
      }),
      { numRuns: 300, seed: 20261121 },
    );
  });
});

function check(hall: PureHall): void {
  const { state } = hall;
  const atWindows = [...state.windows.values()].flatMap((window) =>
    window.ticket === null ? [] : [window.ticket],
  );
  expect(new Set(atWindows).size).toBe(atWindows.length);
  const waiting = [...state.queues.values()].flatMap((queue) =>
    queue.waiting.toArray().map((place) => place.ticket),
  );
  expect(new Set(waiting).size).toBe(waiting.length);
  const live = [...state.tickets.values()].filter(isLive).map((ticket) => ticket.id);
  // Every living ticket waits in exactly one line or stands at exactly one window.
  expect([...waiting, ...atWindows].sort()).toEqual(live.sort());
  const numbers = [...state.tickets.values()]
    .filter((ticket) => ticket.day === state.day)
    .map((ticket) => ticket.number);
  expect(new Set(numbers).size).toBe(numbers.length);
  for (const queue of state.queues.values()) {
    const places = queue.waiting.toArray();
    for (let i = 1; i < places.length; i += 1) {
      const [a, b] = [places[i - 1]!, places[i]!];
      expect(a.virtual < b.virtual || (a.virtual === b.virtual && a.seq < b.seq)).toBe(true);
    }
  }
}
