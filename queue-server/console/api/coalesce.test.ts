import { describe, expect, it } from 'vitest';
import { coalesce } from './coalesce.ts';

function clock() {
  let now = 0;
  let timers: { at: number; run: () => void; id: number }[] = [];
  let ids = 0;
  return {
    parts: {
      now: () => now,
      setTimer: (run: () => void, ms: number) => {
        const id = ++ids;
        timers.push({ at: now + ms, run, id });
        return id;
      },
      clearTimer: (id: unknown) => {
        timers = timers.filter((timer) => timer.id !== id);
      },
    },
    to(time: number) {
      for (;;) {
        const due = timers.filter((timer) => timer.at <= time).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = due.at;
        due.run();
      }
      now = time;
    },
  };
}

describe('coalesced re-reads', () => {
  it('[C1] the first event after a quiet spell reads at once', () => {
    const { parts } = clock();
    let runs = 0;
    coalesce(() => runs++, 100, parts).ask();
    expect(runs).toBe(1);
  });

  it('[C2] a hundred events in 500 ms make at most six reads at 100 ms, the last one after the last event', () => {
    const time = clock();
    const runs: number[] = [];
    const reread = coalesce(() => runs.push(time.parts.now()), 100, time.parts);
    for (let at = 0; at < 500; at += 5) {
      time.to(at);
      reread.ask();
    }
    time.to(1_000);
    expect(runs).toEqual([0, 100, 200, 300, 400, 500]);
  });

  it('[C3] nothing runs after stop', () => {
    const time = clock();
    let runs = 0;
    const reread = coalesce(() => runs++, 100, time.parts);
    reread.ask();
    reread.ask();
    reread.stop();
    time.to(1_000);
    expect(runs).toBe(1);
  });
});
