import type { Desk } from '@hall/shared/contracts/commands';
import { describe, expect, it } from 'vitest';
import { type PureHall, testConfig } from '../../hall/testing/hall.ts';
import { take } from '../../hall/testing/rules.ts';
import { at, callingHall } from '../../hall/testing/window.ts';
import { deskView } from '../../hall/views/desk.ts';
import { deskOf, type FixtureRules, openToHelp, ownLines } from './fixture-desk.ts';
import { busyHall, type Hall, type Waiting } from './fixture-hall.ts';

/** The invented hall helps out exactly where the real one does: else no test of the page would see a fault of it. */

const WINDOW = 'w3';
const RULES: FixtureRules = {
  paper: new Set(),
  lastWindow: 'allow',
  overRunning: 'confirm',
  quickServe: true,
  callLockMs: 0,
};

/** Somebody in a line, whose paper is out or not. */
interface Arrival {
  readonly own: boolean;
  readonly out: boolean;
}

function realHall(arrivals: readonly Arrival[]): PureHall {
  const windows = testConfig().windows.map((window) =>
    window.id === WINDOW
      ? { ...window, queues: ['company'], secondary: [{ queue: 'enquiry', above: 2 }] }
      : window,
  );
  const hall = callingHall({}, { windows });
  at(hall, 'open', {}, WINDOW);
  for (const { own, out } of arrivals) {
    // Within a minute: a paper that nobody speaks of for longer counts as out [K4].
    hall.at += 1_000;
    take(hall, { queue: own ? 'company' : 'enquiry', paperless: out });
  }
  return hall;
}

function inventedHall(arrivals: readonly Arrival[]): Hall {
  const hall = busyHall(0);
  const waiting = arrivals.map(
    ({ own, out }, i): Waiting => ({
      ticket: `${i}`,
      number: `${i}`,
      queue: own ? 'company' : 'enquiry',
      class: 'ordinary',
      items: [],
      arrivedAt: i,
      callable: out,
      held: out ? null : 'paper',
    }),
  );
  hall.waiting.splice(0, hall.waiting.length, ...waiting);
  return hall;
}

/** What tells of the rule, without names and ids. */
function told({ waiting, waitingTotal, secondary }: Desk) {
  const rows = (list: Desk['waiting']) =>
    list.map(({ queue, callable, held }) => ({ queue, callable, held }));
  return {
    own: rows(waiting),
    waitingTotal,
    helped: secondary.map(({ queue, waiting: all, above, open, rows: shown }) => ({
      queue,
      all,
      above,
      open,
      shown: rows(shown),
    })),
  };
}

const own = (out: boolean): Arrival => ({ own: true, out });
const helped = (...papers: boolean[]): Arrival[] => papers.map((out) => ({ own: false, out }));

const CASES: Readonly<Record<string, readonly Arrival[]>> = {
  nobody: [],
  'up to the threshold': helped(true, true),
  'above the threshold only with a paper that is not out': helped(true, true, false),
  'above the threshold': helped(true, false, true, true),
  'a long helped line': helped(...Array<boolean>(20).fill(true)),
  'somebody in the own line': [own(true), ...helped(true, true, true)],
  'somebody in the own line who cannot be called': [own(false), ...helped(true, true, true)],
};

describe('the invented desk against the desk of the hall', () => {
  for (const [name, arrivals] of Object.entries(CASES)) {
    it(`[X6] ${name}`, () => {
      const hall = realHall(arrivals);
      const window = hall.config.windows.find(({ id }) => id === WINDOW)!;
      const real = deskView(hall.state, hall.config, window, { expected: [], note: null }, hall.at);
      const invented = inventedHall(arrivals);
      const seat = { ...invented.seats.get(WINDOW)!, queues: ['company'] };
      expect(told(deskOf(invented, seat, RULES, 1_000))).toEqual(told(real));
      const next = [...ownLines(invented, seat), ...openToHelp(invented, seat)].find(
        ({ callable }) => callable,
      );
      expect(next !== undefined).toBe(hall.run('window.call', { window: WINDOW }, 'clerk02').ok);
    });
  }
});
