import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadHallConfig } from '../config/load.ts';
import { madeDay } from './made-days.testing.ts';
import { RatingSum } from './published-ratings.ts';

const loaded = loadHallConfig(fileURLToPath(new URL('../config/demo-hall.yaml', import.meta.url)));
if (!loaded.ok) throw new Error(loaded.error.message);
const CONFIG = loaded.value;
const DAY = '2026-11-20';

/** `grades` of one queue, given in turn to the clerks. */
function dayOf(...groups: { queue: string; window: string; clerks: string[]; grades: number[] }[]) {
  const made = groups.flatMap(({ queue, window, clerks, grades }) =>
    grades.map((grade, i) => ({ queue, window, grade, clerk: clerks[i % clerks.length]! })),
  );
  const day = madeDay(
    DAY,
    made.map(({ queue, window, clerk }, i) => ({ queue, at: i, called: i, ended: i + 5, window, clerk })),
  );
  return {
    ...day,
    ratings: day.visits.map(({ ticket }, i) => ({
      ticket,
      window: made[i]!.window,
      grade: made[i]!.grade,
    })),
  };
}
const many = (n: number, grade = 5) => Array.from({ length: n }, () => grade);
const THREE = ['c1', 'c2', 'c3'];

function published(...days: ReturnType<typeof dayOf>[]) {
  const sum = new RatingSum(CONFIG);
  for (const day of days) sum.add(day);
  return sum.published('2026-10-21', '2026-11-20', 1);
}
const zone = (told: ReturnType<typeof published>, id: string) =>
  told.zones.find((one) => one.zone === id)?.grades;
const department = (told: ReturnType<typeof published>, id: string) =>
  told.departments.find((one) => one.department === id)?.grades;

describe('[I7] ratings as the public sees them', () => {
  it('counts the grades of an area and a department, best first, over the days', () => {
    const told = published(
      dayOf({ queue: 'insurance', window: 'w24', clerks: THREE, grades: [...many(15), 4, 3, 1] }),
      dayOf({ queue: 'insurance', window: 'w25', clerks: THREE, grades: [5, 2] }),
    );
    expect(zone(told, 'social')).toEqual({ count: 20, grades: [16, 1, 1, 1, 1] });
    expect(department(told, 'labour')).toEqual({ count: 20, grades: [16, 1, 1, 1, 1] });
    expect(told.hall).toEqual({ count: 20, grades: [16, 1, 1, 1, 1] });
    expect(told).toMatchObject({ from: '2026-10-21', to: '2026-11-20', minimum: 20 });
  });

  it('publishes nothing below the minimum, and nothing of fewer than three clerks', () => {
    const few = published(dayOf({ queue: 'tax', window: 'w18', clerks: THREE, grades: many(19) }));
    expect([few.hall, zone(few, 'tax')]).toEqual([null, null]);
    const two = published(dayOf({ queue: 'tax', window: 'w18', clerks: ['c1', 'c2'], grades: many(60) }));
    expect([two.hall, zone(two, 'tax'), department(two, 'tax')]).toEqual([null, null, null]);
  });

  it('no difference of two published figures tells of a group that is not', () => {
    const told = published(
      dayOf(
        { queue: 'insurance', window: 'w24', clerks: THREE, grades: many(40) },
        { queue: 'fund', window: 'w30', clerks: ['c7'], grades: many(25, 1) },
      ),
    );
    // The area has both; its figure is of the one that is published.
    expect(department(told, 'fund')).toBeNull();
    expect(zone(told, 'social')).toEqual(department(told, 'labour'));
    expect(told.hall?.grades[4]).toBe(0);
  });

  it('leaves out what belongs to nobody: a window that did not serve, a queue that is gone', () => {
    const day = dayOf({ queue: 'insurance', window: 'w24', clerks: THREE, grades: many(20) });
    const elsewhere = { ...day, ratings: day.ratings.map((one) => ({ ...one, window: 'w99' })) };
    expect(published(elsewhere).hall).toBeNull();
    expect(
      published(dayOf({ queue: 'gone', window: 'w24', clerks: THREE, grades: many(30) })).hall,
    ).toBeNull();
  });

  it('names no clerk, no window and no ticket', () => {
    const told = published(dayOf({ queue: 'insurance', window: 'w24', clerks: THREE, grades: many(30) }));
    expect(JSON.stringify(told)).not.toMatch(/c1|w24|00000/);
  });
});
