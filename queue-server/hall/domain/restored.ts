import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { type Decide, decided, refused } from './context.ts';
import type { HallRestored } from './events.ts';
import { HIGHEST_NUMBER, highestToday, liesBefore } from './numbering.ts';
import { EMPTY_QUEUE, type HallState } from './state.ts';

/**
 * Numbers after a restore. A backup is older than what happened: numbers were handed out after it that no
 * ledger knows any more, and none of them may be handed out a second time. Quotas say nothing about them: whoever
 * stands at a window gets a number beyond the quota [K11], and a manager may have raised one since. What is known
 * for certain is that a queue never leaves its range. So the first restore of a day leaves out the whole range, and
 * each further one all that could be given behind that. Whoever read the last numbers off the wall and the papers
 * says them, and the queue goes on right behind. A new day starts as the hall's rule says [N3], restored or not.
 */

/** The serial of a case number has four digits. */
const HIGHEST_CASE = 9999;

export interface RestoreBody {
  /** Epoch and position of the backup; its time, ms. */
  readonly from: { readonly epoch: string; readonly seq: number; readonly at: number };
  /** The epoch that begins. */
  readonly epoch: string;
  /** How many restores this business day has seen, with this one. */
  readonly restoresToday: number;
  /** Queue → the last number that anyone holds, where somebody looked. */
  readonly lastNumbers: Readonly<Record<string, number>>;
  /** The last case serial of the day, where somebody looked; otherwise null. */
  readonly lastCase: number | null;
}

/** Begins a new epoch on a restored ledger; see above for what it does to numbers. */
export const restoreHall: Decide<RestoreBody> = (state, body, { config }) => {
  const floors: Record<string, number> = {};
  for (const queue of config.queues) {
    const given = state.queues.get(queue.id) ?? EMPTY_QUEUE;
    const { lastNumber, floor } = given;
    const told = body.lastNumbers[queue.id];
    if (told !== undefined) {
      if (liesBefore(config, queue, given, told) || told > HIGHEST_NUMBER) {
        return refused('BAD_REQUEST', `the backup itself holds a later number of queue ${queue.id}`, {
          queue: queue.id,
          lastNumber,
        });
      }
      floors[queue.id] = told;
      continue;
    }
    // Behind the range, not at its end: where counting goes round [N3], the end is a number like any other.
    let block = queue.lastNumber + 1;
    for (let again = 1; again < body.restoresToday; again += 1) block = highestToday(config, queue, block);
    // The backup was itself made after a restore: its block comes on top.
    const onTop = floor === null ? 0 : highestToday(config, queue, floor);
    floors[queue.id] = Math.max(block, onTop);
  }
  const cases = casesAfter(state, body, config);
  if (cases >= HIGHEST_CASE) {
    return refused('NUMBERS_USED_UP', 'no case numbers are left for today: say the last one that was given');
  }
  const data: HallRestored = { from: body.from, epoch: body.epoch, floors, cases };
  return decided([{ type: 'hall.restored', data }], { floors, cases });
};

/**
 * A case needs a ticket of today, or one that was at a window at midnight; but a ticket of several items makes
 * several [K10], and what is undone uses up its serial [K12]. So half of what is left is left out as well.
 */
function casesAfter(state: HallState, body: RestoreBody, config: HallConfig): number {
  if (body.lastCase !== null) return Math.max(body.lastCase, state.cases);
  const most = config.queues.reduce((sum, queue) => sum + queue.dailyQuota, config.windows.length);
  const restoredBefore = state.queues.some((queue) => queue.floor !== null);
  const left = HIGHEST_CASE - state.cases;
  const half = restoredBefore ? left / 2 : left * (1 - 0.5 ** body.restoresToday);
  return Math.max(
    body.restoresToday * most,
    state.cases + Math.ceil(Math.max(half, restoredBefore ? most : 0)),
  );
}

/** What `hall.restored` makes of the hall. */
export function afterRestore(state: HallState, data: HallRestored): HallState {
  const queues = state.queues.withMutations((map) => {
    for (const [id, floor] of Object.entries(data.floors))
      map.set(id, { ...(map.get(id) ?? EMPTY_QUEUE), floor });
  });
  return { ...state, queues, cases: data.cases };
}
