import { describe, expect, it } from 'vitest';
import { staffed } from './windows.ts';

const HALL = [
  { id: 'w1', serves: ['a'] },
  { id: 'w2', serves: ['a', 'b'] },
  { id: 'w3', serves: ['b'] },
  { id: 'w4', serves: ['a'] },
  { id: 'w5', serves: ['c'] },
  { id: 'w6', serves: [] },
];

describe('the windows of a crowd', () => {
  it('serve every queue, with as few as that takes', () => {
    expect(staffed(HALL, 2)).toEqual(['w2', 'w5']);
    expect(staffed(HALL, 1)).toEqual(['w2']);
  });

  it('are spread where there are more clerks, each once, and never more than there are', () => {
    expect(staffed(HALL, 4)).toEqual(['w2', 'w5', 'w1', 'w4']);
    expect(staffed(HALL, 20).toSorted()).toEqual(HALL.map(({ id }) => id));
    expect(staffed([], 3)).toEqual([]);
  });
});
