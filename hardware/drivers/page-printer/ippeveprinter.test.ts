import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IppEvePrinter, ippEvePrinterMissing, startIppEvePrinter } from '../../testing/ippeveprinter.ts';
import { blankPdf } from '../../testing/pdf.ts';
import { openPagePrinter, type PagePrinter } from './driver.ts';

const exec = promisify(execFile);

const missing = ippEvePrinterMissing();
describe.runIf(missing === null)(`an A4 page on CUPS' ippeveprinter${missing ? ` (${missing})` : ''}`, () => {
  let eve: IppEvePrinter;
  let printer: PagePrinter;
  beforeAll(async () => {
    eve = await startIppEvePrinter();
    printer = openPagePrinter({ uri: eve.uri, pollMs: 20 });
  });
  afterAll(() => eve?.stop());

  it('is printed once for its job name', async () => {
    expect(await printer.print(blankPdf(), { jobName: 'receipt-1' })).toMatchObject({ outcome: 'printed' });
    expect(await printer.print(blankPdf(), { jobName: 'receipt-1' })).toMatchObject({ outcome: 'printed' });
    expect(eve.printed()).toBe(1);
  });

  it.each([
    ['media-empty', 'MEDIA_EMPTY'],
    ['media-jam', 'MEDIA_JAM'],
  ] as const)('waits while %s lasts, says so, and goes on', async (reason, code) => {
    eve.setCondition(reason, true);
    const printing = printer.print(blankPdf(), { jobName: `waits-${reason}` });
    let status = await printer.status();
    while (status.code === null) status = await printer.status();
    expect(status).toMatchObject({ code, reasons: expect.arrayContaining([reason]) });
    expect(printer.health()).toMatchObject({ state: 'down', reason: code });
    eve.setCondition(reason, false);
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
    const other = openPagePrinter({ uri: eve.uri, pollMs: 20 });
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

  it('cancelled by another program while it is printed', async () => {
    eve.setCondition('hold', true);
    const printing = printer.print(blankPdf(), { jobName: 'taken-back' });
    while ((await printer.status()).state !== 'processing');
    await exec('ipptool', [eve.uri, 'cancel-current-job.test']);
    eve.setCondition('hold', false);
    const outcome = await printing;
    expect(outcome.outcome).not.toBe('printed');
    expect(outcome).toMatchObject({ code: expect.stringMatching(/^CANCELED/) });
  });

  it('cancelled by us while it is printed', async () => {
    eve.setCondition('hold', true);
    const printing = printer.print(blankPdf(), { jobName: 'ours' });
    while (!(await printer.cancel('ours')));
    eve.setCondition('hold', false);
    expect((await printing).outcome).not.toBe('printed');
  });

  it('killed in the middle and started again: unknown and asked, and the same name never prints again', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'page-printer-'));
    const keeping = openPagePrinter({ uri: eve.uri, pollMs: 20, folder });
    eve.setCondition('hold', true);
    const printing = keeping.print(blankPdf(), { jobName: 'killed' });
    while ((await keeping.status()).state !== 'processing');
    await eve.kill();
    expect((await keeping.status()).state).toBe('away');
    const before = eve.printed();
    eve.setCondition('hold', false);
    await eve.restart();
    expect(await printing).toMatchObject({ outcome: 'unknown', code: 'JOB_GONE' });
    expect(await keeping.print(blankPdf(), { jobName: 'killed' })).toMatchObject({
      outcome: 'unknown',
      code: 'JOB_GONE',
    });
    expect(eve.printed()).toBe(before);
    expect(await keeping.print(blankPdf(), { jobName: 'killed-2' })).toMatchObject({ outcome: 'printed' });
    expect(eve.printed()).toBe(before + 1);
    await keeping.close();
    rmSync(folder, { recursive: true });
  });
});
