import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { describe, expect, it } from 'vitest';
import { PureHall, testConfig } from '../../testing/hall.ts';
import type { CallReason } from '../events.ts';

const MINUTE = 60_000;

/** w1 serves tax and invoices, w2 invoices and helps out with tax. */
function hallWith(next: Partial<HallConfig['next']> = {}): PureHall {
  return new PureHall(
    testConfig((demo) => ({
      ...demo,
      windows: [
        { id: 'w1', number: 1, zone: 'tax', queues: ['tax', 'invoices'], secondary: [] },
        { id: 'w2', number: 2, zone: 'tax', queues: ['invoices'], secondary: [{ queue: 'tax', above: 2 }] },
      ],
      queues: demo.queues
        .filter(({ id }) => id === 'tax' || id === 'invoices')
        .map((queue) => ({ ...queue, realName: false })),
      calling: { ...demo.calling, lockSeconds: 0, noShowAfterCalls: 1 },
      priority: { ...demo.priority, enterpriseWindows: ['w1'] },
      next: { ...demo.next, ...next },
    })),
  );
}

let people = 0;

function take(hall: PureHall, queue = 'tax', claim?: object): string {
  people += 1;
  const body = { queue, items: [], paperless: true, person: { personRef: `q${people}`, age: 30 }, claim };
  const { number } = hall.must<'ticket.take', { number: string }>('ticket.take', body as never, 'guide01');
  hall.at += MINUTE;
  return number;
}

function idOf(hall: PureHall, number: string): string {
  return [...hall.state.tickets.values()].find((ticket) => ticket.number === number)?.id ?? '';
}

interface Call {
  readonly number: string;
  readonly why: { readonly zh: string; readonly en: string };
  readonly reason: CallReason;
}

/** Calls and sees the person off, so that the window is free again. */
function call(hall: PureHall, window = 'w1', end: 'finish' | 'no-show' = 'finish'): Call {
  const clerk = `clerk-${window}`;
  hall.run('window.open', { window }, clerk);
  const { number, why } = hall.must<'window.call', Call>('window.call', { window }, clerk);
  const reason = hall.state.tickets.get(idOf(hall, number))?.why as CallReason;
  if (end === 'no-show') hall.must('window.no-show', { window, reason: 'absent' }, clerk);
  else {
    hall.must('window.start', { window }, clerk);
    hall.must('window.finish', { window }, clerk);
  }
  hall.at += 1000;
  return { number, why, reason };
}

const GREEN = { kind: 'green', reason: 'urgent' };

describe('who comes next', () => {
  it('[X1] whoever was overtaken to the limit comes first, and the sentence says by how many', () => {
    const hall = hallWith({ overtaken: { people: 2, minutes: 60 } });
    const first = take(hall);
    for (let i = 0; i < 3; i += 1) take(hall, 'tax', GREEN);
    expect([call(hall).reason.rule, call(hall).reason.rule]).toEqual(['green', 'green']);
    const third = call(hall);
    expect(third).toMatchObject({ number: first, reason: { rule: 'overtaken', overtakenBy: 2 } });
    expect(third.why.zh).toContain('已被 2 位后到的人超过');
    expect(third.why.en).toContain('(X1)');
  });

  it('[X1] so many minutes after the first overtaking count as well', () => {
    const hall = hallWith({ overtaken: { people: 9, minutes: 20 } });
    const first = take(hall);
    take(hall, 'tax', GREEN);
    take(hall, 'tax', GREEN);
    call(hall);
    hall.passMinutes(20);
    expect(call(hall)).toMatchObject({ number: first, reason: { rule: 'overtaken', overtakenMin: 20 } });
  });

  it('[X2] while somebody is at the limit, green tickets get one call in so many', () => {
    const hall = hallWith({ overtaken: { people: 1, minutes: 60 }, share: 3 });
    for (let i = 0; i < 6; i += 1) take(hall);
    for (let i = 0; i < 3; i += 1) take(hall, 'tax', GREEN);
    const rules = Array.from({ length: 7 }, () => call(hall).reason.rule);
    expect(rules).toEqual(['green', 'overtaken', 'overtaken', 'green', 'overtaken', 'overtaken', 'green']);
  });

  it('[X3] [C6] a bound ticket comes first at its window, and at no other', () => {
    const hall = hallWith();
    const plain = take(hall, 'invoices');
    const bound = take(hall, 'invoices', { kind: 'enterprise' });
    expect(call(hall, 'w2').number).toBe(plain);
    expect(hall.run('window.call', { window: 'w2' }, 'clerk-w2')).toMatchObject({
      error: { code: 'NOBODY_WAITING' },
    });
    take(hall, 'invoices');
    expect(call(hall)).toMatchObject({ number: bound, reason: { rule: 'bound' } });
  });

  it('[X3] off: a bound ticket waits for its turn', () => {
    const hall = hallWith({ boundFirst: false });
    const plain = take(hall);
    take(hall, 'tax', { kind: 'enterprise' });
    expect(call(hall).number).toBe(plain);
  });

  it('[X4] the green channel comes before the lines, with its reason in words; off, it is minutes ahead', () => {
    const hall = hallWith();
    const plain = take(hall);
    hall.passMinutes(60);
    const green = take(hall, 'tax', GREEN);
    const called = call(hall);
    expect(called).toMatchObject({ number: green, reason: { rule: 'green', passedOver: 1 } });
    expect(called.why.zh).toContain('急事急办');
    expect(called.why.zh).toContain(`先于 1 位更早到达的人（${plain}）`);
    const off = hallWith({ greenFirst: false });
    const early = take(off);
    off.passMinutes(60);
    take(off, 'tax', GREEN);
    expect(call(off).number).toBe(early);
  });

  it('[X5] by virtual arrival or by arrival alone', () => {
    const rules = (['virtual', 'arrival'] as const).map((by) => {
      const hall = hallWith({ by });
      take(hall);
      take(hall, 'tax', { kind: 'pregnant' });
      return call(hall).reason.rule;
    });
    expect(rules).toEqual(['class-bonus', 'earliest']);
  });

  it('[X6] helps out where more than the threshold wait, and says how many', () => {
    const hall = hallWith();
    take(hall);
    const two = take(hall);
    hall.run('window.open', { window: 'w2' }, 'clerk-w2');
    expect(hall.run('window.call', { window: 'w2' }, 'clerk-w2').ok).toBe(false);
    take(hall);
    const called = call(hall, 'w2');
    expect(called.reason).toMatchObject({ rule: 'secondary', waiting: 3, above: 2 });
    expect(called.why.zh).toContain('跨窗通办');
    expect(hall.run('window.call', { window: 'w2' }, 'clerk-w2').ok).toBe(false);
    expect(call(hall).number).toBe(two);
  });
});

describe('a passed number [K6]', () => {
  it('comes back behind the next few, once, and is no no-show any more', () => {
    const hall = hallWith();
    const [first] = Array.from({ length: 6 }, () => take(hall));
    const absent = call(hall, 'w1', 'no-show').number;
    expect(absent).toBe(first);
    const ticket = idOf(hall, absent);
    expect(hall.state.queues.get('tax')?.noShow).toBe(1);
    expect(hall.must('ticket.reactivate', { ticket }, 'guide01')).toMatchObject({ number: absent, ahead: 3 });
    expect(hall.state.queues.get('tax')?.noShow).toBe(0);
    const numbers = Array.from({ length: 4 }, () => call(hall));
    expect(numbers[3]).toMatchObject({ number: absent, reason: { rule: 'returning' } });
    expect(numbers[3]?.reason.passedOver).toBe(0);
  });

  it('comes back so often and no more', () => {
    const hall = hallWith();
    take(hall);
    const ticket = idOf(hall, call(hall, 'w1', 'no-show').number);
    hall.must('ticket.reactivate', { ticket }, 'guide01');
    hall.passMinutes(1);
    call(hall, 'w1', 'no-show');
    expect(hall.run('ticket.reactivate', { ticket }, 'guide01')).toMatchObject({
      error: { code: 'REACTIVATE_LIMIT' },
    });
  });
});

describe('out of turn and moved', () => {
  it('[K9] needs a reason of the hall, says it, and counts as overtaking', () => {
    const hall = hallWith();
    const first = take(hall);
    const late = idOf(hall, take(hall));
    hall.run('window.open', { window: 'w1' }, 'clerk-w1');
    const ask = (reason: string) =>
      hall.run('window.call-ticket', { window: 'w1', ticket: late, reason }, 'clerk-w1');
    expect(ask('whim')).toMatchObject({ error: { code: 'OUT_OF_TURN' } });
    expect(ask('helper')).toMatchObject({
      ok: true,
      value: { answer: { why: { zh: expect.stringContaining('导办请求') } } },
    });
    expect(hall.state.tickets.get(idOf(hall, first))).toMatchObject({ overtaken: 1 });
    hall.must('window.undo', { window: 'w1' }, 'clerk-w1');
    expect(hall.state.tickets.get(idOf(hall, first))).toMatchObject({ overtaken: 0, overtakenAt: null });
  });

  it('[K9] does not take what is bound to another window, and says to which', () => {
    const hall = hallWith();
    const ticket = idOf(hall, take(hall, 'invoices', { kind: 'enterprise' }));
    hall.run('window.open', { window: 'w2' }, 'clerk-w2');
    expect(
      hall.run('window.call-ticket', { window: 'w2', ticket, reason: 'helper' }, 'clerk-w2'),
    ).toMatchObject({ error: { code: 'TICKET_BOUND', details: { windows: [1] } } });
  });

  it('[K8] a moved ticket keeps its arrival and what it was overtaken, or begins anew', () => {
    const hall = hallWith();
    const moved = idOf(hall, take(hall, 'tax'));
    const other = take(hall, 'invoices');
    take(hall, 'tax', GREEN);
    call(hall);
    hall.must('ticket.move', { ticket: moved, to: { queue: 'invoices' } }, 'guide01');
    expect(hall.state.tickets.get(moved)).toMatchObject({ queue: 'invoices', overtaken: 1 });
    expect(call(hall, 'w2').number).not.toBe(other);
  });
});
