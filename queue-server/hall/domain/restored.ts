import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { type Decide, decided, refused } from './context.ts';
import type { HallRestored } from './events.ts';
import { EMPTY_QUEUE, type HallState } from './state.ts';

/**
 * Numbers after a restore. A backup is older than what happened: numbers were handed out after it that no
 * ledger knows any more, and none of them may be handed out a second time. What is known for certain is that a
 * queue never gives more than its quota in a day, counting up from its first number. So each restore of a day
 * leaves out one block as large as the quota: the numbers behind it cannot be out. Whoever read the last
 * numbers off the wall and the papers says them, and the queue goes on right behind. A new day starts at the
 * first number again, restored or not.
 */

/** Ticket numbers have at most four digits (identifiers.ts). */
export const HIGHEST_NUMBER = 9999;
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
    const { lastNumber, floor } = state.queues.get(queue.id) ?? EMPTY_QUEUE;
    const told = body.lastNumbers[queue.id];
    if (told !== undefined) {
      if (told < (lastNumber ?? queue.firstNumber - 1) || told > HIGHEST_NUMBER) {
        return refused('BAD_REQUEST', `the backup itself holds a later number of queue ${queue.id}`, {
          queue: queue.id,
          lastNumber,
        });
      }
      floors[queue.id] = told;
      continue;
    }
    const first = queue.firstNumber - 1;
    floors[queue.id] = Math.max(
      first + body.restoresToday * queue.dailyQuota,
      // The backup was itself made after a restore: its block comes on top.
      floor === null ? first : floor + queue.dailyQuota,
    );
  }
  const cases = casesAfter(state, body, config);
  if (cases >= HIGHEST_CASE) {
    return refused('NUMBERS_USED_UP', 'no case numbers are left for today: say the last one that was given');
  }
  const data: HallRestored = { from: body.from, epoch: body.epoch, floors, cases };
  return decided([{ type: 'hall.restored', data }], { floors, cases });
};

/** A case needs a ticket of today, or one that was at a window at midnight. */
function casesAfter(state: HallState, body: RestoreBody, config: HallConfig): number {
  if (body.lastCase !== null) return Math.max(body.lastCase, state.cases);
  const most = config.queues.reduce((sum, queue) => sum + queue.dailyQuota, config.windows.length);
  const restoredBefore = state.queues.some((queue) => queue.floor !== null);
  return Math.max(body.restoresToday * most, state.cases + (restoredBefore ? most : 0));
}

/** What `hall.restored` makes of the hall. */
export function afterRestore(state: HallState, data: HallRestored): HallState {
  const queues = state.queues.withMutations((map) => {
    for (const [id, floor] of Object.entries(data.floors))
      map.set(id, { ...(map.get(id) ?? EMPTY_QUEUE), floor });
  });
  return { ...state, queues, cases: data.cases };
}

/** The next number of a queue, and the highest that it may give today. */
export function numbersOf(
  queue: { readonly firstNumber: number; readonly lastNumber: number; readonly dailyQuota: number },
  status: { readonly lastNumber: number | null; readonly floor: number | null },
): { readonly next: number; readonly highest: number } {
  const next = status.lastNumber === null ? queue.firstNumber : status.lastNumber + 1;
  if (status.floor === null) return { next, highest: queue.lastNumber };
  // Behind a block that was left out, a day may need numbers beyond the queue's usual range.
  const highest = Math.min(HIGHEST_NUMBER, Math.max(queue.lastNumber, status.floor + queue.dailyQuota));
  return { next: Math.max(next, status.floor + 1), highest };
}
