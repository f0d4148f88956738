import type { Message } from '@hall/shared/contracts/messages';
import type { HostLog } from '../log.ts';
import type { Peripherals } from '../peripherals.ts';
import { openHeadStore } from './head-store.ts';

/** The name and kind under which a contradiction shows in the host's health. */
const NAME = 'ledger-heads';

/**
 * Keeps each signed head that the server publishes. One that contradicts what is kept is a sign that the hall's
 * ledger was rewritten or rolled back: it is logged, and stands in the host's health until a head fits again.
 */
export function keepHeads(options: {
  readonly hall: string;
  readonly dataDir: string;
  readonly peripherals: Pick<Peripherals, 'update'>;
  readonly log: HostLog;
}): (message: Message<'head'>) => Promise<void> {
  const { hall, peripherals, log } = options;
  const store = openHeadStore(options.dataDir, {
    onProblem: (error) =>
      log.error({ event: 'ledger.heads-unwritten', reason: error.message }, 'heads are kept in memory only'),
  });
  let contradicted = false;
  return async ({ head }) => {
    try {
      const taken = head.hall === hall ? await store.take(head) : 'unsigned';
      if (taken === 'kept' || taken === 'known') {
        if (contradicted) peripherals.update(NAME, NAME, { state: 'up', reason: '', counters: {} });
        contradicted = false;
        return;
      }
      log.error(
        {
          event: 'ledger.head-contradiction',
          reason: taken,
          seq: head.seq,
          kept: store.newest()?.seq ?? null,
        },
        'a head of the ledger contradicts what is kept',
      );
      if (taken === 'unsigned') return;
      contradicted = true;
      peripherals.update(NAME, NAME, { state: 'down', reason: taken, counters: {} });
    } catch (error) {
      log.error(
        { event: 'ledger.head-unkept', reason: (error as Error).message },
        'a head could not be kept',
      );
    }
  };
}
