import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import type { LedgerCommand } from '../domain/decide.ts';
import { type Ticket, windowOf } from '../domain/state.ts';
import { PureHall, testConfig } from './hall.ts';
import { QUEUE, take } from './rules.ts';

/** A window with its clerk, for the tests of the rules of calling. */

export const WINDOW = 'w18';
export const CLERK = 'clerk01';
export const OTHER_WINDOW = 'w19';
export const OTHER_CLERK = 'clerk02';

type Calling = Partial<HallConfig['calling']>;

/** The demo hall without the lock between calls, where nobody needs a card. */
export function callingHall(calling: Calling = {}, sections: Partial<HallConfig> = {}): PureHall {
  return new PureHall(
    testConfig((config) => ({
      ...config,
      queues: config.queues.map((queue) => ({ ...queue, realName: false })),
      ...sections,
      calling: { ...config.calling, lockSeconds: 0, recallSpacingSeconds: 0, ...calling },
    })),
  );
}

/** Waits a second, then acts at the window. */
export function at(
  hall: PureHall,
  act: string,
  body: Record<string, unknown> = {},
  window = WINDOW,
  clerk = window === WINDOW ? CLERK : OTHER_CLERK,
) {
  hall.at += 1_000;
  return hall.must(`window.${act}` as LedgerCommand, { window, ...body } as never, clerk) as Record<
    string,
    unknown
  >;
}

/** The code of the refusal of an act at the window; throws where it was not refused. */
export function refusedAt(
  hall: PureHall,
  act: string,
  body: Record<string, unknown> = {},
  window = WINDOW,
  clerk = window === WINDOW ? CLERK : OTHER_CLERK,
): { code: string; details?: Record<string, unknown>; text?: Text } {
  const decision = hall.run(`window.${act}` as LedgerCommand, { window, ...body } as never, clerk);
  if (decision.ok) throw new Error(`window.${act} was not refused`);
  return decision.error as { code: string; details?: Record<string, unknown>; text?: Text };
}

/** Somebody takes a number and is called; what more is asked happens too. */
export function seated(hall: PureHall, state: 'called' | 'serving' = 'called', queue = QUEUE): string {
  const { ticket } = take(hall, { queue });
  if (windowOf(hall.state, WINDOW).state !== 'open') at(hall, 'open');
  at(hall, 'call');
  if (state === 'serving') at(hall, 'start');
  return ticket;
}

export function ticketOf(hall: PureHall, id: string): Ticket {
  return hall.state.tickets.get(id)!;
}

/** Numbers in the order of a line. */
export function line(hall: PureHall, queue = QUEUE): string[] {
  return (hall.state.queues.get(queue)?.waiting.toArray() ?? []).map(
    ({ ticket }) => ticketOf(hall, ticket).number,
  );
}
