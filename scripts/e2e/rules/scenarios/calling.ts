import { LOCK_S, type RuleHall } from '../rule-hall.ts';
import type { Scenario } from '../scenario.ts';

const WINDOW = 'w18';
const CLERK = 'clerk01';
const at = { window: WINDOW };

/** The window is open and has called the first of several. */
async function called(hall: RuleHall, waiting = 3) {
  await hall.open(WINDOW, CLERK);
  for (let i = 0; i < waiting; i += 1) await hall.take('invoices');
  return hall.call(WINDOW, CLERK);
}

async function serving(hall: RuleHall, waiting = 3) {
  const first = await called(hall, waiting);
  await hall.must(CLERK, 'window.start', at);
  return first;
}

export const CALLING: readonly Scenario[] = [
  {
    rule: 'K1',
    async walk(hall) {
      await called(hall);
      await hall.must(CLERK, 'window.no-show', at);
      const locked = await hall.refused(CLERK, 'window.call', at);
      await hall.set({ path: 'calling.lockSeconds', value: 0 });
      await hall.pass(LOCK_S);
      await hall.call(WINDOW, CLERK);
      await hall.must(CLERK, 'window.no-show', at);
      const next = await hall.call(WINDOW, CLERK);
      return { before: locked.code, after: next.number, explained: locked.text.zh };
    },
  },
  {
    rule: 'K2',
    async walk(hall) {
      await called(hall);
      await hall.pass(10);
      await hall.must(CLERK, 'window.recall', at);
      await hall.set(
        { path: 'calling.recallLimit', value: 2 },
        { path: 'calling.recallSpacingSeconds', value: 60 },
      );
      await hall.pass(10);
      const soon = await hall.refused(CLERK, 'window.recall', at);
      await hall.pass(60);
      await hall.must(CLERK, 'window.recall', at);
      await hall.pass(70);
      const limit = await hall.refused(CLERK, 'window.recall', at);
      return {
        before: 'recalled',
        after: [soon.code, limit.code],
        explained: `${soon.text.zh}${limit.text.zh}`,
      };
    },
  },
  {
    rule: 'K3',
    async walk(hall) {
      const valid = async () => (await hall.announcement(() => hall.must(CLERK, 'window.recall', at))).lasts;
      const { ticket } = await called(hall);
      await hall.pass(10);
      const before = await valid();
      await hall.set({ path: 'calling.announceSeconds', value: 90 });
      await hall.pass(10);
      return { before, after: await valid(), explained: await hall.story(ticket) };
    },
  },
  {
    rule: 'K4',
    async walk(hall) {
      await hall.open(WINDOW, CLERK);
      const slip = await hall.take('invoices', { paperless: false });
      const report = { outcome: 'unknown' as const, reason: 'SILENT' };
      await hall.must('guide01', 'ticket.report-print', { ticket: slip.ticket, ordinal: 1, report });
      const early = await hall.refused(CLERK, 'window.call', at);
      await hall.set({ path: 'calling.unknownPrintSeconds', value: 0 });
      const { number, ticket } = await hall.call(WINDOW, CLERK);
      return { before: early.code, after: number, explained: await hall.story(ticket) };
    },
  },
  {
    rule: 'K5',
    async walk(hall) {
      await called(hall);
      await hall.set({ path: 'calling.noShowAfterCalls', value: 2 });
      const early = await hall.refused(CLERK, 'window.no-show', at);
      await hall.pass(10);
      await hall.must(CLERK, 'window.recall', at);
      await hall.must(CLERK, 'window.no-show', at);
      return { before: 'no-show after one call', after: early.code, explained: early.text.zh };
    },
  },
  {
    rule: 'K6',
    async walk(hall) {
      const first = await called(hall, 6);
      await hall.must(CLERK, 'window.no-show', at);
      const back = await hall.must(CLERK, 'ticket.reactivate', { ticket: first.ticket });
      await hall.pass(LOCK_S);
      const second = await hall.call(WINDOW, CLERK);
      await hall.must(CLERK, 'window.no-show', at);
      await hall.set({ path: 'calling.reactivate', value: { times: 1, behind: 1 } });
      const sooner = await hall.must(CLERK, 'ticket.reactivate', { ticket: second.ticket });
      await hall.set({ path: 'calling.reactivate.times', value: 0 });
      await hall.pass(LOCK_S);
      const third = await hall.call(WINDOW, CLERK);
      await hall.must(CLERK, 'window.no-show', at);
      const limit = await hall.refused(CLERK, 'ticket.reactivate', { ticket: third.ticket });
      return { before: back.ahead, after: [sooner.ahead, limit.code], explained: limit.text.zh };
    },
  },
  {
    rule: 'K7',
    async walk(hall) {
      const first = await serving(hall);
      await hall.must(CLERK, 'window.park', at);
      const parked = (await hall.must(CLERK, 'desk.read', at)).parked.map(({ number }) => number);
      await hall.pass(LOCK_S);
      await hall.must(CLERK, 'window.resume', { ...at, ticket: first.ticket });
      await hall.must(CLERK, 'window.start', at);
      await hall.set({ path: 'calling.park.most', value: 0 });
      const limit = await hall.refused(CLERK, 'window.park', at);
      return { before: parked, after: limit.code, explained: limit.text.zh };
    },
  },
  {
    rule: 'K8',
    async walk(hall) {
      await hall.set({ path: 'queues.tax.realName', value: false });
      const ahead: number[] = [];
      let explained = '';
      for (const keeps of [true, false]) {
        if (!keeps) await hall.set({ path: 'calling.transferKeepsArrival', value: false });
        const mine = await hall.take('invoices');
        await hall.pass(60);
        const other = await hall.take('tax');
        await hall.must('guide01', 'ticket.move', { ticket: mine.ticket, to: { queue: 'tax' } });
        await hall.open(keeps ? 'w18' : 'w19', keeps ? 'clerk01' : 'clerk02');
        const next = await hall.call(keeps ? 'w18' : 'w19', keeps ? 'clerk01' : 'clerk02');
        ahead.push(next.number === mine.number ? 0 : 1);
        const left = next.number === mine.number ? other : mine;
        await hall.must('guide01', 'ticket.cancel', { ticket: left.ticket, reason: 'staff' });
        explained = await hall.story(mine.ticket);
      }
      return { before: ahead[0], after: ahead[1], explained };
    },
  },
  {
    rule: 'K9',
    async walk(hall) {
      await hall.open(WINDOW, CLERK);
      await hall.take('invoices');
      const wanted = await hall.take('invoices');
      const input = { ...at, ticket: wanted.ticket, reason: 'wheelchair' };
      const refused = await hall.refused(CLERK, 'window.call-ticket', input);
      await hall.set({
        path: 'calling.outOfTurnReasons',
        value: [{ id: 'wheelchair', name: { zh: '轮椅通道', en: 'Wheelchair access' } }],
      });
      const out = await hall.must(CLERK, 'window.call-ticket', input);
      if (!out.why.zh.includes('轮椅通道')) throw new Error(`its reason is not said: ${out.why.zh}`);
      return { before: refused.code, after: out.number === wanted.number, explained: out.why.zh };
    },
  },
  {
    rule: 'K10',
    async walk(hall) {
      const [first, second] = ['insurance', 'fund'].map(
        (queue) => hall.server.config.items.find((item) => item.queue === queue)?.id as string,
      ) as [string, string];
      const person = hall.person();
      const slip = await hall.must('guide01', 'ticket.take', {
        ...{ items: [first, second], person, paperless: true },
      });
      await hall.open('w24', 'clerk01');
      await hall.open('w30', 'clerk02');
      const steps = [await hall.serve('w24', 'clerk01'), await hall.serve('w30', 'clerk02')];
      if (steps[0] !== slip.number || steps[1] !== slip.number) throw new Error(`went to ${steps}`);
      await hall.set({ path: 'calling.itemsPerTicket', value: 1 });
      const many = await hall.refused('guide01', 'ticket.take', {
        ...{ items: [first, second], person, paperless: true },
      });
      return { before: steps, after: many.code, explained: many.text.zh };
    },
  },
  {
    rule: 'K11',
    async walk(hall) {
      await hall.open(WINDOW, CLERK);
      const walkIn = await hall.must(CLERK, 'window.serve', { ...at, queue: 'invoices' });
      await hall.must(CLERK, 'window.finish', at);
      await hall.set({ path: 'calling.quickServe', value: false });
      const off = await hall.refused(CLERK, 'window.serve', { ...at, queue: 'invoices' });
      return { before: walkIn.number, after: off.code, explained: off.text.zh };
    },
  },
  {
    rule: 'K12',
    async walk(hall) {
      const first = await serving(hall);
      await hall.must(CLERK, 'window.finish', at);
      await hall.pass(20);
      const undone = await hall.must(CLERK, 'window.undo', at);
      if (undone.number !== first.number) throw new Error('another number was undone');
      await hall.must(CLERK, 'window.finish', at);
      await hall.set({ path: 'calling.undoSeconds', value: 5 });
      await hall.pass(20);
      const late = await hall.refused(CLERK, 'window.undo', at);
      return { before: undone.act, after: late.code, explained: late.text.zh };
    },
  },
  {
    rule: 'K13',
    async walk(hall) {
      await serving(hall);
      await hall.pass(LOCK_S);
      const confirm = await hall.refused(CLERK, 'window.call', at);
      const next = await hall.call(WINDOW, CLERK, true);
      await hall.must(CLERK, 'window.start', at);
      await hall.set({ path: 'calling.overRunning', value: 'refuse' });
      await hall.pass(LOCK_S);
      const busy = await hall.refused(CLERK, 'window.call', { ...at, end: true });
      return {
        before: [confirm.code, next.number],
        after: busy.code,
        explained: `${confirm.text.zh}${busy.text.zh}`,
      };
    },
  },
];
