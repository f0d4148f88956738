import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { type Answered, answerVault } from '../vault/asks.ts';
import { loadHallKeys } from '../vault/hall-key.ts';
import { Keeper } from '../vault/keeper.ts';
import { Mentions } from '../vault/mentions.ts';
import { Vault } from '../vault/vault.ts';
import { VisitNotes } from '../vault/visit-notes.ts';
import { Ledger } from './ledger.ts';
import type { FromWriter, Submission, ToWriter, WriterOptions } from './protocol.ts';
import { Settling } from './settling.ts';
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

/** Housekeeping looks this often whether nobody needs the writer. */
const TIDY_MS = 1_000;
/** The writer counts as idle after this long without a message. */
const IDLE_MS = 2_000;
/** With nothing left to do it looks again after this. */
const REST_MS = 600_000;

const port = parentPort!;
const options = workerData as WriterOptions;
const say = (message: FromWriter) => port.postMessage(message);

try {
  const { privacy } = options.config;
  const hallKeys = loadHallKeys(options.hallKeyFile, options.vaultFile);
  const vault = new Vault(options.vaultFile, hallKeys, privacy.cipherSuite);
  const ledger = new Ledger({
    ...{ file: options.ledgerFile, config: options.config, platform: options.platform ?? true },
  });
  const mentions = new Mentions(options.ledgerFile);
  const keeper = new Keeper(vault, mentions, privacy);
  keeper.start(ledger.epoch);
  say({ kind: 'ready', epoch: ledger.epoch, seq: ledger.state.seq });

  const notes = new VisitNotes(vault);
  const tidyNotes = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      // The words are in nobody's way; the next start looks again.
      console.error(error);
    }
  };
  tidyNotes(() => notes.sweep(ledger.state));

  const waiting: { id: number; submission: Submission }[] = [];

  const batchSize = () =>
    Math.min(MAX_BATCH, Math.max(MIN_BATCH, Math.round(ledger.commitMs * DECIDED_PER_MS)));

  const commit = () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, batchSize());
      const before = ledger.state;
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
        commitMs: ledger.commitMs,
      });
      // After everybody has their answer: destroying keys takes its time.
      tidyNotes(() => notes.follow(before, ledger.state, result.events));
    }
  };

  const settling = new Settling();
  const answer = (kind: 'read' | 'vault', id: number, work: () => Answered): void => {
    try {
      const { value, events, settled } = work();
      const { head, commitMs } = ledger;
      if (events.length > 0) say({ kind: 'committed', answers: [], events, head, commitMs });
      if (settled === undefined) say({ kind, id, failed: false, value });
      else settling.wait(settled, (done) => say({ kind, id, failed: !done, value: done ? value : null }));
    } catch (error) {
      // Not the same as forgotten: whoever asked must not go on as if there were no person.
      console.error(error);
      say({ kind, id, failed: true, value: null });
    }
  };

  const settleKeys = (): void => {
    try {
      vault.keys.settle();
    } catch (error) {
      console.error(error);
    }
  };

  // Everything but events waits until nobody waits: one small step at a time.
  let lastMessage = performance.now();
  let restUntil = 0;
  let archiveFailure: string | null = null;
  const housekeeping = setInterval(() => {
    const now = performance.now();
    settleKeys();
    if (now < restUntil || now - lastMessage < IDLE_MS) return;
    if (!ledger.tidy()) restUntil = now + REST_MS;
    if (ledger.archiveFailure !== archiveFailure) {
      archiveFailure = ledger.archiveFailure;
      say({ kind: 'archive', failure: archiveFailure });
    }
  }, TIDY_MS);

  const take = (message: ToWriter): void => {
    lastMessage = performance.now();
    if (message.kind === 'batch') waiting.push(...message.batch);
    else if (message.kind === 'head') {
      // Its events are on disk already: whoever sends a head was told of them.
      say({ kind: 'head', id: message.id, kept: ledger.keepHead(message.head) });
    } else if (message.kind === 'read') {
      const { id, what, ref, access } = message;
      answer('read', id, () => ({
        value: what === 'person' ? vault.person(ref, access) : vault.text(ref, access),
        events: [],
      }));
    } else if (message.kind === 'vault') {
      // What came before may be a ticket of the very person whom this is about.
      commit();
      const { id, ask } = message;
      answer('vault', id, () => answerVault(ask, { vault, ledger, keeper, settings: privacy }));
    } else {
      commit();
      clearInterval(housekeeping);
      settling.end();
      mentions.close();
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
