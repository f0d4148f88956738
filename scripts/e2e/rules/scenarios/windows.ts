import type { Scenario } from '../scenario.ts';

export const WINDOWS: readonly Scenario[] = [
  {
    rule: 'W1',
    async walk(hall) {
      await hall.open('w18', 'clerk01');
      const refused = await hall.refused('clerk01', 'window.pause', { window: 'w18', reason: 'drill' });
      await hall.set({
        path: 'windowRules.pauseReasons',
        value: [{ id: 'drill', name: { zh: '消防演练', en: 'Fire drill' }, minutes: 25 }],
      });
      const desk = await hall.must('clerk01', 'window.pause', { window: 'w18', reason: 'drill' });
      const minutes = Math.round(((desk.returnAt ?? 0) - (await hall.now())) / 60_000);
      return { before: refused.code, after: [desk.state, minutes], explained: desk.reason?.zh ?? '' };
    },
  },
  {
    rule: 'W2',
    async walk(hall) {
      await hall.open('w30', 'clerk01');
      const slip = await hall.take('insurance', { person: hall.person() });
      const nobody = await hall.refused('clerk01', 'window.call', { window: 'w30' });
      await hall.set({ path: 'windows.w30.queues', value: ['fund', 'insurance'] });
      const called = await hall.call('w30', 'clerk01');
      if (called.number !== slip.number) throw new Error('another number was called');
      // Taking the windows of a queue away while somebody waits there strands a person.
      const waiting = await hall.take('household', { person: hall.person() });
      let stranded = 'OK';
      for (const window of ['w34', 'w35', 'w36']) {
        if (window === 'w36') {
          const refusal = await hall.refused('manager01', 'window.assign', { window, queues: ['social'] });
          stranded = `${refusal.code} ${refusal.text.zh}`;
        } else await hall.must('manager01', 'window.assign', { window, queues: ['social'] });
      }
      if (!waiting.number) throw new Error('nobody waits');
      return { before: nobody.code, after: called.number, explained: stranded };
    },
  },
  {
    rule: 'W3',
    async walk(hall) {
      await hall.open('w37', 'clerk01');
      await hall.take('enquiry');
      const warned = await hall.refused('clerk01', 'window.close', { window: 'w37' });
      await hall.set({ path: 'windowRules.lastWindow', value: 'refuse' });
      const refused = await hall.refused('clerk01', 'window.close', { window: 'w37', anyway: true });
      await hall.set({ path: 'windowRules.lastWindow', value: 'allow' });
      const desk = await hall.must('clerk01', 'window.close', { window: 'w37' });
      return {
        before: warned.code,
        after: [refused.code, desk.state],
        explained: `${warned.text.zh}${refused.text.zh}`,
      };
    },
  },
  {
    rule: 'W4',
    async walk(hall) {
      const slip = await hall.take('invoices');
      await hall.at('12:29');
      const state = async () => (await hall.must('manager01', 'ticket.read', { ticket: slip.ticket })).state;
      const before = await state();
      await hall.set({ path: 'windowRules.bulkClose', value: [{ at: '12:30' }] });
      await hall.at('12:31');
      const after = await hall.until(state, 'closed');
      return { before, after, explained: await hall.story(slip.ticket) };
    },
  },
];

export const PAPER: readonly Scenario[] = [
  {
    rule: 'P1',
    async walk(hall) {
      await hall.set(
        { path: 'queues.enquiry.paperNumbers', value: { first: 900, last: 999 } },
        {
          path: 'queues.enquiry.lastNumber',
          value: 899,
        },
      );
      await hall.must('guide01', 'paper.start', { queue: 'enquiry' });
      const taken = await hall.refusedTake('enquiry');
      await hall.must('guide01', 'paper.end', { queue: 'enquiry' });
      await hall.set({ path: 'paper.startedBy', value: 'manager' });
      const refused = await hall.refused('guide01', 'paper.start', { queue: 'enquiry' });
      await hall.must('manager01', 'paper.start', { queue: 'enquiry' });
      return { before: taken.code, after: refused.code, explained: refused.text.zh };
    },
  },
  {
    rule: 'P2',
    async walk(hall) {
      await hall.open('w37', 'clerk01');
      const none = await hall.refused('guide01', 'paper.start', { queue: 'enquiry' });
      await hall.set(
        { path: 'queues.enquiry.lastNumber', value: 899 },
        { path: 'queues.enquiry.paperNumbers', value: { first: 900, last: 950 } },
      );
      await hall.must('guide01', 'paper.start', { queue: 'enquiry' });
      const outside = await hall.refused('clerk01', 'paper.call', { window: 'w37', number: 'N960' });
      const called = await hall.must('clerk01', 'paper.call', { window: 'w37', number: 'N912' });
      return {
        before: none.code,
        after: [outside.code, called.number],
        explained: `${outside.text.zh}${called.why.zh}`,
      };
    },
  },
];

export const ESTIMATES: readonly Scenario[] = [
  {
    rule: 'E1',
    async walk(hall) {
      await hall.open('w37', 'clerk01');
      await hall.take('enquiry');
      const told = await hall.take('enquiry');
      if (told.estimate === null) throw new Error('no wait was told');
      await hall.set({ path: 'estimates.told', value: false });
      const silent = await hall.take('enquiry');
      return { before: told.estimate !== null, after: silent.estimate, explained: await hall.logged() };
    },
  },
  {
    rule: 'E2',
    async walk(hall) {
      await hall.take('enquiry');
      await hall.pass(11 * 60);
      const late = async () =>
        (await hall.must('manager01', 'hall.read', {})).queues.find(({ id }) => id === 'enquiry')?.late;
      await hall.set({ path: 'queues.enquiry.warnAfterMin', value: 60 });
      const before = await late();
      await hall.set({ path: 'queues.enquiry.warnAfterMin', value: 10 });
      return { before, after: await late(), explained: await hall.logged() };
    },
  },
];
