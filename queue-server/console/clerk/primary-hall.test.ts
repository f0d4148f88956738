import { describe, expect, it } from 'vitest';
import { testConfig } from '../../hall/testing/hall.ts';
import { take } from '../../hall/testing/rules.ts';
import { at, callingHall } from '../../hall/testing/window.ts';
import { deskView } from '../../hall/views/desk.ts';
import { primaryOf } from './primary.ts';

/** The page against the hall's own rules: Space offers a call exactly where the server would make one. */

const WINDOW = 'w30';
const ABOVE = 2;

function hallWith(own: readonly boolean[], helped: readonly boolean[]) {
  const windows = testConfig().windows.map((window) =>
    window.id === WINDOW ? { ...window, secondary: [{ queue: 'invoices', above: ABOVE }] } : window,
  );
  const hall = callingHall({}, { windows });
  at(hall, 'open', {}, WINDOW);
  for (const paperless of own) take(hall, { queue: 'fund', paperless });
  for (const paperless of helped) take(hall, { queue: 'invoices', paperless });
  hall.at += 1_000;
  return hall;
}

/** Lines of people whose paper is out (true) or not. */
const OWN = [[], [true], [false], [false, true]];
const HELPED = [0, 1, 2, 3, 4].flatMap((out) =>
  [0, 2].map((not) => [...Array<boolean>(not).fill(false), ...Array<boolean>(out).fill(true)]),
);

describe('Space and window.call', () => {
  for (const own of OWN) {
    for (const helped of HELPED) {
      it(`[X5] [X6] own line ${JSON.stringify(own)}, helped line ${JSON.stringify(helped)}`, () => {
        const hall = hallWith(own, helped);
        const window = hall.config.windows.find(({ id }) => id === WINDOW)!;
        const desk = deskView(hall.state, hall.config, window, { expected: [], note: null }, hall.at);
        const primary = primaryOf(desk, hall.at);
        const called = hall.run('window.call', { window: WINDOW }, 'clerk02');
        expect(primary.action).toBe('call');
        expect(primary.blocked === null).toBe(called.ok);
      });
    }
  }
});
