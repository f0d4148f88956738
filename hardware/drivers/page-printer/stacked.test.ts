import { afterEach, describe, expect, it } from 'vitest';
import {
  type PagePrinterSimulator,
  type PagePrinterSimulatorOptions,
  startPagePrinterSimulator,
} from '../../simulators/page-printer.ts';
import { blankPdf } from '../../testing/pdf.ts';
import { openPagePrinter, type PagePrinter } from './driver.ts';

let simulator: PagePrinterSimulator;
let printer: PagePrinter;
async function open(options: PagePrinterSimulatorOptions = {}): Promise<void> {
  simulator = await startPagePrinterSimulator(options);
  printer = openPagePrinter({ uri: simulator.uri, pollMs: 10 });
}
afterEach(async () => {
  await printer.close();
  await simulator.close();
});

describe('a job that is called completed', () => {
  it('is unknown where its last page is stuck', async () => {
    await open();
    simulator.jamOnNextLastPage();
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({
      outcome: 'unknown',
      code: 'MEDIA_JAM',
    });
    expect(printer.health()).toMatchObject({ state: 'down', reason: 'MEDIA_JAM' });
  });

  it('is judged when nothing moves any more', async () => {
    await open({ earlyMs: 60 });
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({ outcome: 'printed' });
    simulator.jamOnNextLastPage();
    expect(await printer.print(blankPdf(), { jobName: 'b' })).toMatchObject({ code: 'MEDIA_JAM' });
  });

  it('is believed of a printer that does not stop moving', async () => {
    await open({ earlyMs: 60_000 });
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({ outcome: 'printed' });
  });

  it('is unknown where the printer goes away just then, and printed when asked for again', async () => {
    await open({ earlyMs: 1_500 });
    const printing = printer.print(blankPdf(), { jobName: 'a' });
    await expect.poll(() => simulator.pages.length, { timeout: 20_000 }).toBe(1);
    // Until its end is known the driver asks for the job; from then on for the printer, every ten milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 200));
    await simulator.lines.powerOff();
    expect(await printing).toMatchObject({ outcome: 'unknown', code: 'OFFLINE' });
    await simulator.lines.powerOn();
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({ outcome: 'printed', jobId: 1 });
    expect(simulator.pages.length).toBe(1);
    expect(printer.totals()).toMatchObject({ jobs: 1, sheets: 1 });
  });
});
