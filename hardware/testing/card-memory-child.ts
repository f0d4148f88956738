import { writeHeapSnapshot } from 'node:v8';
import type { ReadIdCard } from '../drivers/card-reader/driver.ts';
import { openCardReader } from '../drivers/card-reader/driver.ts';
import { openTransport } from '../transport/open.ts';
import type { TransportSpec } from '../transport/transport.ts';

/**
 * A process that reads one card and lets it go, to be looked through from outside (`card-memory.ts`). It never
 * knows what it has to forget.
 */
export type ChildTask = {
  readonly spec: TransportSpec;
  /**
   * - `drop`: the card is cleared unread.
   * - `use`: its fields become text, as at a ticket machine, and are dropped; the card is cleared; work goes on.
   * - `keep`: card and text are kept (the negative control).
   */
  readonly mode: 'drop' | 'use' | 'keep';
};
export type ToChild = { readonly do: 'snapshot'; readonly file: string } | { readonly do: 'end' };
export type FromChild = { readonly did: 'ready' | 'read' | 'snapshot' };

/** Together more than a young generation holds: what is left of dead strings there is written over. */
const WORK_ROUNDS = 4;
const WORK_STRINGS = 400_000;
/** The call that gave the card has returned; its frames held it. */
const SETTLE_MS = 100;

const task = JSON.parse(process.argv[2]!) as ChildTask;
const say = (did: FromChild['did']): void => void process.send?.({ did } satisfies FromChild);
const kept: unknown[] = [];

function textsOf(card: ReadIdCard): string[] {
  return [card.name, card.number, card.address ?? '', card.birth];
}

function take(card: ReadIdCard): void {
  if (task.mode === 'keep') kept.push(card, textsOf(card));
  if (task.mode === 'use') Buffer.from(JSON.stringify(textsOf(card))).fill(0);
  if (task.mode !== 'keep') card.clear();
}

/** What a ticket machine does all day; the sum keeps it from being optimised away. */
function goOn(): number {
  let sum = 0;
  for (let round = 0; round < WORK_ROUNDS; round += 1) {
    for (let index = 0; index < WORK_STRINGS; index += 1) sum += `${index}|${round}|other work`.length;
    globalThis.gc?.();
  }
  return sum;
}

const reader = openCardReader({
  open: openTransport(task.spec),
  onEvent(event) {
    if (event.type === 'health' && event.health.reason === 'ready') say('ready');
    if (event.type !== 'laid') return;
    take(event.card);
    setTimeout(() => {
      if (task.mode === 'use' && goOn() === 0) return;
      globalThis.gc?.();
      say('read');
    }, SETTLE_MS);
  },
});

process.on('message', (message: ToChild) => {
  if (message.do === 'end') {
    void reader.close().then(() => process.exit(kept.length > 2 ? 1 : 0));
    return;
  }
  writeHeapSnapshot(message.file);
  say('snapshot');
});
