import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Floor } from '@hall/queue-server/hall/domain/estimates/testing/floor';
import { scoreOf, walkForward } from '@hall/queue-server/hall/domain/estimates/testing/walk';
import { afterAll, describe, expect, it } from 'vitest';
import { readTraces } from './trace.ts';

/** Ten minutes of one window: A001 is called at once, A002 waits 6 min, A003 has 15 min of bonus. */
const LINES = [
  '{"at":1788222600000,"e":"open","w":"W1","queues":["A"]}',
  '{"at":1788222660000,"e":"arrive","t":"A001","q":"A","class":"ordinary","bonusMin":0}',
  '{"at":1788222660000,"e":"call","t":"A001","w":"W1"}',
  '{"at":1788222780000,"e":"arrive","t":"A002","q":"A","class":"ordinary","bonusMin":0}',
  '{"at":1788222840000,"e":"arrive","t":"A003","q":"A","class":"elderly","bonusMin":15}',
  '{"at":1788223080000,"e":"finish","t":"A001","w":"W1"}',
  '{"at":1788223080000,"e":"call","t":"A003","w":"W1"}',
  '{"at":1788223140000,"e":"no-show","t":"A003","w":"W1"}',
  '{"at":1788223140000,"e":"call","t":"A002","w":"W1"}',
];

describe('recorded days', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'traces-'));
  writeFileSync(path.join(folder, 'day-02.jsonl'), `${LINES.slice(0, 3).join('\n')}\n`);
  writeFileSync(path.join(folder, 'day-01.jsonl'), `${LINES.join('\n')}\n`);
  writeFileSync(path.join(folder, 'README.md'), 'not a day');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('[T1] are read in order of their names, and nothing else is', () => {
    const days = readTraces(folder);
    expect(days.map((day) => day.length)).toEqual([9, 3]);
    expect(days[0]?.[0]).toEqual({ e: 'open', at: 1788222600000, w: 'W1', queues: ['A'] });
  });

  it('[T2] the floor knows who waits, who works, and the services so far', () => {
    const [day] = readTraces(folder);
    const floor = new Floor();
    for (const event of (day ?? []).slice(0, 4)) floor.apply(event);
    const third = day?.[4];
    if (third?.e !== 'arrive') throw new Error('the fifth line is an arrival');
    expect(floor.situation(third)).toEqual({
      at: 1788222840000,
      ticket: { queue: 'A', virtual: 1788222840000 - 15 * 60_000 },
      waiting: [{ queue: 'A', virtual: 1788222780000 }],
      windows: [{ id: 'W1', queues: ['A'], state: 'open', serving: { queue: 'A', calledAt: 1788222660000 } }],
    });
    expect(floor.meanService('A')).toBe(10);
    for (const event of (day ?? []).slice(4)) floor.apply(event);
    expect(floor.meanService('A')).toBe(7);
  });

  it('[T3] the naive figure, the mean error and the coverage are as defined', () => {
    const walk = walkForward(readTraces(folder).slice(0, 1), 0, 'Asia/Shanghai', () => 0);
    expect(walk.scored.map((one) => [one.actualMin, one.naiveMin])).toEqual([
      [0, 0],
      [4, 10],
      [6, 10],
    ]);
    const scored = walk.scored.map((one) => ({ ...one, pointMin: 5, p80Min: 5 }));
    const score = scoreOf({ scored, msPerEstimate: 0 });
    expect(score).toMatchObject({ tickets: 3, naiveMaeMin: 10 / 3, maeMin: 7 / 3, p80coverage: 0.5 });
    expect(score.ratio).toBeCloseTo(0.7, 12);
  });
});
