import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type PagePrinterSimulator,
  type PagePrinterSimulatorOptions,
  startPagePrinterSimulator,
} from '../../simulators/page-printer.ts';
import {
  findIppTool,
  type IppEvePrinter,
  ippEvePrinterMissing,
  startIppEvePrinter,
} from '../../testing/ippeveprinter.ts';
import { blankPdf } from '../../testing/pdf.ts';
import { openPagePrinter, type PagePrinter } from './driver.ts';

const FAST = { pollMs: 20 };
let simulators: PagePrinterSimulator[] = [];
afterEach(async () => {
  for (const simulator of simulators) await simulator.close();
  simulators = [];
});

async function bench(
  options: PagePrinterSimulatorOptions = {},
): Promise<{ simulator: PagePrinterSimulator; printer: PagePrinter }> {
  const simulator = await startPagePrinterSimulator(options);
  simulators.push(simulator);
  return { simulator, printer: openPagePrinter({ uri: simulator.uri, ...FAST }) };
}

describe('an A4 page on the simulator', () => {
  it('is printed, and the simulator keeps the very PDF', async () => {
    const { simulator, printer } = await bench();
    const pdf = blankPdf(2);
    expect(await printer.print(pdf, { jobName: 'receipt-1' })).toEqual({ outcome: 'printed', jobId: 1 });
    expect(simulator.pages).toMatchObject([{ jobName: 'receipt-1', pages: 2 }]);
    expect(Buffer.from(simulator.pages[0]!.pdf).equals(pdf)).toBe(true);
  });

  it('is printed once for its job name, also by another driver after a restart', async () => {
    const { simulator, printer } = await bench();
    await printer.print(blankPdf(), { jobName: 'receipt-1' });
    const later = openPagePrinter({ uri: simulator.uri, ...FAST });
    expect(await later.print(blankPdf(), { jobName: 'receipt-1' })).toEqual({ outcome: 'printed', jobId: 1 });
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
    while (simulator.activeJobs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    simulator.setFault(null);
    expect(await printing).toMatchObject({ outcome: 'printed' });
  });

  it('aborted before the first page failed, aborted after it is unknown', async () => {
    const { simulator, printer } = await bench();
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
    const other = openPagePrinter({ uri: simulator.uri, ...FAST });
    const first = other.print(blankPdf(), { jobName: 'first' });
    while (simulator.activeJobs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
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

const ippTool = findIppTool();
describe.runIf(ippTool !== undefined)(
  `the simulator under ipptool${ippTool ? '' : ' (not installed: ipptool)'}`,
  () => {
    it('passes the IPP/1.1 suite of CUPS', async () => {
      const { simulator } = await bench({ pageMs: 200 });
      const folder = mkdtempSync(path.join(tmpdir(), 'ipptool-'));
      try {
        writeFileSync(`${folder}/page.pdf`, blankPdf());
        const child = spawn(ippTool!, ['-t', '-f', `${folder}/page.pdf`, simulator.uri, 'ipp-1.1.test']);
        let output = '';
        child.stdout.on('data', (chunk) => (output += chunk));
        await new Promise((resolve) => child.once('exit', resolve));
        expect(output).toContain(' 0 failed');
        expect(output).toMatch(/2\d passed/);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  },
);

const missing = ippEvePrinterMissing();
describe.runIf(missing === null)(`an A4 page on CUPS' ippeveprinter${missing ? ` (${missing})` : ''}`, () => {
  let eve: IppEvePrinter;
  let printer: PagePrinter;
  beforeAll(async () => {
    eve = await startIppEvePrinter();
    printer = openPagePrinter({ uri: eve.uri, pollMs: 50 });
  });
  afterAll(() => eve?.stop());

  it('is printed once for its job name', async () => {
    expect(await printer.print(blankPdf(), { jobName: 'receipt-1' })).toMatchObject({ outcome: 'printed' });
    expect(await printer.print(blankPdf(), { jobName: 'receipt-1' })).toMatchObject({ outcome: 'printed' });
    expect(eve.printed()).toBe(1);
  });

  it('waits for paper, and says which it waits for', async () => {
    eve.setCondition('media-empty', true);
    const printing = printer.print(blankPdf(), { jobName: 'waits' });
    let status = await printer.status();
    while (status.code === null) status = await printer.status();
    expect(status).toMatchObject({ code: 'MEDIA_EMPTY', reasons: expect.arrayContaining(['media-empty']) });
    eve.setCondition('media-empty', false);
    expect(await printing).toMatchObject({ outcome: 'printed' });
  });

  it('whose command fails is aborted, never printed', async () => {
    eve.setCondition('fail', true);
    const outcome = await printer.print(blankPdf(), { jobName: 'aborted' });
    eve.setCondition('fail', false);
    expect(['failed', 'unknown']).toContain(outcome.outcome);
    expect(outcome).toMatchObject({ code: 'ABORTED' });
  });

  it('waits while the printer answers busy', async () => {
    eve.setCondition('hold', true);
    const other = openPagePrinter({ uri: eve.uri, pollMs: 50 });
    const first = other.print(blankPdf(), { jobName: 'holds' });
    while ((await printer.status()).state !== 'processing');
    const second = printer.print(blankPdf(), { jobName: 'busy' });
    eve.setCondition('hold', false);
    expect(await first).toMatchObject({ outcome: 'printed' });
    expect(await second).toMatchObject({ outcome: 'printed' });
  });

  it('is refused for media that is not loaded', async () => {
    const media = 'iso_a0_841x1189mm' as 'iso_a4_210x297mm';
    expect(await printer.print(blankPdf(), { jobName: 'a0', media })).toMatchObject({
      outcome: 'failed',
      code: 'MEDIA_NOT_SUPPORTED',
    });
  });

  it('completed while media-jam is set is unknown', async () => {
    eve.setCondition('jam-but-complete', true);
    const outcome = await printer.print(blankPdf(), { jobName: 'jam' });
    eve.setCondition('jam-but-complete', false);
    expect(outcome).toMatchObject({ outcome: 'unknown', code: 'MEDIA_JAM' });
  });
});
