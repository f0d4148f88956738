import { describe, expect, it } from 'vitest';
import { testConfig } from '../testing/hall.ts';
import {
  changed,
  GUIDE,
  hallWith,
  november,
  PureHall,
  person,
  QUEUE,
  refusalOf,
  refusedTo,
  take,
} from '../testing/rules.ts';
import { classWords } from './classes.ts';

const priority = testConfig().priority;
const MINUTE_MS = 60_000;
const aheadOf = (hall: PureHall, ticket: string) => {
  const { arrival, virtual } = hall.state.tickets.get(ticket)!;
  return (arrival - virtual) / MINUTE_MS;
};
const wordsOf = (hall: PureHall, ticket: string) =>
  classWords(hall.state.tickets.get(ticket)!, hall.config)?.zh;

describe('[C1] older people by the age on the card', () => {
  it('from the age of the setting, by its minutes, in words', () => {
    const hall = new PureHall();
    const senior = take(hall, { person: person(1, 60) });
    expect(senior.class).toBe('senior');
    expect(aheadOf(hall, senior.ticket)).toBe(priority.bonusMin.senior);
    expect(wordsOf(hall, senior.ticket)).toContain('60岁');
    expect(take(hall, { person: person(2, 59) }).class).toBe('ordinary');
    const bonusMin = { ...priority.bonusMin, senior: 7 };
    changed(hall, {}, { priority: { ...priority, seniorAge: 70, bonusMin } });
    expect(take(hall, { person: person(3, 69) }).class).toBe('ordinary');
    const older = take(hall, { person: person(4, 70) });
    expect(aheadOf(hall, older.ticket)).toBe(7);
  });
});

describe('[C3] what a guide confirms', () => {
  it.each(['disabled', 'soldier', 'pregnant'] as const)('%s comes earlier and the paper says why', (kind) => {
    const hall = new PureHall();
    const slip = take(hall, { claim: { kind } }, GUIDE);
    expect(slip).toMatchObject({ class: 'priority', classReason: kind });
    expect(aheadOf(hall, slip.ticket)).toBe(priority.bonusMin.priority);
    expect(wordsOf(hall, slip.ticket)).toContain('经导办确认');
  });

  it('a machine cannot confirm it, and the hall’s list counts', () => {
    const hall = new PureHall(hallWith({}, { priority: { ...priority, confirmed: ['pregnant'] } }));
    expect(refusedTo(hall, { claim: { kind: 'pregnant' } }).code).toBe('FORBIDDEN');
    expect(refusedTo(hall, { claim: { kind: 'soldier' } }, GUIDE).code).toBe('CLASS_NOT_OFFERED');
    expect(take(hall, { claim: { kind: 'pregnant' } }, GUIDE).class).toBe('priority');
  });

  it('a ticket that waits moves to its new place, and the log has the reason', () => {
    const hall = new PureHall();
    const before = take(hall);
    hall.passMinutes(5);
    const late = take(hall, { person: person(1, 65) });
    hall.passMinutes(15);
    const { ticket } = take(hall);
    const line = () =>
      hall.state.queues
        .get(QUEUE)!
        .waiting.map((place) => place.ticket)
        .toArray();
    expect(line()).toEqual([late.ticket, before.ticket, ticket]);
    hall.must('ticket.confirm-class', { ticket, claim: { kind: 'pregnant' } }, GUIDE);
    // 20 minutes ahead of an arrival 20 minutes later: the same instant, the earlier number first.
    expect(line()).toEqual([late.ticket, before.ticket, ticket]);
    hall.must('ticket.confirm-class', { ticket, claim: { kind: 'green', reason: 'urgent' } }, GUIDE);
    expect(line()).toEqual([late.ticket, ticket, before.ticket]);
    expect(
      hall.events.filter(({ type }) => type === 'ticket.class-confirmed').map(({ data }) => data),
    ).toMatchObject([
      { class: 'priority', classReason: 'pregnant' },
      { class: 'green', classReason: 'urgent' },
    ]);
    // Once more says nothing new; nobody loses by a confirmation.
    hall.must('ticket.confirm-class', { ticket, claim: { kind: 'green', reason: 'urgent' } }, GUIDE);
    hall.must('ticket.confirm-class', { ticket, claim: { kind: 'soldier' } }, GUIDE);
    expect(aheadOf(hall, ticket)).toBe(priority.bonusMin.green);
  });

  it('adds nothing to what a booking gave already, and takes nothing away', () => {
    const hall = new PureHall(
      hallWith({ bookings: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '09:00', to: '10:00', places: 5 }] }),
    );
    hall.at = november('23T08:00');
    const who = person(7, 70);
    const wish = { queue: QUEUE, items: [], day: '2026-11-23', from: '09:00', person: who };
    const { booking } = hall.must<'booking.make', { booking: string }>('booking.make', wish);
    hall.at = november('23T08:55');
    const older = take(hall, { booking, person: who }).ticket;
    const ahead = (ticket: string) => {
      const { notBefore, virtual } = hall.state.tickets.get(ticket)!;
      return (notBefore! - virtual) / MINUTE_MS;
    };
    expect(ahead(older)).toBe(priority.bonusMin.senior);
    hall.must('ticket.confirm-class', { ticket: older, claim: { kind: 'pregnant' } }, GUIDE);
    expect(ahead(older)).toBe(priority.bonusMin.priority);
  });

  it('leaves a ticket of the green channel in it', () => {
    const hall = new PureHall();
    const { ticket } = take(hall, { claim: { kind: 'green', reason: 'urgent' } }, GUIDE);
    hall.must('ticket.confirm-class', { ticket, claim: { kind: 'pregnant' } }, GUIDE);
    expect(hall.state.tickets.get(ticket)).toMatchObject({ class: 'green', classReason: 'urgent' });
    // Where the hall gives a confirmation more minutes, they count.
    const bonusMin = { ...priority.bonusMin, priority: priority.bonusMin.green + 5 };
    changed(hall, {}, { priority: { ...priority, bonusMin } });
    hall.must('ticket.confirm-class', { ticket, claim: { kind: 'soldier' } }, GUIDE);
    expect(hall.state.tickets.get(ticket)?.class).toBe('green');
    expect(aheadOf(hall, ticket)).toBe(bonusMin.priority);
  });

  it('is refused once the person was called', () => {
    const hall = new PureHall();
    const { ticket } = take(hall);
    const window = hall.config.windows.find(({ queues }) => queues.includes(QUEUE))!.id;
    hall.must('window.open', { window }, 'clerk01');
    hall.must('window.call', { window }, 'clerk01');
    const claim = { kind: 'pregnant' as const };
    expect(refusalOf(hall.run('ticket.confirm-class', { ticket, claim }, GUIDE)).code).toBe('TICKET_STATE');
    expect(refusalOf(hall.run('ticket.confirm-class', { ticket: 'f'.repeat(32), claim }, GUIDE)).code).toBe(
      'TICKET_UNKNOWN',
    );
  });
});

describe('[C4] the green channel', () => {
  it('takes one of the hall’s reasons', () => {
    const hall = new PureHall();
    const slip = take(hall, { claim: { kind: 'green', reason: 'key-project' } }, GUIDE);
    expect(slip).toMatchObject({ class: 'green', classReason: 'key-project' });
    expect(aheadOf(hall, slip.ticket)).toBe(priority.bonusMin.green);
    expect(wordsOf(hall, slip.ticket)).toBe('绿色通道：重点项目。');
    const claim = { kind: 'green' as const, reason: 'flood' };
    expect(refusedTo(hall, { claim }, GUIDE).code).toBe('CLASS_NOT_OFFERED');
    const greenReasons = [{ id: 'flood', name: { zh: '防汛抢险', en: 'Flood relief' } }];
    changed(hall, {}, { priority: { ...priority, greenReasons } });
    expect(take(hall, { claim }, GUIDE).class).toBe('green');
  });
});

describe('[C6] 重点企业', () => {
  it('are bound to the hall’s windows for them; without such windows there is no such class', () => {
    const hall = new PureHall();
    expect(refusedTo(hall, { claim: { kind: 'enterprise' } }, GUIDE).code).toBe('CLASS_NOT_OFFERED');
    const [window] = hall.config.windows;
    changed(hall, {}, { priority: { ...priority, enterpriseWindows: [window!.id] } });
    const slip = take(hall, { claim: { kind: 'enterprise' } }, GUIDE);
    expect(slip.windows).toEqual([window!.number]);
    expect(hall.state.tickets.get(slip.ticket)).toMatchObject({ boundTo: [window!.id], class: 'ordinary' });
    expect(wordsOf(hall, slip.ticket)).toContain('重点企业');
    const { ticket } = take(hall);
    hall.must('ticket.confirm-class', { ticket, claim: { kind: 'enterprise' } }, GUIDE);
    expect(hall.state.tickets.get(ticket)?.boundTo).toEqual([window!.id]);
  });
});
