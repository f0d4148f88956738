import { LOCK_S, type RuleHall } from '../rule-hall.ts';
import type { Scenario } from '../scenario.ts';

/** An ordinary person of ten minutes ago, and seniors who came later but count as earlier. */
async function overtakenBy(hall: RuleHall, seniors: number): Promise<string> {
  const ordinary = await hall.take('insurance', { person: hall.person() });
  await hall.pass(60);
  for (let i = 0; i < seniors; i += 1) await hall.take('insurance', { person: hall.person(1940) });
  return ordinary.number;
}

export const NEXT: readonly Scenario[] = [
  {
    rule: 'X1',
    says: '（X1）',
    async walk(hall) {
      await hall.open('w24', 'clerk01');
      const ordinary = await overtakenBy(hall, 4);
      const order = [await hall.serve('w24', 'clerk01'), await hall.serve('w24', 'clerk01')];
      if (order.includes(ordinary)) throw new Error('the ordinary person was not overtaken');
      await hall.set({ path: 'next.overtaken.people', value: 2 });
      const called = await hall.call('w24', 'clerk01');
      return { before: order, after: called.number === ordinary, explained: called.why.zh };
    },
  },
  {
    rule: 'X2',
    says: '（X2）',
    async walk(hall) {
      await hall.open('w24', 'clerk01');
      await hall.set({ path: 'next.overtaken.people', value: 1 }, { path: 'next.share', value: 20 });
      // Eight ordinary people, and green ones who would come before.
      for (let i = 0; i < 8; i += 1) await hall.take('insurance', { person: hall.person() });
      await hall.pass(60);
      const greens: string[] = [];
      for (let i = 0; i < 5; i += 1) {
        const claim = { kind: 'green' as const, reason: 'urgent' };
        greens.push((await hall.take('insurance', { person: hall.person(), claim })).number);
      }
      // The first green one overtakes them all to the limit.
      await hall.serve('w24', 'clerk01');
      const green = async () => greens.includes(await hall.serve('w24', 'clerk01'));
      const before = [await green(), await green(), await green()];
      await hall.set({ path: 'next.share', value: 2 });
      const after = [await green(), await green(), await green()];
      const called = await hall.call('w24', 'clerk01');
      return { before: before.includes(true), after: after.includes(true), explained: called.why.zh };
    },
  },
  {
    rule: 'X3',
    says: '（X3）',
    async walk(hall) {
      const calledFirst: boolean[] = [];
      let explained = '';
      for (const [window, clerk, first] of [
        ['w24', 'clerk01', true],
        ['w25', 'clerk02', false],
      ] as const) {
        if (!first) await hall.set({ path: 'next.boundFirst', value: false });
        await hall.open(window, clerk);
        const ordinary = await hall.take('insurance', { person: hall.person() });
        await hall.pass(60);
        const bound = await hall.take('insurance', { person: hall.person() });
        await hall.must('guide01', 'ticket.move', { ticket: bound.ticket, to: { window } });
        const called = await hall.call(window, clerk);
        calledFirst.push(called.number === bound.number);
        if (first) explained = called.why.zh;
        // Nobody of the first round is left for the second.
        if (first) await hall.must('guide01', 'ticket.cancel', { ticket: ordinary.ticket, reason: 'staff' });
      }
      return { before: calledFirst[0], after: calledFirst[1], explained };
    },
  },
  {
    rule: 'X4',
    says: '（X4）',
    async walk(hall) {
      await hall.open('w24', 'clerk01');
      await hall.set({ path: 'priority.bonusMin.green', value: 0 });
      const line = async () => {
        const ordinary = await hall.take('insurance', { person: hall.person() });
        await hall.pass(60);
        const green = await hall.take('insurance', {
          ...{ person: hall.person(), claim: { kind: 'green', reason: 'urgent' } as const },
        });
        return { ordinary: ordinary.number, green: green.number };
      };
      const one = await line();
      const first = await hall.call('w24', 'clerk01');
      await hall.must('clerk01', 'window.start', { window: 'w24' });
      await hall.must('clerk01', 'window.finish', { window: 'w24' });
      await hall.pass(LOCK_S);
      await hall.serve('w24', 'clerk01');
      await hall.set({ path: 'next.greenFirst', value: false });
      const two = await line();
      const second = await hall.call('w24', 'clerk01');
      return {
        before: first.number === one.green,
        after: second.number !== two.ordinary,
        explained: first.why.zh,
      };
    },
  },
  {
    rule: 'X5',
    async walk(hall) {
      await hall.open('w24', 'clerk01');
      const ordinary = await overtakenBy(hall, 2);
      const first = await hall.serve('w24', 'clerk01');
      await hall.set({ path: 'next.by', value: 'arrival' });
      const called = await hall.call('w24', 'clerk01');
      return { before: first === ordinary, after: called.number === ordinary, explained: called.why.zh };
    },
  },
  {
    rule: 'X6',
    says: '（X6）',
    async walk(hall) {
      await hall.open('w30', 'clerk01');
      for (let i = 0; i < 3; i += 1) await hall.take('insurance', { person: hall.person() });
      const nobody = await hall.refused('clerk01', 'window.call', { window: 'w30' });
      await hall.set({ path: 'windows.w30.secondary', value: [{ queue: 'insurance', above: 2 }] });
      const called = await hall.call('w30', 'clerk01');
      return { before: nobody.code, after: called.number.slice(0, 1), explained: called.why.zh };
    },
  },
];
