import type { Scenario } from '../scenario.ts';

export const NUMBERS: readonly Scenario[] = [
  {
    rule: 'N1',
    async walk(hall) {
      const before = (await hall.take('invoices')).number;
      await hall.set(
        { path: 'queues.enquiry.prefix', value: 'Q' },
        { path: 'queues.enquiry.digits', value: 4 },
      );
      const slip = await hall.take('enquiry');
      return { before, after: slip.number, explained: await hall.story(slip.ticket) };
    },
  },
  {
    rule: 'N2',
    async walk(hall) {
      const before = (await hall.take('invoices')).number;
      await hall.set(
        { path: 'queues.enquiry.firstNumber', value: 500 },
        { path: 'queues.enquiry.lastNumber', value: 501 },
        { path: 'queues.enquiry.dailyQuota', value: 2 },
      );
      const first = (await hall.take('enquiry')).number;
      await hall.take('enquiry');
      const full = await hall.refusedTake('enquiry');
      return { before, after: [first, full.code], explained: full.text.zh };
    },
  },
  {
    rule: 'N3',
    async walk(hall) {
      await hall.take('invoices');
      await hall.take('invoices');
      await hall.at('09:00', 1);
      const before = (await hall.take('invoices')).number;
      await hall.set({ path: 'numbering.restart', value: 'continue' });
      await hall.take('invoices');
      await hall.at('09:00', 1);
      const slip = await hall.take('invoices');
      return { before, after: slip.number, explained: await hall.story(slip.ticket) };
    },
  },
  {
    rule: 'N4',
    async walk(hall) {
      await hall.set(
        { path: 'queues.enquiry.lastNumber', value: 12 },
        { path: 'queues.enquiry.dailyQuota', value: 4 },
      );
      const before: string[] = [];
      for (let i = 0; i < 2; i += 1) before.push((await hall.take('enquiry')).number);
      // Before the first number of a day: later, a kiosk may have given some without the server.
      await hall.at('09:00', 1);
      const kiosks = hall.server.config.devices.filter((device) => device.kind === 'kiosk').length;
      await hall.set(
        { path: 'queues.enquiry.lastNumber', value: 3 + kiosks },
        { path: 'queues.enquiry.dailyQuota', value: 3 },
        { path: 'numbering.perKiosk', value: 1 },
      );
      const given: string[] = [];
      for (let i = 0; i < 3; i += 1) given.push((await hall.take('enquiry')).number);
      // The rest of the range is the kiosks' own.
      const rest = await hall.refusedTake('enquiry');
      return { before, after: [given, rest.code], explained: rest.text.zh };
    },
  },
];
