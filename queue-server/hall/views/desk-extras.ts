import type { Desk } from '@hall/shared/contracts/commands';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import { marked } from '../domain/next/marks.ts';
import { servedBy, windowsServing } from '../domain/serving-windows.ts';
import { type HallState, windowOf } from '../domain/state.ts';
import { asLeft, undoableUntil } from '../domain/undoing.ts';
import { queueName, queueState } from './serving.ts';

/** What the rules offer a clerk besides the next call: who is parked, what can be taken back, where people can go. */

/** More would not be read. */
const PASSED_SHOWN = 12;

type Extras = Pick<
  Desk,
  'parked' | 'passed' | 'undo' | 'returnAt' | 'serves' | 'paper' | 'choices' | 'destinations'
>;

export function deskExtras(state: HallState, config: HallConfig, window: WindowConfig, at: number): Extras {
  const status = windowOf(state, window.id);
  const { queues, secondary } = servedBy(state, window);
  return {
    parked: status.parked.flatMap((id) => {
      const ticket = state.tickets.get(id);
      if (!ticket) return [];
      return {
        ticket: id,
        number: ticket.number,
        queueName: queueName(config, ticket.queue),
        parkedAt: ticket.parkedAt ?? at,
        dueAt: ticket.parkedUntil ?? at,
      };
    }),
    passed: passed(state, config, [...queues, ...secondary.map(({ queue }) => queue)]),
    undo: undoable(state, config, window.id, at),
    returnAt: status.returnAt,
    serves: queues.map((queue) => ({
      queue,
      name: queueName(config, queue),
      waiting: queueState(state, queue).waiting.size,
    })),
    paper: config.queues.flatMap(({ id, name, prefix, paperNumbers }) =>
      paperNumbers && queues.includes(id)
        ? { queue: id, name, prefix, ...paperNumbers, on: queueState(state, id).paperSince !== null }
        : [],
    ),
    choices: {
      pause: config.windowRules.pauseReasons,
      outOfTurn: config.calling.outOfTurnReasons,
      quickServe: config.calling.quickServe,
    },
    destinations: {
      queues: config.queues
        .filter(({ id }) => windowsServing(state, config, id).length > 0)
        .map(({ id, name, zone }) => ({ queue: id, name, zone })),
      windows: config.windows
        .filter(({ id }) => id !== window.id && windowOf(state, id).state !== 'closed')
        .map(({ id, number, zone }) => ({ window: id, number, zone })),
    },
  };
}

/** [K6] No-shows of today that may come back, the latest first. */
function passed(state: HallState, config: HallConfig, queues: readonly string[]): Desk['passed'] {
  const { times } = config.calling.reactivate;
  return queues
    .flatMap((queue) => [...marked(state, 'passed', queue)])
    .filter((ticket) => ticket.day === state.day && ticket.reactivated < times)
    .sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0) || b.seq - a.seq)
    .slice(0, PASSED_SHOWN)
    .map((ticket) => ({
      ticket: ticket.id,
      number: ticket.number,
      queueName: queueName(config, ticket.queue),
      at: ticket.endedAt ?? ticket.arrival,
    }));
}

/** [K12] */
function undoable(state: HallState, config: HallConfig, window: string, at: number): Desk['undo'] {
  const last = windowOf(state, window).undo;
  const ticket = last ? state.tickets.get(last.ticket.id) : undefined;
  if (!last || !ticket) return null;
  const until = undoableUntil(last, config.calling.undoSeconds);
  if (at > until || !asLeft(state, ticket, last, config)) return null;
  return { act: last.act, number: ticket.number, until };
}
