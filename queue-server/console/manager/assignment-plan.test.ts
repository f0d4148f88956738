import type { HallView } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { planFor, sameQueues, toggled } from './assignment-plan.ts';

const window = {
  serves: ['c'],
  secondary: [
    { queue: 'd', above: 4 },
    { queue: 'a', above: 2 },
  ],
  usual: { queues: ['a', 'b'], secondary: [{ queue: 'd', above: 4 }] },
} as unknown as HallView['windows'][number];

describe('[W2] what a window is assigned', () => {
  it('goes on helping out where it does, but not in a queue that it now serves anyway', () => {
    expect(planFor(window, ['c', 'd'])).toEqual({
      queues: ['c', 'd'],
      secondary: [{ queue: 'a', above: 2 }],
    });
  });

  it('the ticks of other days, in whatever order, are the plan of other days: the way back', () => {
    expect(planFor(window, ['b', 'a'])).toEqual(window.usual);
    expect(sameQueues(['a', 'b'], ['b', 'a'])).toBe(true);
    expect(sameQueues(['a'], ['a', 'b'])).toBe(false);
  });

  it('ticks on and off', () => {
    expect(toggled(['a'], 'b', true)).toEqual(['a', 'b']);
    expect(toggled(['a', 'b'], 'a', false)).toEqual(['b']);
  });
});
