import { describe, expect, it } from 'vitest';
import { judgeSelfTest, openingTestDue, type SelfTestFacts } from './self-test.ts';

const WELL: SelfTestFacts = {
  online: true,
  skewMs: 120,
  disk: { freeMb: 9_000, totalMb: 20_000 },
  diskWarnMb: 500,
  unwritable: [],
  numbers: { left: 40, of: 40 },
  peripherals: [
    { name: 'ticket-printer', kind: 'ticket-printer', state: 'up', reason: null, since: 0, counters: {} },
  ],
  camera: 'there',
  pages: [{ place: '/?window=4f2a', full: true, plain: true, heardMsAgo: 90 }],
};
const states = (facts: SelfTestFacts) =>
  Object.fromEntries(
    judgeSelfTest(facts, { why: 'start', at: 1_000, before: null }).checks.map(({ id, state }) => [
      id,
      state,
    ]),
  );

describe('a self-test', () => {
  it('finds a machine well on which everything is', () => {
    expect(new Set(Object.values(states(WELL)))).toEqual(new Set(['ok']));
  });

  it.each<[string, Partial<SelfTestFacts>, string, string]>([
    ['a server that is away', { online: false }, 'server', 'warn'],
    ['a clock 6 s ahead', { skewMs: 6_000 }, 'clock', 'warn'],
    ['a clock two minutes behind', { skewMs: -120_000 }, 'clock', 'fail'],
    ['a clock that was never compared', { skewMs: null }, 'clock', 'warn'],
    ['little room', { disk: { freeMb: 400, totalMb: 20_000 } }, 'disk', 'warn'],
    ['no room', { disk: { freeMb: 20, totalMb: 20_000 } }, 'disk', 'fail'],
    ['data that cannot be written', { unwritable: ['data', 'log'] }, 'files', 'fail'],
    ['a log that cannot be written', { unwritable: ['log'] }, 'files', 'warn'],
    ['few own numbers', { numbers: { left: 7, of: 40 } }, 'numbers', 'warn'],
    ['no own numbers', { numbers: { left: 0, of: 40 } }, 'numbers', 'fail'],
    ['no camera', { camera: 'missing' }, 'camera', 'fail'],
    ['no page', { pages: [] }, 'page', 'fail'],
    ['a page that hangs', { pages: [{ ...(WELL.pages ?? [])[0]!, heardMsAgo: 9_000 }] }, 'page', 'fail'],
    ['a page in a browser', { pages: [{ ...(WELL.pages ?? [])[0]!, place: '/' }] }, 'shell', 'warn'],
    ['a zoomed page', { pages: [{ ...(WELL.pages ?? [])[0]!, plain: false }] }, 'shell', 'warn'],
  ])('says %s', (_what, change, id, state) => {
    expect(states({ ...WELL, ...change })).toMatchObject({ [id]: state });
  });

  it('asks nothing of what a machine has not', () => {
    const bare = states({ ...WELL, camera: null, pages: null, numbers: null, peripherals: [] });
    expect(Object.keys(bare)).toEqual(['server', 'clock', 'disk', 'files']);
  });

  it('keeps since when something fails, until it is mended', () => {
    const broken = { ...WELL, camera: 'missing' } as const;
    const first = judgeSelfTest(broken, { why: 'start', at: 1_000, before: null });
    const second = judgeSelfTest(broken, { why: 'opening', at: 5_000, before: first });
    const mended = judgeSelfTest(WELL, { why: 'remote', at: 9_000, before: second });
    const since = [first, second, mended].map(
      ({ checks }) => checks.find(({ id }) => id === 'camera')?.since,
    );
    expect(since).toEqual([1_000, 1_000, 9_000]);
  });
});

describe('the daily self-test', () => {
  const at = (minutes: number, day = '2026-11-23') => ({ day, minutes });
  const EIGHT = 8 * 60;

  it('is due a quarter of an hour before the first queue opens, once a day', () => {
    const due = (minutes: number, last: string | null) =>
      openingTestDue('opening', [9 * 60, EIGHT], at(minutes), last);
    expect(due(EIGHT - 16, '2026-11-22')).toBe(false);
    expect(due(EIGHT - 15, '2026-11-22')).toBe(true);
    expect(due(EIGHT - 15, '2026-11-23')).toBe(false);
    expect(due(EIGHT + 60, null)).toBe(true);
    expect(due(18 * 60, null)).toBe(false);
  });

  it('is not due on a day without hours, and at the time that was set whatever the hours', () => {
    expect(openingTestDue('opening', [], at(EIGHT), null)).toBe(false);
    expect(openingTestDue('07:30', [], at(7 * 60 + 30), null)).toBe(true);
    expect(openingTestDue('07:30', [EIGHT], at(7 * 60 + 29), null)).toBe(false);
  });
});
