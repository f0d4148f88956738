import type { Scenario } from '../scenario.ts';

const ALL_DAY = { from: '00:00', to: '23:59' };

export const TAKING: readonly Scenario[] = [
  {
    rule: 'T1',
    async walk(hall) {
      const before = (await hall.take('invoices')).number;
      const tomorrow = (hall.weekday % 7) + 1;
      await hall.set({
        path: 'queues.invoices.hours',
        value: [{ days: [tomorrow], from: '08:15', to: '12:00' }],
      });
      const closed = await hall.refusedTake('invoices');
      if (!closed.text.zh.includes('8:15')) throw new Error(`no next opening: ${closed.text.zh}`);
      return { before, after: closed.code, explained: closed.text.zh };
    },
  },
  {
    rule: 'T2',
    async walk(hall) {
      const before = (await hall.take('invoices')).number;
      await hall.set({
        path: 'calendar.days',
        value: [{ date: hall.date(), name: { zh: '清明节', en: 'Tomb-Sweeping Day' }, kind: 'closed' }],
      });
      const closed = await hall.refusedTake('invoices');
      if (!closed.text.zh.includes('清明节')) throw new Error(`not by its name: ${closed.text.zh}`);
      // A make-up day opens a queue that the week leaves closed.
      const other = (hall.weekday % 7) + 1;
      await hall.set({ path: 'queues.enquiry.hours', value: [{ days: [other], ...ALL_DAY }] });
      await hall.set({
        path: 'calendar.days',
        value: [{ date: hall.date(), name: { zh: '调休', en: 'Make-up day' }, kind: 'open', as: other }],
      });
      const open = (await hall.take('enquiry')).number;
      return { before, after: [closed.code, open], explained: closed.text.zh };
    },
  },
  {
    rule: 'T3',
    async walk(hall) {
      await hall.set({
        path: 'queues.invoices.hours',
        value: [{ days: [hall.weekday], from: '07:00', to: '08:00' }],
      });
      const before = (await hall.refusedTake('invoices')).code;
      await hall.set({
        path: 'queues.invoices.extended',
        value: [{ days: [hall.weekday], from: '08:30', to: '19:00', kind: 'extended' }],
      });
      const slip = await hall.take('invoices');
      return { before, after: slip.number, explained: slip.notices?.map((text) => text.zh).join('') ?? '' };
    },
  },
  {
    rule: 'T4',
    async walk(hall) {
      const before = (await hall.take('invoices')).number;
      await hall.set({ path: 'queues.invoices.dailyQuota', value: 1 });
      const full = await hall.refusedTake('invoices');
      return { before, after: full.code, explained: full.text.zh };
    },
  },
  {
    rule: 'T5',
    async walk(hall) {
      const before = (await hall.take('invoices')).number;
      await hall.set({
        path: 'queues.invoices.slots',
        value: [
          { from: '08:00', to: '10:00', quota: 1 },
          { from: '10:00', to: '12:00', quota: 5 },
        ],
      });
      const full = await hall.refusedTake('invoices');
      if (!full.text.zh.includes('10:00')) throw new Error(`no next span: ${full.text.zh}`);
      await hall.at('10:05');
      const later = (await hall.take('invoices')).number;
      return { before, after: [full.code, later], explained: full.text.zh };
    },
  },
  {
    rule: 'T6',
    async walk(hall) {
      const person = hall.person();
      const first = await hall.take('insurance', { person });
      const twice = await hall.refusedTake('insurance', {
        person: { ...person, idNumber: person.idNumber.toLowerCase() },
      });
      if (!twice.text.zh.includes(first.number)) throw new Error(`not its number: ${twice.text.zh}`);
      await hall.set({ path: 'taking.onePerPerson', value: false });
      const second = await hall.take('insurance', { person });
      return { before: twice.code, after: second.number, explained: twice.text.zh };
    },
  },
  {
    rule: 'T7',
    async walk(hall) {
      await hall.set(
        {
          path: 'queues.insurance.bookings',
          value: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '11:00', places: 9 }],
        },
        { path: 'taking.blocks', value: [] },
      );
      const person = hall.person();
      const book = () =>
        hall.must('guide01', 'booking.make', { queue: 'insurance', person, day: hall.date(), from: '10:00' });
      const before = (await book()).state;
      // The hall was at work behind the slot, and nobody came: the next day it counts as missed.
      await hall.at('11:30');
      await hall.take('invoices');
      await hall.at('09:00', 1);
      await hall.set({
        path: 'taking.blocks',
        value: [{ after: 'missed', times: 1, withinDays: 10, forDays: 20 }],
      });
      const blocked = await hall.refused('guide01', 'booking.make', {
        queue: 'insurance',
        person,
        day: hall.date(),
        from: '10:00',
      });
      await hall.take('insurance', { person });
      return { before, after: blocked.code, explained: blocked.text.zh };
    },
  },
  {
    rule: 'T8',
    async walk(hall) {
      await hall.set({
        path: 'queues.insurance.bookings',
        value: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '11:00', places: 9 }],
      });
      const item = hall.server.config.items.find(({ queue }) => queue === 'insurance')?.id as string;
      const person = hall.person();
      const input = { items: [item], person, day: hall.date(), from: '10:00' };
      await hall.must('guide01', 'booking.make', input);
      const twice = await hall.refused('guide01', 'booking.make', input);
      await hall.set({ path: 'taking.bookingsPerItemAndDay', value: 2 });
      const second = await hall.must('guide01', 'booking.make', input);
      return { before: twice.code, after: second.state, explained: twice.text.zh };
    },
  },
  {
    rule: 'T9',
    async walk(hall) {
      await hall.set({
        path: 'queues.insurance.bookings',
        value: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '10:00', to: '11:00', places: 9 }],
      });
      const person = hall.person();
      const input = { queue: 'insurance', person, day: hall.date(), from: '10:00' };
      const made = await hall.must('guide01', 'booking.make', input);
      // By the person, at a machine: what staff cancel counts against nobody.
      await hall.atKiosk('booking.cancel', { booking: made.booking });
      const again = await hall.must('guide01', 'booking.make', input);
      await hall.atKiosk('booking.cancel', { booking: again.booking });
      await hall.set({
        path: 'taking.blocks',
        value: [{ after: 'cancelled', times: 2, withinDays: 10, forDays: 5 }],
      });
      const blocked = await hall.refused('guide01', 'booking.make', input);
      return { before: again.state, after: blocked.code, explained: blocked.text.zh };
    },
  },
  {
    rule: 'T10',
    async walk(hall) {
      // No window at all is assigned to it today.
      for (const id of ['w39', 'w40']) {
        await hall.must('manager01', 'window.assign', { window: id, queues: ['enquiry'], anyway: true });
      }
      const before = await hall.refusedTake('collect');
      await hall.set({ path: 'taking.withoutWindow', value: 'take' });
      const slip = await hall.take('collect');
      const notices = slip.notices?.map((text) => text.zh).join('') ?? '';
      return { before: before.code, after: slip.number, explained: `${before.text.zh}${notices}` };
    },
  },
  {
    rule: 'T11',
    async walk(hall) {
      await hall.set({
        path: 'queues.invoices.hours',
        value: [{ days: [hall.weekday], from: '08:00', to: '17:30' }],
      });
      await hall.at('17:15');
      const told = await hall.take('invoices');
      await hall.set({ path: 'taking.closingSoon.mode', value: 'refuse' });
      const refused = await hall.refusedTake('invoices');
      const notice = told.notices?.map((text) => text.zh).join('') ?? '';
      if (notice === '') throw new Error('nothing was said');
      return { before: told.number, after: refused.code, explained: refused.text.zh };
    },
  },
  {
    rule: 'T12',
    async walk(hall) {
      const before = await hall.refusedTake('insurance');
      await hall.set({ path: 'queues.insurance.realName', value: false });
      const slip = await hall.take('insurance');
      return { before: before.code, after: slip.number, explained: before.text.zh };
    },
  },
  {
    rule: 'T13',
    async walk(hall) {
      const { ticket } = await hall.take('invoices', { paperless: false });
      const before = (await hall.must('guide01', 'ticket.reprint', { ticket })).ordinal;
      await hall.set({ path: 'reprintLimit', value: 1 });
      const limit = await hall.refused('guide01', 'ticket.reprint', { ticket });
      return { before, after: limit.code, explained: limit.text.zh };
    },
  },
];
