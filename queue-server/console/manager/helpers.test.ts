import type { HallView } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { helpersFor } from './helpers.ts';

const window = (number: number, zone: string, state: string, serves: string[]) => ({
  ...{ id: `w${number}`, number, zone, state, serves },
});

describe('windows that could help a line', () => {
  it('are of its zone and not open; those that serve it anyway first, paused ones after closed ones', () => {
    const hall = {
      queues: [{ id: 'a', zone: 'tax' }],
      windows: [
        window(1, 'tax', 'open', ['a']),
        window(2, 'tax', 'closed', ['b']),
        window(3, 'tax', 'paused', ['a']),
        window(4, 'tax', 'closed', ['a']),
        window(5, 'civil', 'closed', ['a']),
        window(6, 'tax', 'paused', ['b']),
      ],
    } as unknown as HallView;
    expect(helpersFor(hall, 'a').map(({ number }) => number)).toEqual([4, 3, 2]);
    expect(helpersFor(hall, 'unknown')).toEqual([]);
  });
});
