import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { loadHallKeys } from '../vault/hall-key.ts';
import { Vault } from '../vault/vault.ts';
import { Ledger } from './ledger.ts';
import type { FromWriter, Submission, ToWriter, WriterOptions } from './protocol.ts';
import { commitBatch } from './writer.ts';

/** The thread that owns ledger and vault: a slow disk stalls nothing but this. */

/**
 * Commands in one transaction. A batch is decided for about as long as the disk takes to commit: on a fast
 * disk small batches let main thread and writer work at the same time, on a slow one large ones share the wait.
 */
const MIN_BATCH = 32;
const MAX_BATCH = 256;
/** Commands that are decided while the disk takes a millisecond (measured: 40 to 60 µs each). */
const DECIDED_PER_MS = 20;

const port = parentPort!;
const options = workerData as WriterOptions;
const say = (message: FromWriter) => port.postMessage(message);

try {
  const vault = new Vault(options.vaultFile, loadHallKeys(options.hallKeyFile, options.vaultFile));
  const ledger = new Ledger({ file: options.ledgerFile, config: options.config });
  say({ kind: 'ready', epoch: ledger.epoch, seq: ledger.state.seq });

  const waiting: { id: number; submission: Submission }[] = [];

  const batchSize = () =>
    Math.min(MAX_BATCH, Math.max(MIN_BATCH, Math.round(ledger.commitMs * DECIDED_PER_MS)));

  const commit = () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchSize());
      const result = commitBatch(
        ledger,
        vault,
        batch.map((entry) => entry.submission),
        options.config.timeZone,
      );
      say({
        kind: 'committed',
        answers: batch.map((entry, i) => ({ id: entry.id, answer: result.answers[i]! })),
        events: result.events,
        head: ledger.head,
      });
    }
  };

  const take = (message: ToWriter): void => {
    if (message.kind === 'batch') waiting.push(...message.batch);
    else if (message.kind === 'read') {
      const { id, what, ref, purpose, at } = message;
      let value: unknown = null;
      let failed = false;
      try {
        value = what === 'person' ? vault.person(ref, purpose, at) : vault.text(ref, purpose, at);
      } catch (error) {
        // Not the same as forgotten: whoever asked must not go on as if there were no person.
        failed = true;
        console.error(error);
      }
      say({ kind: 'read', id, failed, value });
    } else {
      commit();
      ledger.close();
      vault.close();
      say({ kind: 'closed' });
      port.close();
    }
  };

  port.on('message', (message: ToWriter) => {
    take(message);
    // What came in while the last commit ran shares the next one.
    for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port))
      take(more.message as ToWriter);
    commit();
  });
} catch (error) {
  say({ kind: 'refuses', reason: error instanceof Error ? error.message : String(error) });
  port.close();
}
