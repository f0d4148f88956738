import type * as Fs from 'node:fs';
import path from 'node:path';
import { bareScan, judgePaper } from '@hall/queue-server/hall/domain/judge-paper';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { paperQuestions } from '@hall/queue-server/hall/views/paper-questions';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { isSignedPaper, readPaperCode } from '@hall/shared/contracts/paper-code';
import type { PaperScan } from '@hall/shared/contracts/paper-scan';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { memoryFolder } from '../../disk/shim.ts';
import { ModelHall } from '../model-hall.ts';
import type { Cut, CutDisk } from './cut-disk.ts';
import { type Around, openCutKiosk } from './cut-kiosk.ts';

/**
 * [N4] The power goes at every single change that a kiosk makes on its disk: tickets with and without a server, papers
 * that fail and are printed again, answers that are lost, the return. Afterwards every paper that came out is scanned.
 */

const { disk, real } = vi.hoisted(() => ({
  disk: { current: null as unknown },
  real: { fs: null as unknown },
}));
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  const { CutDisk: Disk } = await import('./cut-disk.ts');
  const cutting = new Disk(fs);
  disk.current = cutting;
  real.fs = fs;
  return { ...fs, ...cutting.calling() };
});

type OnRejection = (problem: unknown, promise: Promise<unknown>) => void;
/** A device host whose disk fails ends, and its launcher starts it again; here only the cut itself may do so. */
const theirs = process.listeners('unhandledRejection') as OnRejection[];
const mine: OnRejection = (problem, promise) => {
  if ((problem as Error).name !== 'PowerCut') for (const listener of theirs) listener(problem, promise);
};
beforeAll(() => {
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', mine);
});
afterAll(() => {
  process.removeAllListeners('unhandledRejection');
  for (const listener of theirs) process.on('unhandledRejection', listener);
});

const DEVICE = 'kiosk-1';
const QUEUE = 'invoices';
const MORNING = Date.parse('2026-11-23T09:00:00+08:00');
const LATER_MS = 10 * 60_000;
/** Seed and distance of its cuts: every single change, and others with other halves of what was being written. */
const SWEEPS = [
  [1, 1],
  [2, 4],
  [3, 4],
] as const;

let base: HallConfig | undefined;
const config = (): HallConfig => {
  base ??= testConfig((demo) => ({
    ...demo,
    numbering: { restart: 'daily', perKiosk: 12 },
    queues: demo.queues
      .filter(({ id }) => id === QUEUE)
      .map((queue) => ({
        ...queue,
        lastNumber: 60,
        dailyQuota: 50,
        realName: false,
        bookings: [],
        slots: [],
      })),
    items: [],
  }));
  return base;
};

const wish = { items: [], queue: QUEUE, person: null };
type Kiosk = ReturnType<typeof openCutKiosk>;

/** The morning of one machine, step by step; each may be its last. */
function morning(around: Around): readonly ((kiosk: Kiosk, round: number) => Promise<unknown>)[] {
  const press = (round: number, n: number) => `press-${round}-${n}`;
  const take = (n: number) => async (kiosk: Kiosk, round: number) => {
    await kiosk.tickets.take(press(round, n), wish);
    await kiosk.settle();
  };
  const takeAndReprint = (n: number) => async (kiosk: Kiosk, round: number) => {
    around.fates = [{ outcome: 'failed', code: 'PAPER_OUT' } as never];
    const taken = await kiosk.tickets.take(press(round, n), wish);
    await kiosk.settle();
    if (taken.ok) await kiosk.tickets.reprint(`${press(round, n)}-again`, taken.value.ticket);
    await kiosk.settle();
  };
  const line = (online: boolean) => async (kiosk: Kiosk) => {
    around.online = online;
    if (online) await kiosk.heard();
  };
  const lose = (n: number) => async () => {
    around.lose = n;
  };
  return [
    ...[line(true), take(1), takeAndReprint(2), async (kiosk: Kiosk) => kiosk.tickets.end()],
    // The answer to a press is lost: it gets a number from the own range, and the hall gave it one as well.
    ...[lose(1), take(3), line(false), take(4), takeAndReprint(5)],
    // The line is back; the first answer about what was given is lost, and meanwhile somebody wants a new paper.
    ...[lose(2), line(true), takeAndReprint(6), line(true), take(7), line(true)],
  ] as const;
}

async function run(folder: string, cut: Cut): Promise<{ problems: string[]; calls: number; papers: number }> {
  const cutDisk = disk.current as CutDisk;
  const fs = real.fs as typeof Fs;
  const hall = new ModelHall(config());
  let now = MORNING;
  const around: Around = {
    ...{ hall, device: DEVICE, folder, papers: [], keys: new Set(), online: true, fates: [], lose: 0 },
    dead: () => cutDisk.dead,
    at: () => {
      now += 1_000;
      return now;
    },
  };
  hall.run('day.begin', {}, { actor: 'hall', requestId: 'begin', at: now });
  cutDisk.powerOn(folder, cut);
  let kiosk: Kiosk | null = null;
  const steps = morning(around);
  for (const step of steps) {
    try {
      kiosk ??= openCutKiosk(around);
      await step(kiosk, 1);
      await kiosk.settle();
    } catch (problem) {
      if (!cutDisk.dead) throw problem;
    }
    if (cutDisk.dead) break;
  }
  const { calls } = cutDisk;
  const wasOnline = around.online;
  kiosk?.drop();
  if (cutDisk.dead) cutDisk.settle();
  // Switched on again: without a server first, where it had none, then with it.
  cutDisk.powerOn(folder, { at: null, seed: 0 });
  around.online = wasOnline;
  around.lose = 0;
  around.fates = [];
  const again = openCutKiosk(around);
  for (let n = 20; n < 22; n += 1) {
    await again.tickets.take(`press-2-${n}`, wish);
    await again.settle();
  }
  again.tickets.end();
  around.online = true;
  for (let i = 0; i < 4; i += 1) await again.heard();
  const problems = await judged(around);
  const { open, asked, givenUp } = again.file.book;
  if (open.size + asked.size + givenUp.size > 0) problems.push('presses that nobody settles');
  if (again.journal.ready().length > 0) problems.push('papers that the hall never hears of');
  again.drop();
  fs.rmSync(folder, { recursive: true, force: true });
  return { problems, calls, papers: around.papers.length };
}

/** Scans every paper that came out. */
async function judged({ hall, papers, keys, at }: Around): Promise<string[]> {
  const problems: string[] = [];
  const valid = new Map<string, number>();
  for (const { number, ordinal, code } of papers) {
    const name = `${number}/${ordinal}`;
    // The very first start: the hall has not got the key yet.
    if (code === null) continue;
    const read = readPaperCode(code);
    const signed = read !== null && (await isSignedPaper(read, [...keys])) !== null;
    const printer = { device: DEVICE, state: 'online' } as const;
    const scan: PaperScan = signed ? judgePaper(hall.state, hall.config, read, printer) : bareScan('forged');
    if (scan.verdict !== 'newest' && scan.verdict !== 'replaced') problems.push(`${name} is ${scan.verdict}`);
    // Nobody was called under another number here: who holds a paper stands in the line by it.
    if (scan.row?.state === 'void') problems.push(`${name} is void`);
    const counts = scan.verdict === 'newest' && scan.row?.state !== 'void';
    if (counts) valid.set(number, (valid.get(number) ?? 0) + 1);
  }
  for (const [number, count] of valid) if (count > 1) problems.push(`${number} has ${count} valid papers`);
  const living = [...hall.state.tickets.values()].filter(({ state }) => state !== 'void');
  const numbers = living.map(({ number }) => number);
  if (new Set(numbers).size !== numbers.length) problems.push('a number stands twice in the hall');
  const asked = paperQuestions(hall.state, hall.config, at() + LATER_MS).map(({ number }) => number);
  for (const { number, print, ordinal } of living) {
    // A new paper that was promised when the power went: the hall asks a person, and the older paper counts no more.
    const silent = print === 'pending' && (ordinal === 1 || !asked.includes(number));
    if (silent) problems.push(`${number} waits for a paper that nobody prints`);
  }
  return problems;
}

// A disk that flushes at each rename costs ten times as much, and what is flushed is told by the disk above.
const scratch = memoryFolder();
afterAll(() => scratch.remove());
const folderOf = (name: string) => path.join(scratch.path, name);

describe('[N4] the power of a kiosk goes', () => {
  it('nowhere: every paper is good, and the morning is as long as the cuts below need', async () => {
    const { problems, calls, papers } = await run(folderOf('whole'), { at: null, seed: 1 });
    expect(problems).toEqual([]);
    expect(papers).toBeGreaterThan(8);
    expect(calls).toBeGreaterThan(60);
  });

  it.each(SWEEPS)(
    'at the changes of its disk (seed %i, every %i): no two valid papers, none that nobody knows',
    async (seed, by) => {
      const { calls } = await run(folderOf('length'), { at: null, seed });
      const wrong: string[] = [];
      for (let at = by === 1 ? 1 : seed; at <= calls; at += by) {
        const { problems } = await run(folderOf(`cut-${at}`), { at, seed });
        wrong.push(...problems.map((problem) => `cut ${at}: ${problem}`));
      }
      expect(wrong).toEqual([]);
    },
  );

  it('is noticed by this test where a disk lies about what it has synced', async () => {
    const found: string[] = [];
    for (let at = 20; at <= 80; at += 5) {
      const lie = await run(folderOf(`lie-${at}`), { at, seed: at, lies: true }).catch((problem) => ({
        problems: [String(problem)],
      }));
      found.push(...lie.problems);
    }
    expect(found.length).toBeGreaterThan(0);
  });
});
