import { expect, it } from 'vitest';
import { type Kept, toDelete } from './retention.ts';

const DAY_MS = 86_400_000;
const made = (day: string, hour = 2): Kept => ({
  file: `${day}-${hour}`,
  day,
  at: Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000,
});
const daysBack = (from: string, count: number) =>
  Array.from({ length: count }, (_, i) =>
    made(new Date(Date.parse(`${from}T00:00:00Z`) - i * DAY_MS).toISOString().slice(0, 10)),
  );
const left = (all: readonly Kept[], gone: readonly string[]) =>
  all.map(({ file }) => file).filter((file) => !gone.includes(file));

it('keeps the newest of each of the last days and of each of the last weeks', () => {
  // 2026-11-22 is a Sunday.
  const all = daysBack('2026-11-22', 40);
  const gone = toDelete(all, { daily: 3, weekly: 3 });
  expect(left(all, gone)).toEqual([
    '2026-11-22-2',
    '2026-11-21-2',
    '2026-11-20-2',
    '2026-11-15-2',
    '2026-11-08-2',
  ]);
});

it('of several of one day the newest stays', () => {
  const all = [made('2026-11-20', 2), made('2026-11-20', 9), made('2026-11-20', 17), made('2026-11-19')];
  expect(toDelete(all, { daily: 2, weekly: 0 }).sort()).toEqual(['2026-11-20-2', '2026-11-20-9']);
});

it('a hall that was off for months loses nothing, and the newest always stays', () => {
  const old = [made('2026-03-02'), made('2026-03-03')];
  expect(toDelete(old, { daily: 2, weekly: 1 })).toEqual([]);
  expect(toDelete([made('2026-03-02')], { daily: 0, weekly: 0 })).toEqual([]);
});

it('a week ends on Sunday, also over the turn of a year', () => {
  const all = daysBack('2027-01-04', 9);
  const gone = toDelete(all, { daily: 1, weekly: 2 });
  expect(left(all, gone)).toEqual(['2027-01-04-2', '2027-01-03-2']);
});
