import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { countPdfPages } from '../../codec/pdf-pages.ts';
import { manualClock } from '../../testing/manual-clock.ts';
import { whyScanimageIsMissing } from '../../testing/scanimage.ts';
import type { DocumentScanner, DocumentScannerOptions } from './driver.ts';
import { listDocumentScanners, openDocumentScanner } from './driver.ts';

let folder: string;
let scanners: DocumentScanner[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'scan-test-'));
});
afterEach(async () => {
  for (const scanner of scanners) await scanner.close();
  scanners = [];
  expect(leftFolders()).toEqual([]);
  rmSync(folder, { recursive: true });
});

/** Of this process, wherever pages pass through. */
function leftFolders(): string[] {
  return ['/dev/shm', tmpdir()].flatMap((where) =>
    existsSync(where)
      ? readdirSync(where).filter((name) => name.startsWith(`document-scan-${process.pid}-`))
      : [],
  );
}

function open(options: DocumentScannerOptions): DocumentScanner {
  const scanner = openDocumentScanner(options);
  scanners.push(scanner);
  return scanner;
}

/** A program in scanimage's place. */
function program(script: string): string {
  const file = path.join(folder, 'scanimage');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const until = async (ready: () => boolean): Promise<void> => {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 5));
};

const why = whyScanimageIsMissing();
describe.skipIf(why !== undefined)(`a document scanner on scanimage's test device${why ?? ''}`, () => {
  const device = 'test:0';
  const pattern = { 'test-picture': 'Grid' };

  it('scans the glass as PNG, whole and in the size that was asked for', async () => {
    const scanner = open({ device, extra: pattern });
    const scanned = await scanner.scan({
      format: 'png',
      resolution: 100,
      area: { left: 0, top: 0, width: 100, height: 50 },
    });
    if (!scanned.ok) throw new Error(scanned.error.message);
    const image = await loadImage(Buffer.from(scanned.value.files[0]!));
    // Millimetres at 100 dpi, to the line.
    expect([image.width, image.height]).toEqual([393, 196]);
    const canvas = createCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const pixels = canvas.getImageData(0, 0, image.width, image.height).data;
    const greys = new Set(pixels.filter((_, at) => at % 4 === 0));
    expect([...greys].sort((a, b) => a - b)).toEqual([0, 255]);
    scanned.value.forget();
    expect(scanned.value.files[0]!.every((byte) => byte === 0)).toBe(true);
  });

  it('scans a feeder of ten sheets into one PDF, and leaves no file', async () => {
    const scanner = open({ device, extra: pattern });
    const scanned = await scanner.scan({ source: 'feeder', mode: 'color', resolution: 50 });
    if (!scanned.ok) throw new Error(scanned.error.message);
    expect(scanned.value).toMatchObject({ format: 'pdf', pages: 10, resolution: 50 });
    expect(countPdfPages(scanned.value.files[0]!)).toBe(10);
    if (spawnSync('pdfinfo', ['-v']).error === undefined) {
      const { stdout } = spawnSync('pdfinfo', ['-'], { input: scanned.value.files[0]!, encoding: 'utf8' });
      expect(stdout).toMatch(/Pages:\s+10\n/);
    }
    expect(scanner.health().counters).toMatchObject({ scans: 1, pages: 10, failed: 0 });
  });

  it('stops a feeder after as many pages as were asked for, a picture each', async () => {
    const scanned = await open({ device }).scan({
      source: 'feeder',
      format: 'jpeg',
      mostPages: 3,
      resolution: 50,
    });
    expect(scanned).toMatchObject({ ok: true, value: { pages: 3 } });
    expect(scanned.ok && scanned.value.files).toHaveLength(3);
  });

  it.each([
    ['SANE_STATUS_DEVICE_BUSY', 'BUSY', 'degraded'],
    ['SANE_STATUS_JAMMED', 'JAMMED', 'down'],
    ['SANE_STATUS_NO_DOCS', 'NO_DOCUMENTS', 'up'],
    ['SANE_STATUS_COVER_OPEN', 'COVER_OPEN', 'down'],
    ['SANE_STATUS_IO_ERROR', 'IO_ERROR', 'down'],
    ['SANE_STATUS_NO_MEM', 'NO_MEMORY', 'down'],
    ['SANE_STATUS_ACCESS_DENIED', 'ACCESS_DENIED', 'down'],
    ['SANE_STATUS_CANCELLED', 'CANCELED', 'up'],
    ['SANE_STATUS_UNSUPPORTED', 'UNSUPPORTED', 'degraded'],
    ['SANE_STATUS_EOF', 'IO_ERROR', 'down'],
  ])('%s is %s, at the glass and in the feeder', async (status, code, state) => {
    const scanner = open({ device, extra: { 'read-return-value': status } });
    for (const source of ['flatbed', 'feeder'] as const) {
      const scan = () => scanner.scan({ source, format: 'png', deadlineMs: 15_000 });
      const first = await scan();
      // SANE's own test device hangs now and then on a busy machine; the deadline ends it, and it is asked once more.
      const hung = !first.ok && first.error.code === 'DEADLINE';
      expect(hung ? await scan() : first).toMatchObject({ ok: false, error: { code } });
      expect(scanner.health()).toMatchObject({ state });
    }
  });

  it('a device that is not there, and a setting that it has not', async () => {
    expect(await open({ device: 'nope:0' }).scan()).toMatchObject({
      ok: false,
      error: { code: 'NOT_FOUND' },
    });
    expect(await open({ device, extra: { swdeskew: 'yes' } }).scan()).toMatchObject({
      ok: false,
      error: { code: 'SETTING_REFUSED' },
    });
    expect(await listDocumentScanners()).toMatchObject({ ok: true });
  });

  it('a slow scan is ended at its deadline, and the next one works', async () => {
    const slow = { 'read-delay': 'yes', 'read-delay-duration': '200000' };
    const scanner = open({ device, extra: slow });
    expect(await scanner.scan({ mode: 'color', resolution: 300, deadlineMs: 300 })).toMatchObject({
      ok: false,
      error: { code: 'DEADLINE' },
    });
    expect(await open({ device }).scan({ resolution: 50 })).toMatchObject({ ok: true });
  });

  it('orders are carried out one after another', async () => {
    const scanner = open({ device });
    const scans = await Promise.all([1, 2, 3].map(() => scanner.scan({ resolution: 50, format: 'png' })));
    expect(scans.every((scan) => scan.ok)).toBe(true);
  });

  it('health says ready once the device was opened', async () => {
    const seen: string[] = [];
    const scanner = open({ device, onHealth: ({ state, reason }) => seen.push(`${state} ${reason}`) });
    expect(scanner.health()).toMatchObject({ state: 'down', reason: 'opening' });
    await until(() => seen.length > 0);
    expect(seen).toEqual(['up ready']);
  });
});

describe('a program that misbehaves', () => {
  it('is named when it is missing, with its package', async () => {
    expect(await open({ program: path.join(folder, 'absent') }).scan()).toMatchObject({
      ok: false,
      error: { code: 'SCANIMAGE_MISSING', message: expect.stringContaining('sane-utils') },
    });
  });

  it('gets its arguments as a list: no shell reads them', async () => {
    const scanner = open({
      program: program(`printf '%s\\n' "$@" >> '${folder}/args'; exit 9`),
      device: `x; touch ${folder}/owned`,
    });
    await scanner.scan();
    expect(readFileSync(path.join(folder, 'args'), 'utf8')).toBe(
      `--device-name=x; touch ${folder}/owned\n-A\n`,
    );
    expect(existsSync(path.join(folder, 'owned'))).toBe(false);
  });

  it('that ignores the polite signal is killed with its helpers, and blocks nobody', async () => {
    const clock = manualClock();
    const scanner = open({
      clock,
      program: program(`trap '' TERM; sleep 600 & echo $! > '${folder}/helper'; wait; sleep 600`),
    });
    const scanning = scanner.scan({ deadlineMs: 1_000 });
    await until(() => existsSync(path.join(folder, 'helper')));
    const helper = Number(readFileSync(path.join(folder, 'helper'), 'utf8'));
    await clock.advance(1_000);
    await clock.advance(2_000);
    expect(await scanning).toMatchObject({ ok: false, error: { code: 'DEADLINE' } });
    await until(() => !isAlive(helper));
    expect(clock.waiting()).toEqual([]);
  });

  it('that hands over half a picture is not believed', async () => {
    const half = open({ program: program(`[ "$1" = -A ] || printf '\\211PNG\\r\\n\\032\\n'; exit 0`) });
    expect(await half.scan({ format: 'png' })).toMatchObject({ ok: false, error: { code: 'BAD_PICTURE' } });
  });

  it('that names a page which is not there, or one outside its folder, gives nothing', async () => {
    const secret = path.join(folder, 'secret');
    writeFileSync(secret, 'not a page');
    const scanner = open({
      program: program(`case "$*" in *-A*) echo '    --source ADF [ADF]';; *) echo '${secret}'; esac`),
    });
    expect(await scanner.scan({ source: 'feeder' })).toMatchObject({
      ok: false,
      error: { code: 'IO_ERROR' },
    });
    expect(readFileSync(secret, 'utf8')).toBe('not a page');
  });

  it('closing ends a scan under way at once, and a folder that a crash left is swept', async () => {
    const gone = spawnSync('true').pid;
    const left = path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `document-scan-${gone}-abc`);
    mkdirSync(left);
    const scanner = open({ program: program(`: > '${folder}/began'; exec sleep 600`) });
    expect(existsSync(left)).toBe(false);
    const scanning = scanner.scan();
    await until(() => existsSync(path.join(folder, 'began')));
    await scanner.close();
    expect(await scanning).toMatchObject({ ok: false, error: { code: 'CLOSED' } });
    expect(scanner.health()).toMatchObject({ state: 'down', reason: 'closed' });
  });

  it('a look that fails is tried again after growing waits', async () => {
    const clock = manualClock();
    const asked: number[] = [];
    const seen: string[] = [];
    const scanner = open({
      clock: {
        now: clock.now,
        after(ms, run) {
          asked.push(ms);
          return clock.after(ms, run);
        },
      },
      random: () => 0.5,
      program: program('echo "scanimage: no SANE devices found" >&2; exit 1'),
      onHealth: ({ state, reason }) => seen.push(`${state} ${reason}`),
    });
    // Of each look first the program's deadline, which ends with it, then the wait for the next one.
    for (const waits of [2, 4]) {
      await until(() => asked.length === waits);
      expect(clock.waiting()).toEqual([20_000]);
      await clock.advance(20_000);
    }
    await until(() => scanner.health().counters.looks === 3);
    expect(asked.slice(0, 4)).toEqual([20_000, 20_000, 20_000, 20_000]);
    expect(seen).toEqual(['down NOT_FOUND']);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie has ended; nobody here waits for it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
