import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Supervised, supervise } from './supervise.ts';

let folder: string;
let running: Supervised | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'supervise-'));
});
afterEach(async () => {
  await running?.stop();
  running = null;
  rmSync(folder, { recursive: true, force: true });
});

const program = (source: string, isWell: () => boolean): { log: string[] } => {
  const log: string[] = [];
  running = supervise([process.execPath, '--eval', source, path.join(folder, 'pids')], {
    env: process.env,
    isWell,
    log: (line) => log.push(line),
  });
  return { log };
};
const STAY =
  'require("node:fs").appendFileSync(process.argv[1], process.pid + "\\n"); setInterval(() => {}, 1000);';
const pids = (): number[] =>
  existsSync(path.join(folder, 'pids'))
    ? readFileSync(path.join(folder, 'pids'), 'utf8').trim().split('\n').map(Number)
    : [];
const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('says with what a program ended that was never well, and does not start it again', async () => {
  program('console.error("no such display"); process.exit(69)', () => false);
  expect(await running?.failed).toEqual({ code: 69, words: 'no such display' });
});

it('says so where there is no such program', async () => {
  running = supervise(['/nonexistent'], { env: {}, isWell: () => false, log: () => undefined });
  expect(await running.failed).toMatchObject({ code: 69, words: expect.stringContaining('ENOENT') });
});

it('starts a program again that was well and is killed, and ends it when told to', async () => {
  const { log } = program(STAY, () => true);
  await vi.waitFor(() => expect(pids()).toHaveLength(1), { timeout: 20_000 });
  process.kill(pids()[0] as number, 'SIGKILL');
  await vi.waitFor(() => expect(pids()).toHaveLength(2), { timeout: 20_000 });
  expect(log).toEqual(['it ended by itself (SIGKILL) and is started again']);
  const failed = running?.failed;
  await running?.stop();
  expect(await failed).toBeNull();
  expect(pids().map(isThere)).toEqual([false, false]);
});
