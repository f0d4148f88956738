import type { RuleHall } from '../rule-hall.ts';
import type { Scenario } from '../scenario.ts';

/** Somebody ordinary waits for ten minutes already: where the next one stands. */
async function someoneBefore(hall: RuleHall, queue = 'insurance'): Promise<void> {
  await hall.take(queue, queue === 'insurance' ? { person: hall.person() } : {});
  await hall.pass(600);
}

const BOOKABLE = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '11:00', places: 9 }];

export const CLASSES: readonly Scenario[] = [
  {
    rule: 'C1',
    async walk(hall) {
      await someoneBefore(hall);
      const before = await hall.take('insurance', { person: hall.person(1972) });
      await hall.set(
        { path: 'priority.seniorAge', value: 50 },
        { path: 'priority.bonusMin.senior', value: 30 },
      );
      const after = await hall.take('insurance', { person: hall.person(1972) });
      return {
        before: [before.class, before.ahead],
        after: [after.class, after.ahead],
        explained: after.classReason?.zh ?? '',
      };
    },
  },
  {
    rule: 'C2',
    async walk(hall) {
      await hall.set({ path: 'queues.insurance.bookings', value: BOOKABLE });
      const places: number[] = [];
      let explained = '';
      for (const bonus of [0, 60]) {
        if (bonus > 0) await hall.set({ path: 'priority.bonusMin.appointment', value: bonus });
        const person = hall.person();
        const { booking } = await hall.must('guide01', 'booking.make', {
          ...{ queue: 'insurance', person, day: hall.date(), from: '10:00' },
        });
        if (bonus === 0) {
          await hall.at('09:30');
          await hall.take('insurance', { person: hall.person() });
          await hall.at('09:50');
        }
        const slip = await hall.must('guide01', 'ticket.take', { booking, paperless: true });
        places.push(slip.ahead);
        explained = slip.classReason?.zh ?? '';
      }
      return { before: places[0], after: places[1], explained };
    },
  },
  {
    rule: 'C3',
    async walk(hall) {
      await someoneBefore(hall, 'invoices');
      const first = await hall.take('invoices', { claim: { kind: 'pregnant' } });
      await hall.set({ path: 'priority.confirmed', value: ['disabled'] });
      const refused = await hall.refusedTake('invoices', { claim: { kind: 'pregnant' } });
      return {
        before: [first.class, first.ahead],
        after: refused.code,
        explained: `${first.classReason?.zh ?? ''}${refused.text.zh}`,
      };
    },
  },
  {
    rule: 'C4',
    async walk(hall) {
      await someoneBefore(hall, 'invoices');
      const refused = await hall.refusedTake('invoices', { claim: { kind: 'green', reason: 'flood' } });
      await hall.set({
        path: 'priority.greenReasons',
        value: [{ id: 'flood', name: { zh: '防汛抢险', en: 'Flood relief' } }],
      });
      const slip = await hall.take('invoices', { claim: { kind: 'green', reason: 'flood' } });
      if (!slip.classReason?.zh.includes('防汛抢险')) throw new Error('its reason is not said');
      return { before: refused.code, after: [slip.class, slip.ahead], explained: slip.classReason.zh };
    },
  },
  {
    rule: 'C5',
    async walk(hall) {
      const agent = { person: hall.person(), authorisation: 'letter' as const };
      const slip = await hall.take('insurance', { person: hall.person(), agent });
      await hall.set({ path: 'priority.agentTickets', value: 1 });
      const limit = await hall.refusedTake('insurance', { person: hall.person(), agent });
      return { before: slip.number.slice(0, 1), after: limit.code, explained: limit.text.zh };
    },
  },
  {
    rule: 'C6',
    async walk(hall) {
      const refused = await hall.refusedTake('invoices', { claim: { kind: 'enterprise' } });
      await hall.set({ path: 'priority.enterpriseWindows', value: ['w22'] });
      const slip = await hall.take('invoices', { claim: { kind: 'enterprise' } });
      await hall.open('w18', 'clerk01');
      await hall.open('w22', 'clerk02');
      const elsewhere = await hall.refused('clerk01', 'window.call', { window: 'w18' });
      const called = await hall.call('w22', 'clerk02');
      if (called.number !== slip.number) throw new Error('another number was called');
      return { before: refused.code, after: [elsewhere.code, called.number], explained: called.why.zh };
    },
  },
];

export const BOOKINGS: readonly Scenario[] = [
  {
    rule: 'B1',
    async walk(hall) {
      const input = () => ({ queue: 'insurance', person: hall.person(), day: hall.date(), from: '10:00' });
      const none = await hall.refused('guide01', 'booking.make', input());
      await hall.set({
        path: 'queues.insurance.bookings',
        value: [
          { days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '11:00', places: 1 },
          { days: [1, 2, 3, 4, 5, 6, 7], from: '14:00', to: '15:00', places: 1 },
        ],
      });
      const made = await hall.must('guide01', 'booking.make', input());
      const full = await hall.refused('guide01', 'booking.make', input());
      if (!full.text.zh.includes('14:00')) throw new Error(`not what is free: ${full.text.zh}`);
      return { before: none.code, after: [made.state, full.code], explained: full.text.zh };
    },
  },
  {
    rule: 'B2',
    async walk(hall) {
      await hall.set({ path: 'queues.insurance.bookings', value: BOOKABLE });
      const input = () => ({ queue: 'insurance', person: hall.person(), day: hall.date(3), from: '10:00' });
      const before = (await hall.must('guide01', 'booking.make', input())).state;
      await hall.set({ path: 'booking.daysAhead', value: 2 });
      const far = await hall.refused('guide01', 'booking.make', input());
      return { before, after: far.code, explained: far.text.zh };
    },
  },
  {
    rule: 'B3',
    async walk(hall) {
      await hall.set({ path: 'queues.insurance.bookings', value: BOOKABLE });
      const { booking } = await hall.must('guide01', 'booking.make', {
        ...{ queue: 'insurance', person: hall.person(), day: hall.date(), from: '10:00' },
      });
      await hall.at('09:15');
      const early = await hall.refused('guide01', 'ticket.take', { booking, paperless: true });
      await hall.set({ path: 'booking.earlyMin', value: 60 });
      const slip = await hall.must('guide01', 'ticket.take', { booking, paperless: true });
      await hall.open('w24', 'clerk01');
      const tooSoon = await hall.refused('clerk01', 'window.call', { window: 'w24' });
      await hall.at('10:00');
      const called = await hall.call('w24', 'clerk01');
      if (called.number !== slip.number) throw new Error('another number was called');
      return {
        before: early.code,
        after: [slip.class, tooSoon.code],
        explained: `${early.text.zh}${called.why.zh}`,
      };
    },
  },
  {
    rule: 'B4',
    async walk(hall) {
      await hall.set({ path: 'queues.insurance.bookings', value: BOOKABLE });
      const book = () =>
        hall.must('guide01', 'booking.make', {
          ...{ queue: 'insurance', person: hall.person(), day: hall.date(), from: '10:00' },
        });
      const [first, second] = [await book(), await book()];
      await hall.at('10:08');
      const inTime = await hall.must('guide01', 'ticket.take', { booking: first.booking, paperless: true });
      await hall.set({ path: 'booking.lateMin', value: 5 });
      const late = await hall.must('guide01', 'ticket.take', { booking: second.booking, paperless: true });
      return {
        before: inTime.class,
        after: late.class,
        explained: late.notices?.map((text) => text.zh).join('') ?? '',
      };
    },
  },
];
