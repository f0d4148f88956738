import { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { startTicketPrinterSimulator } from '../../simulators/ticket-printer.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { memoryLine } from '../../testing/memory-line.ts';
import { openTicketPrinter } from './driver.ts';
import type { PrintOutcome } from './outcome.ts';
import { TICKET_PRINTER_PROFILES } from './profiles.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

const TICKET = {
  widthDots: 576,
  lines: Array.from({ length: 20 }, (_, i) => ({ kind: 'text', text: `A0${i}` }) as const),
} as const;
/** Each far longer than the time of this ticket's paper: within an answer's time, and after one or several. */
const HELD_MS = [900, 2_000, 3_500];
/** No question is longer. */
const QUESTION_BYTES = 3;
const FAST = { mmPerSecond: 100_000 };

/** The far end of a line that keeps back the first ticket and what follows it, as a network that has to send again. */
function holdingBack(far: Duplex) {
  let held: Buffer[] | null = [];
  const stream = new Duplex({
    read() {},
    write(bytes, _, done) {
      far.write(bytes, done);
    },
  });
  far.on('data', (bytes: Buffer) => {
    if (held && (held.length > 0 || bytes.length > QUESTION_BYTES)) held.push(bytes);
    else stream.push(bytes);
  });
  far.on('close', () => stream.destroy());
  return {
    stream,
    get holds() {
      return held !== null && held.length > 0;
    },
    /** Everything at once, as it comes out of a socket. */
    release() {
      const bytes = Buffer.concat(held ?? []);
      held = null;
      stream.push(bytes);
    },
  };
}

describe('a ticket that the network holds back, at a printer that cannot confirm', () => {
  it.each(
    (['custom-kpm', 'xprinter-80'] as const).flatMap((name) => HELD_MS.map((heldMs) => ({ name, heldMs }))),
  )('$name, $heldMs ms: printed only once its paper is out', async ({ name, heldMs }) => {
    const clock = manualClock();
    const simulator = await startTicketPrinterSimulator({ model: name, clock, rowsPerSecond: 400 });
    open.push(simulator);
    let line: ReturnType<typeof holdingBack> | undefined;
    const printer = openTicketPrinter({
      open: memoryLine((far) => {
        line = holdingBack(far);
        simulator.attach(line.stream);
      }),
      profile: { ...TICKET_PRINTER_PROFILES[name], ...FAST },
      clock,
      random: () => 0,
    });
    open.push(printer);
    let outcome: PrintOutcome | undefined;
    let isCut: boolean | undefined;
    void printer.print(TICKET, { jobId: 't' }).then((settled) => {
      outcome = settled;
      isCut = simulator.tickets[0]?.cut;
    });
    while (!line?.holds) await clock.advance(1);
    await clock.advance(heldMs);
    expect(outcome).toBeUndefined();
    line.release();
    for (let waited = 0; !outcome && waited < 20_000; waited += 50) await clock.advance(50);
    expect([outcome, isCut]).toEqual([{ outcome: 'printed', proof: 'status' }, true]);
  });
});
