import { describe, expect, it } from 'vitest';
import { PureHall, testConfig } from '../testing/hall.ts';
import type { TicketPlace } from './place.ts';
import { windowOf } from './state.ts';

const QUEUE = 'invoices';
const WINDOW = 'w18';
const CLERK = 'clerk01';
const anonymous = { queue: QUEUE, items: [], paperless: true, person: null };

function take(hall: PureHall, body: Parameters<PureHall['run']>[1] = anonymous): TicketPlace {
  return hall.must<'ticket.take', TicketPlace>('ticket.take', body as never);
}

describe('the walk of a ticket', () => {
  it('goes from taking over calling and serving to a rating', () => {
    const hall = new PureHall();
    const slip = take(hall);
    expect(slip.number).toBe('G001');
    expect(slip.ahead).toBe(0);
    hall.must('window.open', { window: WINDOW }, CLERK);
    hall.passMinutes(3);
    const call = hall.must<'window.call', { number: string; why: { zh: string } }>(
      'window.call',
      { window: WINDOW },
      CLERK,
    );
    expect(call.number).toBe('G001');
    expect(call.why.zh).toContain('已等候 3 分钟');
    hall.must('window.start', { window: WINDOW }, CLERK);
    hall.passMinutes(5);
    hall.must('window.finish', { window: WINDOW }, CLERK);
    const rating = windowOf(hall.state, WINDOW).pad.rating as string;
    hall.must(
      'rating.give',
      { window: WINDOW, ref: rating, grade: 5, reasons: [510, 517], commentRef: null },
      'pad-w18',
    );
    expect(hall.state.ratings.get(rating)).toMatchObject({ outcome: 'given', grade: 5 });
    expect(windowOf(hall.state, WINDOW).pad.show).toBe('thanks');
  });

  it('does not call a number whose paper is not out, and calls it when it is', () => {
    const hall = new PureHall();
    const slip = take(hall, { ...anonymous, paperless: false });
    hall.must('window.open', { window: WINDOW }, CLERK);
    const early = hall.run('window.call', { window: WINDOW }, CLERK);
    expect(early.ok || early.error.code).toBe('NOBODY_WAITING');
    hall.must('ticket.report-print', {
      ticket: slip.ticket,
      ordinal: 1,
      report: { outcome: 'printed', proof: 'confirmed' },
    });
    expect(hall.must('window.call', { window: WINDOW }, CLERK)).toMatchObject({ number: 'G001' });
  });

  it('never calls a failed paper, and calls it after the reprint under the same number', () => {
    const hall = new PureHall();
    const slip = take(hall, { ...anonymous, paperless: false });
    const report = (ordinal: number, outcome: 'failed' | 'printed') =>
      hall.must('ticket.report-print', {
        ticket: slip.ticket,
        ordinal,
        report: outcome === 'failed' ? { outcome, reason: 'PAPER_OUT' } : { outcome, proof: 'confirmed' },
      });
    report(1, 'failed');
    hall.must('window.open', { window: WINDOW }, CLERK);
    hall.passMinutes(60);
    const refusal = hall.run('window.call', { window: WINDOW }, CLERK);
    expect(refusal.ok || refusal.error.code).toBe('NOBODY_WAITING');
    const again = hall.must<'ticket.reprint', TicketPlace>('ticket.reprint', { ticket: slip.ticket });
    expect(again).toMatchObject({ number: slip.number, ordinal: 2 });
    // The late word about the first paper says nothing about the second.
    report(1, 'printed');
    expect(hall.state.tickets.get(slip.ticket)?.print).toBe('pending');
    report(2, 'printed');
    expect(hall.must('window.call', { window: WINDOW }, CLERK)).toMatchObject({ number: slip.number });
  });

  it('calls a number with an unknown paper only after the set time', () => {
    const hall = new PureHall();
    const slip = take(hall, { ...anonymous, paperless: false });
    hall.must('ticket.report-print', {
      ticket: slip.ticket,
      ordinal: 1,
      report: { outcome: 'unknown', reason: 'SILENT' },
    });
    hall.must('window.open', { window: WINDOW }, CLERK);
    hall.at += (hall.config.calling.unknownPrintSeconds - 1) * 1000;
    expect(hall.run('window.call', { window: WINDOW }, CLERK).ok).toBe(false);
    hall.at += 1000;
    expect(hall.run('window.call', { window: WINDOW }, CLERK).ok).toBe(true);
  });

  it('serves older people earlier and says so', () => {
    const hall = new PureHall();
    hall.must('window.open', { window: 'w24' }, CLERK);
    const person = (n: number, age: number) => ({ personRef: `p${String(n).padStart(32, '0')}`, age });
    const real = (n: number, age: number) => ({
      queue: 'insurance',
      items: [],
      paperless: true,
      person: person(n, age),
    });
    take(hall, real(1, 30));
    hall.passMinutes(2);
    const senior = take(hall, real(2, 70));
    expect(senior).toMatchObject({ class: 'senior', ahead: 0 });
    const call = hall.must<'window.call', { number: string; why: { zh: string } }>(
      'window.call',
      { window: 'w24' },
      CLERK,
    );
    expect(call.number).toBe(senior.number);
    expect(call.why.zh).toContain('先于 1 位更早到达的人');
  });

  it('refuses a second ticket of one person in one queue while the first one lives', () => {
    const hall = new PureHall();
    const body = { queue: 'insurance', items: [], paperless: true, person: { personRef: 'p1', age: 40 } };
    const slip = take(hall, body);
    const second = hall.run('ticket.take', body);
    expect(second.ok || second.error).toMatchObject({
      code: 'ALREADY_WAITING',
      details: { number: slip.number },
    });
    hall.must('ticket.cancel', { ticket: slip.ticket, reason: 'person' });
    expect(hall.run('ticket.take', body).ok).toBe(true);
  });

  it('locks a call for some seconds, so that a window cannot skip through people', () => {
    const hall = new PureHall();
    take(hall);
    take(hall);
    hall.must('window.open', { window: WINDOW }, CLERK);
    hall.must('window.call', { window: WINDOW }, CLERK);
    hall.must('window.no-show', { window: WINDOW, reason: 'absent' }, CLERK);
    const locked = hall.run('window.call', { window: WINDOW }, CLERK);
    expect(locked.ok || locked.error.code).toBe('CALL_LOCKED');
    hall.at += hall.config.calling.lockSeconds * 1000;
    expect(hall.run('window.call', { window: WINDOW }, CLERK).ok).toBe(true);
  });

  it('lets nobody act at a window where another clerk sits', () => {
    const hall = new PureHall();
    hall.must('window.open', { window: WINDOW }, CLERK);
    const other = hall.run('window.call', { window: WINDOW }, 'clerk02');
    expect(other.ok || other.error.code).toBe('WINDOW_TAKEN');
  });

  it('keeps the quota of the day, and gives no number twice', () => {
    const hall = new PureHall(
      testConfig((config) => ({
        ...config,
        queues: config.queues.map((queue) => (queue.id === QUEUE ? { ...queue, dailyQuota: 3 } : queue)),
      })),
    );
    const numbers = [take(hall), take(hall), take(hall)].map((slip) => slip.number);
    expect(new Set(numbers).size).toBe(3);
    const fourth = hall.run('ticket.take', anonymous);
    expect(fourth.ok || fourth.error.code).toBe('QUOTA_USED_UP');
  });

  it('turns a time-out into "not rated", never into a grade', () => {
    const hall = new PureHall();
    take(hall);
    hall.must('window.open', { window: WINDOW }, CLERK);
    for (const step of ['window.call', 'window.start', 'window.finish'] as const)
      hall.must(step, { window: WINDOW }, CLERK);
    const ref = windowOf(hall.state, WINDOW).pad.rating as string;
    hall.at += (hall.config.rating.timeoutSeconds + 1) * 1000;
    const late = hall.run(
      'rating.give',
      { window: WINDOW, ref, grade: 5, reasons: [], commentRef: null },
      'pad-w18',
    );
    expect(late.ok || late.error.code).toBe('RATING_CLOSED');
    hall.must('rating.lapse', {}, 'hall');
    expect(hall.state.ratings.get(ref)).toMatchObject({ outcome: 'lapsed', grade: null });
    expect(windowOf(hall.state, WINDOW).pad.show).toBe('idle');
  });

  it('refuses reasons of another grade and a second rating', () => {
    const hall = new PureHall();
    take(hall);
    hall.must('window.open', { window: WINDOW }, CLERK);
    for (const step of ['window.call', 'window.start', 'window.finish'] as const)
      hall.must(step, { window: WINDOW }, CLERK);
    const ref = windowOf(hall.state, WINDOW).pad.rating as string;
    const give = (grade: 1 | 5, reasons: number[]) =>
      hall.run('rating.give', { window: WINDOW, ref, grade, reasons, commentRef: null }, 'pad-w18');
    const foreign = give(5, [108]);
    expect(foreign.ok || foreign.error.code).toBe('RATING_REASONS');
    expect(give(1, [108]).ok).toBe(true);
    const twice = give(5, [510]);
    expect(twice.ok || twice.error.code).toBe('ALREADY_RATED');
  });

  it('starts a new day clean, and never goes back to an old one', () => {
    const hall = new PureHall();
    take(hall);
    hall.passMinutes(24 * 60);
    expect(take(hall).number).toBe('G001');
    expect(hall.state.day).toBe('2026-11-24');
    expect(hall.state.queues.get(QUEUE)?.waiting.size).toBe(1);
    hall.passMinutes(-48 * 60);
    expect(take(hall).number).toBe('G002');
    expect(hall.state.day).toBe('2026-11-24');
  });

  it('makes padded case numbers of 43 characters that do not collide', () => {
    const hall = new PureHall();
    hall.must('window.open', { window: 'w24' }, CLERK);
    const numbers = [1, 2].map((n) => {
      take(hall, {
        queue: undefined,
        items: ['insurance-certificate'],
        paperless: true,
        person: { personRef: `p${n}`, age: 30 },
      } as never);
      hall.passMinutes(1);
      hall.must('window.call', { window: 'w24' }, CLERK);
      hall.must('window.start', { window: 'w24' }, CLERK);
      return hall.must<'window.finish', { caseNumber: string }>('window.finish', { window: 'w24' }, CLERK)
        .caseNumber;
    });
    expect(numbers[0]).toMatch(/^[0-9A-Z]{31}202611230001$/);
    expect(numbers[1]).toMatch(/^[0-9A-Z]{31}202611230002$/);
  });
});
