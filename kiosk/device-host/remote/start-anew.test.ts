import { expect, it } from 'vitest';
import type { HostClock } from '../clock.ts';
import { waitForQuiet } from './start-anew.ts';

function handClock() {
  let now = 0;
  let due: { at: number; run: () => void }[] = [];
  const clock: HostClock = {
    now: () => now,
    after(delayMs, run) {
      const entry = { at: now + delayMs, run };
      due.push(entry);
      return () => {
        due = due.filter((one) => one !== entry);
      };
    },
  };
  const pass = async (ms: number) => {
    for (const end = now + ms; ; ) {
      const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) {
        now = end;
        return;
      }
      due = due.filter((one) => one !== next);
      now = next.at;
      next.run();
      await Promise.resolve();
    }
  };
  return { clock, pass };
}

function waiting(withinMs: number, start: { busy: boolean; printing: boolean }) {
  const { clock, pass } = handClock();
  const now = { ...start };
  let over = false;
  let told = 0;
  const wait = waitForQuiet({ busy: () => now.busy, printing: () => now.printing }, withinMs, clock, () => {
    told += 1;
  });
  void wait.done.then(() => {
    over = true;
  });
  return { now, pass, wait, over: () => over, told: () => told };
}

it('goes at once where nobody is there, and a second after the last one left', async () => {
  const nobody = waiting(60_000, { busy: false, printing: false });
  await nobody.pass(1_100);
  expect([nobody.over(), nobody.told()]).toEqual([true, 0]);
  const somebody = waiting(60_000, { busy: true, printing: false });
  await somebody.pass(30_000);
  expect([somebody.over(), somebody.told()]).toEqual([false, 1]);
  somebody.now.busy = false;
  await somebody.pass(500);
  // The next one comes.
  somebody.now.busy = true;
  await somebody.pass(2_000);
  expect(somebody.over()).toBe(false);
  somebody.now.busy = false;
  await somebody.pass(1_600);
  expect(somebody.over()).toBe(true);
});

it('goes at the deadline though somebody is there, but not before the paper is out', async () => {
  const it = waiting(5_000, { busy: true, printing: true });
  await it.pass(20_000);
  expect(it.over()).toBe(false);
  it.now.printing = false;
  await it.pass(500);
  expect(it.over()).toBe(true);
});

it('does not wait for ever for a paper, and not at all once it is called off', async () => {
  const stuck = waiting(0, { busy: false, printing: true });
  await stuck.pass(46_000);
  expect(stuck.over()).toBe(true);
  const off = waiting(5_000, { busy: true, printing: false });
  off.wait.cancel();
  await off.pass(60_000);
  expect(off.over()).toBe(false);
});
