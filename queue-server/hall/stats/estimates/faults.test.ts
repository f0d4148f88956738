import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { hallClock } from '../../clock.ts';
import { LedgerClient } from '../../ledger/client.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../../testing/hall.ts';
import { Estimates } from './service.ts';

/** What goes wrong beside the estimates thread, and costs the hall nothing. */

const file = testConfig((hall) => ({
  ...hall,
  queues: hall.queues.map((queue) => ({ ...queue, realName: false })),
}));
const [QUEUE, WINDOW] = ['invoices', 'w18'];
const PATIENCE = { timeout: 30_000, interval: 50 };

let folder: ReturnType<typeof scratchFolder>;
let at: number;
let config: HallConfig;
let ledger: LedgerClient;
let estimates: Estimates;
let logged: string[];
let request = 0;
const store = () => path.join(folder.path, 'estimates.db');

async function start(): Promise<void> {
  ledger = await LedgerClient.open(
    {
      ledgerFile: path.join(folder.path, 'ledger.db'),
      vaultFile: path.join(folder.path, 'vault.db'),
      hallKeyFile: path.join(folder.path, 'keys', 'hall.key'),
      config: file,
    },
    (notBefore) => hallClock(notBefore, () => at),
  );
  const log = pino(
    {},
    { write: (line: string) => logged.push((JSON.parse(line) as { event: string }).event) },
  );
  estimates = new Estimates({
    ...{ config: () => config, data: folder.path, epoch: ledger.epoch, now: ledger.now, log },
    state: () => ledger.state,
  });
  await run('day.begin', {}, 'hall');
  estimates.start();
}
async function stop(): Promise<void> {
  await estimates.stop();
  await ledger.close();
}
beforeEach(async () => {
  folder = scratchFolder();
  [at, config, logged] = [MONDAY_9, file, []];
  await start();
});
afterEach(async () => {
  await stop();
  folder.remove();
});

async function run(command: string, body: object, actor: string): Promise<void> {
  const answer = await ledger.submit(command as never, body as never, actor, `r${++request}`);
  if (!answer.ok) throw new Error(`${command}: ${answer.error.code}`);
}
const take = () => run('ticket.take', { queue: QUEUE, items: [], paperless: true }, 'guide01');
const learned = () => vi.waitFor(() => expect(estimates.facts().mode).toBe('learned'), PATIENCE);

it('a queue and a window that go from the settings while people stand there stop nothing', async () => {
  await run('window.open', { window: WINDOW }, 'clerk01');
  for (let n = 0; n < 4; n += 1) await take();
  await run('window.call', { window: WINDOW }, 'clerk01');
  await learned();
  config = {
    ...file,
    queues: file.queues.filter(({ id }) => id !== QUEUE),
    items: file.items.filter(({ queue }) => queue !== QUEUE),
    windows: file.windows
      .filter(({ id }) => id !== WINDOW)
      .map((window) => ({ ...window, queues: window.queues.filter((id) => id !== QUEUE) })),
  };
  const handle = estimates.handlers()['estimate.explain'] as (asked: object) => Promise<{ ok: boolean }>;
  for (let n = 0; n < 4; n += 1) {
    at += 20_000;
    expect((await handle({ actor: { id: 'm' }, body: { queue: 'tax' }, requestId: 'x' })).ok).toBe(true);
    await sleep(600);
  }
  for (const ticket of ledger.state.tickets.values()) {
    expect(() => estimates.waits.ofTicket(ledger.state, ticket)).not.toThrow();
  }
  expect(logged).not.toContain('estimates.failed');
  expect(estimates.facts()).toMatchObject({ mode: 'learned', failedSince: null });
}, 60_000);

it('a disk that refuses costs only what a restart learns again, and the file is for the hall alone', async () => {
  await learned();
  expect(statSync(store()).mode & 0o777).toBe(0o600);
  const other = new Database(store());
  other.exec('BEGIN IMMEDIATE');
  await run('window.open', { window: WINDOW }, 'clerk01');
  at += 120_000;
  const handle = estimates.handlers()['estimate.accuracy'] as (asked: object) => Promise<{ ok: boolean }>;
  // It keeps before it tells.
  const told = handle({ actor: { id: 'm' }, body: { day: '2026-11-23' }, requestId: 'x' });
  expect((await told).ok).toBe(true);
  await take();
  await sleep(1_500);
  expect((await handle({ actor: { id: 'm' }, body: { day: '2026-11-23' }, requestId: 'x' })).ok).toBe(true);
  await vi.waitFor(() => expect(logged).toContain('estimates.not-kept'), PATIENCE);
  expect(logged).not.toContain('estimates.failed');
  expect(estimates.facts().mode).toBe('learned');
  other.exec('ROLLBACK');
  other.close();
  await handle({ actor: { id: 'm' }, body: { day: '2026-11-23' }, requestId: 'x' });
  await vi.waitFor(() => expect(logged).toContain('estimates.kept'), PATIENCE);
}, 60_000);

it('a kept model that reads well and is nonsense is thrown away after it brought the thread down', async () => {
  await learned();
  await stop();
  const other = new Database(store());
  const model = {
    v: 1,
    zone: file.timeZone,
    pace: 7,
    habits: {},
    arrivals: null,
    calibration: [],
    today: {},
  };
  const put = other.prepare(
    'INSERT OR REPLACE INTO model (id, epoch, seq, day_began_seq, doc) VALUES (1, ?, 1, 1, ?)',
  );
  put.run(ledger.epoch, JSON.stringify(model));
  other.close();
  await start();
  await run('window.open', { window: WINDOW }, 'clerk01');
  for (let n = 0; n < 4; n += 1) await take();
  await vi.waitFor(() => expect(logged).toContain('estimates.failed'), PATIENCE);
  await learned();
  expect(estimates.facts().failedSince).toBeNull();
}, 60_000);
