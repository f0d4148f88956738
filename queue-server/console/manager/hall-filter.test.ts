import type { HallView } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { countsOf, EVERYTHING, zonesShown } from './hall-filter.ts';

const window = (id: string, zone: string, state: string, assigned = false) => ({ id, zone, state, assigned });
const hall = {
  zones: [{ id: 'tax' }, { id: 'civil' }, { id: 'empty' }],
  windows: [
    window('w1', 'tax', 'open'),
    window('w2', 'tax', 'paused', true),
    window('w3', 'civil', 'closed'),
  ],
} as unknown as HallView;
const shown = (filter: Parameters<typeof zonesShown>[1]) =>
  zonesShown(hall, filter).map(({ zone, windows }) => [zone.id, windows.map(({ id }) => id)]);

describe('the filter of the live hall', () => {
  it('shows every zone where nothing is chosen, also one without windows', () => {
    expect(shown(EVERYTHING)).toEqual([
      ['tax', ['w1', 'w2']],
      ['civil', ['w3']],
      ['empty', []],
    ]);
  });

  it('by state, and by what was changed for today; zones with nothing to show go', () => {
    expect(shown({ zone: null, state: 'closed' })).toEqual([['civil', ['w3']]]);
    expect(shown({ zone: null, state: 'assigned' })).toEqual([['tax', ['w2']]]);
    expect(shown({ zone: 'civil', state: 'open' })).toEqual([]);
  });

  it('counts what each choice would show, within the zone', () => {
    expect(countsOf(hall, null)).toEqual({ all: 3, open: 1, paused: 1, closed: 1, assigned: 1 });
    expect(countsOf(hall, 'civil')).toEqual({ all: 1, open: 0, paused: 0, closed: 1, assigned: 0 });
  });
});
