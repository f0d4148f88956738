import { expect, it } from 'vitest';
import { fromFirstFree } from './from-first-free.ts';

const slots = (...free: number[]) => free.map((places, i) => ({ from: `${9 + i}:00`, free: places }));

it('leaves out what is over before the first free time, and keeps full ones behind it', () => {
  expect(fromFirstFree(slots(0, 0, 3, 0, 6)).map(({ free }) => free)).toEqual([3, 0, 6]);
  expect(fromFirstFree(slots(2, 0)).length).toBe(2);
  expect(fromFirstFree(slots(0, 0)).length).toBe(2);
  expect(fromFirstFree([])).toEqual([]);
});
