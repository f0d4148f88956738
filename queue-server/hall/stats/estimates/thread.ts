import { parentPort, workerData } from 'node:worker_threads';
import type { Curve } from '../../domain/estimates/curve.ts';
import { EstimateKeeper } from './keeper.ts';
import type { FromThread, SentCurve, ThreadOptions, ToThread } from './protocol.ts';
import { isOutside } from './store.ts';

/** The estimates thread: a share of one processor, however many take numbers. */

/** It works so long at once and then rests, so that on average it takes `DUTY` of one core. */
const SLICE_MS = 40;
const DUTY = 0.15;
const REST_AT_LEAST_MS = 200;

const port = parentPort!;
const say = (message: FromThread, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);
const keeper = opened();
let toldReady = false;
let toldTrouble: string | null = null;
let timer: NodeJS.Timeout | null = null;
/** Processor time at the end of the last work: what came since, answers to people too, is rested for. */
let usedMs = processorMs();

/** Not the clock's: on a busy machine this thread waits for a core, and is rested enough by that. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

function opened(): EstimateKeeper {
  try {
    return new EstimateKeeper(workerData as ThreadOptions, () => performance.now());
  } catch (error) {
    if (isOutside(error)) say({ kind: 'keeping', trouble: (error as Error).message });
    throw error;
  }
}

function work(): void {
  const curves = keeper.work(SLICE_MS);
  if (!toldReady && keeper.ready) {
    toldReady = true;
    say({ kind: 'ready', daysLearned: keeper.daysLearned, quotes: keeper.quotes });
  }
  if (!keeper.ready) say({ kind: 'learning' });
  if (keeper.trouble !== toldTrouble) {
    toldTrouble = keeper.trouble;
    say({ kind: 'keeping', trouble: toldTrouble });
  }
  if (curves.length > 0) {
    const sent = curves.map(packed);
    say(
      { kind: 'curves', seq: keeper.seq, curves: sent, daysLearned: keeper.daysLearned },
      sent.map((curve) => curve.turns.buffer),
    );
  }
  const used = processorMs();
  const spent = used - usedMs;
  usedMs = used;
  timer = setTimeout(work, Math.max(REST_AT_LEAST_MS, spent / DUTY - spent));
}

function packed({ queue, turns, slope, slopeP80, special }: Curve): SentCurve {
  const figures = new Float64Array(turns.length * 4);
  turns.forEach((turn, i) => {
    figures.set([turn.p50Min, turn.p80Min, turn.rawP50, turn.rawP80], i * 4);
  });
  return {
    queue,
    turns: figures,
    slope,
    slopeP80,
    special: [...special].map(([ticket, turn]) => [
      ticket,
      turn.p50Min,
      turn.p80Min,
      turn.rawP50,
      turn.rawP80,
    ]),
  };
}

port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'tick':
      keeper.tick(message.seq, message.at, message.quotes);
      return;
    case 'config':
      keeper.configure(message.config);
      return;
    case 'ask':
      keeper.tick(message.seq, message.at, message.quotes);
      say({ kind: 'told', id: message.id, told: keeper.tell(message.ask) });
      return;
    case 'close':
      if (timer) clearTimeout(timer);
      keeper.close();
      say({ kind: 'closed' });
      port.close();
  }
});
work();
