import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../clock.ts';
import {
  type PagePrinterSimulator,
  type PagePrinterSimulatorOptions,
  startPagePrinterSimulator,
} from '../../simulators/page-printer.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { blankPdf } from '../../testing/pdf.ts';
import { openPagePrinter, type PagePrinter, type PagePrinterOptions } from './driver.ts';

const FAST = { pollMs: 10 };
let simulators: PagePrinterSimulator[] = [];
let printers: PagePrinter[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'page-printer-'));
});
afterEach(async () => {
  for (const printer of printers) await printer.close();
  for (const simulator of simulators) await simulator.close();
  simulators = [];
  printers = [];
  rmSync(folder, { recursive: true });
});

function open(options: PagePrinterOptions): PagePrinter {
  const printer = openPagePrinter({ ...FAST, ...options });
  printers.push(printer);
  return printer;
}

async function bench(
  options: PagePrinterSimulatorOptions = {},
  driver: Partial<PagePrinterOptions> = {},
): Promise<{ simulator: PagePrinterSimulator; printer: PagePrinter }> {
  const simulator = await startPagePrinterSimulator(options);
  simulators.push(simulator);
  return { simulator, printer: open({ uri: simulator.uri, ...driver }) };
}

const until = async (ready: () => boolean): Promise<void> => {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('an A4 page on the simulator', () => {
  it('is printed, and the simulator keeps the very PDF', async () => {
    const { simulator, printer } = await bench();
    const pdf = blankPdf(2);
    expect(await printer.print(pdf, { jobName: 'receipt-1' })).toMatchObject({
      outcome: 'printed',
      jobId: 1,
    });
    expect(simulator.pages).toMatchObject([{ jobName: 'receipt-1', pages: 2 }]);
    expect(Buffer.from(simulator.pages[0]!.pdf).equals(pdf)).toBe(true);
  });

  it('is printed once for its job name, also by another driver after a restart', async () => {
    const { simulator, printer } = await bench();
    await printer.print(blankPdf(), { jobName: 'receipt-1' });
    const later = open({ uri: simulator.uri });
    expect(await later.print(blankPdf(), { jobName: 'receipt-1' })).toMatchObject({
      outcome: 'printed',
      jobId: 1,
    });
    expect(simulator.pages).toHaveLength(1);
  });

  it('is found by its name when the answer to Print-Job is lost', async () => {
    const { simulator, printer } = await bench();
    simulator.loseNextAnswer();
    expect(await printer.print(blankPdf(), { jobName: 'receipt-1' })).toMatchObject({ outcome: 'printed' });
    expect(simulator.pages).toHaveLength(1);
  });

  it('without paper fails at the deadline as MEDIA_EMPTY, is cancelled, and never comes out later', async () => {
    const { simulator, printer } = await bench();
    simulator.setFault('media-empty');
    expect(await printer.status()).toEqual({
      state: 'stopped',
      acceptingJobs: true,
      reasons: ['media-empty'],
      code: 'MEDIA_EMPTY',
      warning: null,
    });
    expect(await printer.print(blankPdf(), { jobName: 'a', deadlineMs: 100 })).toMatchObject({
      outcome: 'failed',
      code: 'MEDIA_EMPTY',
    });
    simulator.setFault(null);
    expect(await printer.print(blankPdf(), { jobName: 'b' })).toMatchObject({ outcome: 'printed' });
    expect(simulator.pages.map((page) => page.jobName)).toEqual(['b']);
  });

  it('goes on when paper is put in before the deadline', async () => {
    const { simulator, printer } = await bench();
    simulator.setFault('media-empty');
    const printing = printer.print(blankPdf(), { jobName: 'a' });
    await until(() => simulator.activeJobs > 0);
    simulator.setFault(null);
    expect(await printing).toMatchObject({ outcome: 'printed' });
  });

  it('aborted before the first page failed, aborted after it is unknown', async () => {
    const { simulator, printer } = await bench();
    // That it counts pages is believed once it has counted one.
    await printer.print(blankPdf(), { jobName: 'counted' });
    simulator.abortNextAfter(0);
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({
      outcome: 'failed',
      code: 'ABORTED',
    });
    simulator.abortNextAfter(1);
    expect(await printer.print(blankPdf(3), { jobName: 'b' })).toMatchObject({
      outcome: 'unknown',
      code: 'ABORTED',
    });
  });

  it('waits for a busy printer, and fails when it stays busy', async () => {
    const { simulator, printer } = await bench({ queues: false });
    simulator.setFault('paused');
    const other = open({ uri: simulator.uri });
    const first = other.print(blankPdf(), { jobName: 'first' });
    await until(() => simulator.activeJobs > 0);
    expect(await printer.print(blankPdf(), { jobName: 'a', deadlineMs: 80 })).toMatchObject({
      outcome: 'failed',
      code: 'PRINTER_STOPPED',
    });
    const second = printer.print(blankPdf(), { jobName: 'second' });
    simulator.setFault(null);
    expect(await first).toMatchObject({ outcome: 'printed' });
    expect(await second).toMatchObject({ outcome: 'printed' });
  });

  it('is refused for media that is not there', async () => {
    const { simulator, printer } = await bench();
    const media = 'iso_a3_297x420mm' as 'iso_a4_210x297mm';
    expect(await printer.print(blankPdf(), { jobName: 'a', media })).toMatchObject({
      outcome: 'failed',
      code: 'MEDIA_NOT_SUPPORTED',
    });
    expect(simulator.activeJobs).toBe(0);
  });

  it('failed when the printer is away', async () => {
    const { simulator, printer } = await bench();
    await simulator.close();
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({
      outcome: 'failed',
      code: 'OFFLINE',
    });
    expect((await printer.status()).state).toBe('away');
  });
});

describe('exactly once', () => {
  it('a driver that crashed between sending and the answer finds the job by its name', async () => {
    const { simulator, printer } = await bench({ pageMs: 40 }, { folder });
    const first = printer.print(blankPdf(), { jobName: 'c1' });
    await until(() => simulator.activeJobs > 0);
    await printer.close();
    expect(await first).toMatchObject({ outcome: 'unknown', code: 'CLOSED' });
    const after = open({ uri: simulator.uri, folder });
    expect(await after.print(blankPdf(), { jobName: 'c1' })).toMatchObject({ outcome: 'printed' });
    expect(simulator.pages).toHaveLength(1);
    expect(after.totals()).toEqual({ jobs: 1, sheets: 1, impressions: 1, countedFromPdf: 0 });
  });

  it('a job that was sent and that the printer has forgotten is unknown and asked, never a second page', async () => {
    const { simulator, printer } = await bench({}, { folder });
    simulator.setFault('paused');
    const first = printer.print(blankPdf(), { jobName: 'c1' });
    await until(() => simulator.activeJobs > 0);
    await printer.close();
    await first;
    simulator.forgetJobs('all');
    simulator.setFault(null);
    for (let tries = 0; tries < 2; tries += 1) {
      const after = open({ uri: simulator.uri, folder });
      expect(await after.print(blankPdf(), { jobName: 'c1' })).toMatchObject({
        outcome: 'unknown',
        code: 'JOB_GONE',
      });
      await after.close();
    }
    expect(simulator.pages).toHaveLength(0);
    expect(await open({ uri: simulator.uri, folder }).print(blankPdf(), { jobName: 'c1-2' })).toMatchObject({
      outcome: 'printed',
    });
  });

  it('a page that came out is known as printed although printer and host were restarted', async () => {
    const { simulator, printer } = await bench({}, { folder });
    const printed = await printer.print(blankPdf(2), { jobName: 'c1' });
    await printer.close();
    simulator.forgetJobs('all');
    const after = open({ uri: simulator.uri, folder });
    expect(await after.print(blankPdf(2), { jobName: 'c1' })).toEqual(printed);
    expect(simulator.pages).toHaveLength(1);
  });

  it('after a certain failure the same name may be sent again, and comes once', async () => {
    const { simulator, printer } = await bench({}, { folder });
    simulator.setFault('media-empty');
    expect(await printer.print(blankPdf(), { jobName: 'c1', deadlineMs: 60 })).toMatchObject({
      outcome: 'failed',
      code: 'MEDIA_EMPTY',
    });
    simulator.setFault(null);
    expect(await printer.print(blankPdf(), { jobName: 'c1' })).toMatchObject({ outcome: 'printed' });
    expect(simulator.pages).toHaveLength(1);
  });

  it('power goes in the middle: the job is gone and unknown, its number at the printer may belong to another', async () => {
    const { simulator, printer } = await bench();
    simulator.setFault('paused');
    const printing = printer.print(blankPdf(), { jobName: 'c1', deadlineMs: 5_000 });
    await until(() => simulator.activeJobs > 0);
    await simulator.lines.powerOff();
    simulator.forgetJobs('all');
    simulator.setFault(null);
    await simulator.lines.powerOn();
    const other = open({ uri: simulator.uri });
    await other.print(blankPdf(), { jobName: 'foreign' });
    expect(await printing).toMatchObject({ outcome: 'unknown', code: 'JOB_GONE' });
    expect(simulator.pages.map(({ jobName }) => jobName)).toEqual(['foreign']);
  });

  it('a record that cannot be written fails before anything is sent', async () => {
    const file = path.join(folder, 'no-folder');
    writeFileSync(file, '');
    const { simulator, printer } = await bench({}, { folder: file });
    expect(await printer.print(blankPdf(), { jobName: 'c1' })).toMatchObject({
      outcome: 'failed',
      code: 'RECORD_UNWRITABLE',
    });
    expect(simulator.pages).toHaveLength(0);
  });

  it('a job left in a printer that went away is taken back when it answers again', async () => {
    const clock = {
      now: () => 20 * performance.now(),
      after: (ms: number, run: () => void) => systemClock.after(ms / 20, run),
    };
    const { simulator, printer } = await bench({}, { clock, onHealth: () => undefined, random: () => 0 });
    simulator.setFault('paused');
    const printing = printer.print(blankPdf(), { jobName: 'late', deadlineMs: 4_000 });
    await until(() => simulator.activeJobs > 0);
    await simulator.lines.powerOff();
    expect(await printing).toMatchObject({ outcome: 'unknown', code: 'OFFLINE' });
    await simulator.lines.powerOn();
    await until(() => simulator.activeJobs === 0);
    simulator.setFault(null);
    expect(simulator.pages).toHaveLength(0);
  });
});

describe('what a driver of before left in the printer', () => {
  const left = async (): Promise<PagePrinterSimulator> => {
    const { simulator, printer } = await bench({}, { folder });
    simulator.setFault('media-empty');
    const printing = printer.print(blankPdf(), { jobName: 'former' });
    await until(() => simulator.activeJobs > 0);
    await printer.close();
    expect(await printing).toMatchObject({ outcome: 'unknown', code: 'CLOSED' });
    return simulator;
  };

  it('is taken back where nobody asks for it again, and does not come out for somebody else', async () => {
    const simulator = await left();
    const health = { onHealth: () => undefined, takesBackFormer: true };
    const next = open({ uri: simulator.uri, folder, ...health });
    await until(() => simulator.activeJobs === 0);
    simulator.setFault(null);
    expect(await next.print(blankPdf(), { jobName: 'next' })).toMatchObject({ outcome: 'printed' });
    expect(simulator.pages.map(({ jobName }) => jobName)).toEqual(['next']);
  });

  it('is taken back before the next page is sent, where no look came first', async () => {
    const simulator = await left();
    const next = open({ uri: simulator.uri, folder, takesBackFormer: true });
    const printing = next.print(blankPdf(), { jobName: 'next' });
    await until(() => next.health().counters['formerCanceled'] === 1);
    simulator.setFault(null);
    expect(await printing).toMatchObject({ outcome: 'printed' });
    expect(simulator.pages.map(({ jobName }) => jobName)).toEqual(['next']);
  });

  it('is left alone where it is another program’s, or is asked for again', async () => {
    const simulator = await left();
    const other = open({ uri: simulator.uri });
    const foreign = other.print(blankPdf(), { jobName: 'foreign' });
    await until(() => simulator.activeJobs > 1);
    const next = open({ uri: simulator.uri, folder, takesBackFormer: true });
    const again = next.print(blankPdf(), { jobName: 'former' });
    await next.status();
    simulator.setFault(null);
    expect(await again).toMatchObject({ outcome: 'printed' });
    expect(await foreign).toMatchObject({ outcome: 'printed' });
    expect(simulator.pages.map(({ jobName }) => jobName)).toEqual(['former', 'foreign']);
  });
});

describe('cancelling', () => {
  it('by us takes the job back, whether it waits or is in the printer', async () => {
    const { simulator, printer } = await bench();
    simulator.setFault('paused');
    const inPrinter = printer.print(blankPdf(), { jobName: 'a' });
    const behind = printer.print(blankPdf(), { jobName: 'b' });
    await until(() => simulator.activeJobs > 0);
    expect(await printer.cancel('b')).toBe(true);
    expect(await printer.cancel('a')).toBe(true);
    expect(await printer.cancel('nothing')).toBe(false);
    expect(await inPrinter).toMatchObject({ outcome: 'failed' });
    expect(await behind).toMatchObject({ outcome: 'failed', code: 'CANCELED' });
    simulator.setFault(null);
    expect(simulator.pages).toHaveLength(0);
  });

  it('at the printer is said so, and is unknown once a page is out', async () => {
    const { simulator, printer } = await bench({ pageMs: 30 });
    const printing = printer.print(blankPdf(50), { jobName: 'a' });
    await until(() => simulator.activeJobs > 0);
    await new Promise((resolve) => setTimeout(resolve, 60));
    simulator.cancelAtPrinter();
    expect(await printing).toMatchObject({ outcome: 'unknown', code: 'CANCELED_AT_PRINTER' });
    expect(printer.totals().impressions).toBeGreaterThan(0);
  });
});

describe('paper and its count', () => {
  it('two-sided where the printer can: sheets are half, and both are counted', async () => {
    const { simulator, printer } = await bench();
    const sides = 'two-sided-long-edge' as const;
    expect(await printer.print(blankPdf(5), { jobName: 'a', sides })).toMatchObject({
      pages: { jobName: 'a', sheets: 3, impressions: 5, source: 'printer' },
    });
    expect(simulator.pages[0]).toMatchObject({ sides });
    await printer.print(blankPdf(2), { jobName: 'b' });
    expect(simulator.pages[1]).toMatchObject({ sides: 'one-sided' });
    expect(printer.totals()).toEqual({ jobs: 2, sheets: 5, impressions: 7, countedFromPdf: 0 });
  });

  it('two-sided where it cannot: on one side, not refused', async () => {
    const { simulator, printer } = await bench({ duplex: false });
    const outcome = await printer.print(blankPdf(3), { jobName: 'a', sides: 'two-sided-long-edge' });
    expect(outcome).toMatchObject({ outcome: 'printed', pages: { sheets: 3 } });
    expect(simulator.pages[0]).toMatchObject({ sides: 'one-sided' });
  });

  it('where the printer does not count, the pages of the PDF count', async () => {
    const { printer } = await bench({ counts: false }, { folder });
    expect(await printer.print(blankPdf(3), { jobName: 'a', sides: 'two-sided-long-edge' })).toMatchObject({
      pages: { sheets: 2, impressions: 3, source: 'pdf' },
    });
    expect(printer.totals().countedFromPdf).toBe(1);
  });
});

describe('health', () => {
  it.each([
    ['media-empty', 'MEDIA_EMPTY'],
    ['media-jam', 'MEDIA_JAM'],
    ['toner-empty', 'TONER_EMPTY'],
    ['cover-open', 'COVER_OPEN'],
    ['door-open', 'COVER_OPEN'],
    ['input-tray-missing', 'TRAY_MISSING'],
    ['output-area-full', 'OUTPUT_FULL'],
    ['paused', 'PRINTER_STOPPED'],
  ] as const)('%s is down, and a print says %s at its deadline', async (fault, code) => {
    const { simulator, printer } = await bench();
    simulator.setFault(fault);
    expect(await printer.print(blankPdf(), { jobName: 'a', deadlineMs: 40 })).toMatchObject({
      outcome: 'failed',
      code,
    });
    expect(printer.health()).toMatchObject({ state: 'down', reason: code });
  });

  it.each([
    ['toner-low', 'TONER_LOW'],
    ['media-low', 'MEDIA_LOW'],
  ] as const)('%s warns and does not block', async (fault, code) => {
    const { simulator, printer } = await bench();
    simulator.setFault(fault);
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({ outcome: 'printed' });
    expect(printer.health()).toMatchObject({ state: 'degraded', reason: code });
  });

  it('is looked at with growing waits while the printer is away, and every ten seconds while it is there', async () => {
    const simulator = await startPagePrinterSimulator();
    simulators.push(simulator);
    await simulator.lines.powerOff();
    const clock = manualClock();
    const seen: string[] = [];
    const printer = open({
      uri: simulator.uri,
      clock,
      random: () => 0.5,
      onHealth: ({ state, reason }) => seen.push(`${state} ${reason}`),
    });
    const looks = (): number => printer.health().counters.asked ?? 0;
    for (const [nth, wait] of [500, 1_000, 2_000].entries()) {
      await until(() => looks() === nth + 1);
      await until(() => clock.waiting().includes(wait));
      await clock.advance(wait);
    }
    await until(() => looks() === 4);
    await simulator.lines.powerOn();
    await until(() => clock.waiting().includes(4_000));
    await clock.advance(4_000);
    await until(() => seen.length === 2);
    expect(seen).toEqual(['down OFFLINE', 'up ready']);
    await until(() => clock.waiting().includes(10_000));
    expect(printer.health()).toMatchObject({ since: 7_500, counters: { asked: 5, notAnswered: 4 } });
  });

  it.each([
    [401, 'REFUSED'],
    [404, 'REFUSED'],
    [426, 'REFUSED'],
    [500, 'NOT_IPP'],
  ])('HTTP %i is %s: nothing was sent', async (status, code) => {
    const { simulator, printer } = await bench();
    simulator.refuseWith(status);
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({ outcome: 'failed', code });
    expect(printer.health()).toMatchObject({ state: 'down', reason: code });
  });

  it('reasons of a tray that is never used can be left out', async () => {
    const { simulator, printer } = await bench({}, { ignoreReasons: ['media-low'] });
    simulator.setFault('media-low');
    expect(await printer.status()).toMatchObject({ reasons: [], warning: null });
  });
});

describe('a bad line', () => {
  it('answers in single bytes, and late, are read all the same', async () => {
    const { simulator, printer } = await bench();
    simulator.lines.setFaults({ split: { bytes: 1, gapMs: 0 }, delayMs: 5, direction: 'to-host' });
    expect(await printer.print(blankPdf(), { jobName: 'a' })).toMatchObject({ outcome: 'printed' });
  });

  it('a printer that takes and never answers holds up nobody beyond the deadline', async () => {
    const { simulator, printer } = await bench();
    simulator.lines.setFaults({ halfOpen: 'silent' });
    const [first, second] = await Promise.all([
      printer.print(blankPdf(), { jobName: 'a', deadlineMs: 100 }),
      printer.print(blankPdf(), { jobName: 'b', deadlineMs: 50 }),
    ]);
    expect(first).toMatchObject({ outcome: 'failed', code: 'OFFLINE' });
    expect(second).toMatchObject({ outcome: 'failed', code: 'DEADLINE' });
  });

  it('an answer that comes damaged is never taken for printed', async () => {
    const { simulator, printer } = await bench();
    simulator.lines.setFaults({ corruptBytes: 0.02, direction: 'to-host' });
    const outcome = await printer.print(blankPdf(), { jobName: 'a', deadlineMs: 300 });
    if (outcome.outcome === 'printed') expect(simulator.pages).toHaveLength(1);
    expect(simulator.pages.length).toBeLessThanOrEqual(1);
  });

  it('names that are empty or too long are refused', async () => {
    const { printer } = await bench();
    for (const jobName of ['', '证'.repeat(86)])
      expect(await printer.print(blankPdf(), { jobName })).toMatchObject({
        outcome: 'failed',
        code: 'REFUSED',
      });
  });

  it('closing ends at once, twice too, and leaves no timer', async () => {
    const clock = manualClock();
    const { simulator, printer } = await bench({}, { clock, onHealth: () => undefined });
    simulator.setFault('paused');
    const printing = printer.print(blankPdf(), { jobName: 'a' });
    await until(() => simulator.activeJobs > 0);
    await Promise.all([printer.close(), printer.close()]);
    expect(await printing).toMatchObject({ outcome: 'unknown', code: 'CLOSED' });
    expect(clock.waiting()).toEqual([]);
    expect(printer.health()).toMatchObject({ state: 'down', reason: 'closed' });
  });
});
