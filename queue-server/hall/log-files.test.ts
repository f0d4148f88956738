import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFiles } from './log-files.ts';
import { scratchFolder } from './testing/hall.ts';

const DAY_MS = 86_400_000;
const MONDAY = Date.parse('2026-11-23T09:00:00Z');

let folder: ReturnType<typeof scratchFolder>;
let now: number;
beforeEach(() => {
  folder = scratchFolder();
  now = MONDAY;
});
afterEach(() => folder.remove());

const file = () => path.join(folder.path, 'logs', 'hall.log');
const open = (options: { quotaMb?: number; fileBytes?: number } = {}) =>
  new LogFiles({ file: file(), quotaMb: 10, fileBytes: 200, now: () => now, ...options });
const line = (n: number) => `{"n":${n},"pad":"${'x'.repeat(40)}"}\n`;
const names = () => readdirSync(path.dirname(file())).sort();

/** Every line of every file, in the order of the files. */
function allLines(): number[] {
  return [...names().filter((name) => name !== 'hall.log'), 'hall.log'].flatMap((name) => {
    const bytes = readFileSync(path.join(path.dirname(file()), name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    return text
      .split('\n')
      .filter(Boolean)
      .map((entry) => (JSON.parse(entry) as { n: number }).n);
  });
}

async function writeSlowly(log: LogFiles, from: number, to: number) {
  for (let n = from; n < to; n += 1) {
    log.write(line(n));
    await log.settled();
  }
}

describe('log files', () => {
  it('turn over by size, pack the old ones, and keep every line in order', async () => {
    const log = open();
    await writeSlowly(log, 0, 40);
    await log.settled();
    expect(names().length).toBeGreaterThan(5);
    expect(
      names()
        .filter((name) => name !== 'hall.log')
        .every((name) => /^hall-2026-11-23-\d{3}\.log\.gz$/.test(name)),
    ).toBe(true);
    expect(allLines()).toEqual(Array.from({ length: 40 }, (_, n) => n));
  });

  it('turn over when the day changes, under the name of the day that is over', async () => {
    const log = open({ fileBytes: 1e6 });
    await writeSlowly(log, 0, 2);
    now += DAY_MS;
    await writeSlowly(log, 2, 3);
    await log.settled();
    expect(names()).toEqual(['hall-2026-11-23-001.log.gz', 'hall.log']);
    expect(allLines()).toEqual([0, 1, 2]);
  });

  it('lose nothing of a burst that comes faster than the disk', async () => {
    const log = open({ fileBytes: 5_000 });
    for (let n = 0; n < 2_000; n += 1) log.write(line(n));
    await log.settled();
    await log.settled();
    expect(allLines()).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
  });

  it('write what is pending at the end, behind the write that is under way', () => {
    const log = open({ fileBytes: 1e9 });
    for (let n = 0; n < 500; n += 1) log.write(line(n));
    log.flushSync();
    expect(allLines()).toEqual(Array.from({ length: 500 }, (_, n) => n));
  });

  it('pack at the start what a crash left, and make half a pack anew', async () => {
    mkdirSync(path.dirname(file()), { recursive: true });
    const left = path.join(path.dirname(file()), 'hall-2026-11-22-001.log');
    writeFileSync(left, line(1) + line(2));
    writeFileSync(`${left}.gz.part`, 'half');
    await open().settled();
    expect(names()).toEqual(['hall-2026-11-22-001.log.gz', 'hall.log']);
    expect(allLines()).toEqual([1, 2]);
  });

  it('remove the oldest beyond the quota, and say that six months do not fit', async () => {
    mkdirSync(path.dirname(file()), { recursive: true });
    const old = (day: string) => path.join(path.dirname(file()), `hall-${day}-001.log.gz`);
    for (const day of ['2026-11-20', '2026-11-21', '2026-11-22'])
      writeFileSync(old(day), Buffer.alloc(500_000));
    const log = open({ quotaMb: 1 });
    await log.settled();
    expect([existsSync(old('2026-11-20')), existsSync(old('2026-11-21'))]).toEqual([false, true]);
    expect(log.facts()).toMatchObject({ cutShortAt: MONDAY, quotaBytes: 1024 * 1024, bytes: 1_000_000 });
  });

  it('keep to the quota where packing fails, and pack the others', async () => {
    const dir = path.dirname(file());
    mkdirSync(dir, { recursive: true });
    for (const day of ['2026-11-18', '2026-11-19', '2026-11-20'])
      writeFileSync(path.join(dir, `hall-${day}-001.log.gz`), Buffer.alloc(500_000));
    writeFileSync(path.join(dir, 'hall-2026-11-21-001.log'), line(1));
    writeFileSync(path.join(dir, 'hall-2026-11-22-001.log'), line(2));
    // A folder in the place of the pack: making it fails, as on a full disk.
    mkdirSync(path.join(dir, 'hall-2026-11-21-001.log.gz.part'));
    const log = open({ quotaMb: 1 });
    await log.settled();
    expect(names()).toEqual([
      'hall-2026-11-19-001.log.gz',
      'hall-2026-11-20-001.log.gz',
      'hall-2026-11-21-001.log',
      'hall-2026-11-21-001.log.gz.part',
      'hall-2026-11-22-001.log.gz',
      'hall.log',
    ]);
    expect(log.facts().bytes).toBeLessThan(1024 * 1024);
  });

  it('do not throw where the disk takes nothing, and say afterwards how many lines are missing', async () => {
    // A folder in the place of the file: every open fails, as on a full or broken disk.
    mkdirSync(file(), { recursive: true });
    const log = open();
    log.write(line(1) + line(2));
    await log.settled();
    log.write(line(3));
    rmdirSync(file());
    now += 60_000;
    log.write(line(4));
    await log.settled();
    const text = readFileSync(file(), 'utf8');
    expect(text).toContain('"n":4');
    expect(log.facts().lostLines + (text.match(/"n":/g) ?? []).length).toBe(4);
    if (log.facts().lostLines > 0) expect(text).toContain('"event":"log.lost"');
  });
});
