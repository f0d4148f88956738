import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { QUEUE_LINE_COMMANDS } from '@hall/shared/contracts/queue-line';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { LedgerClient } from '../ledger/client.ts';
import { queueLine } from '../views/queue-line.ts';
import type { Handlers } from './administration.ts';

interface Options {
  readonly ledger: Pick<LedgerClient, 'state'>;
  readonly config: () => HallConfig;
  readonly now: () => number;
}

/** One line of the hall, as a manager looks into it. */
export function queueLineHandlers({
  ledger,
  config,
  now,
}: Options): Handlers<keyof typeof QUEUE_LINE_COMMANDS> {
  return {
    'queue.read': async ({ body }) => {
      const queue = config().queues.find(({ id }) => id === body.queue);
      if (!queue) return err(fault('QUEUE_UNKNOWN', 'no such queue'));
      return ok(queueLine(ledger.state, config(), queue, now()));
    },
  };
}
