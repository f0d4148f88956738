import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hallClock } from '../../clock.ts';
import type { TicketPlace } from '../../domain/place.ts';
import { LedgerClient } from '../../ledger/client.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../../testing/hall.ts';
import type { AskName } from './protocol.ts';
import { Estimates } from './service.ts';

/** The estimates thread beside a real ledger, with a clock to set. */

const config = testConfig((hall) => ({
  ...hall,
  calling: { ...hall.calling, lockSeconds: 0 },
  queues: hall.queues.map((queue) => ({ ...queue, realName: false, dailyQuota: queue.dailyQuota })),
}));
const PATIENCE = { timeout: 20_000, interval: 50 };
const MINUTE_MS = 60_000;
const log = pino({ level: 'silent' });

/** A queue with several windows that serve nothing but it and what they share. */
const queue = config.queues.find(
  ({ id }) => config.windows.filter((window) => window.queues.includes(id)).length >= 2,
)?.id as string;
const [first, second] = config.windows
  .filter((window) => window.queues.includes(queue))
  .map(({ id }) => id) as [string, string];

let folder: ReturnType<typeof scratchFolder>;
let at: number;
let ledger: LedgerClient;
let estimates: Estimates;
let request = 0;

async function start(): Promise<void> {
  ledger = await LedgerClient.open(
    {
      ledgerFile: path.join(folder.path, 'ledger.db'),
      vaultFile: path.join(folder.path, 'vault.db'),
      hallKeyFile: path.join(folder.path, 'keys', 'hall.key'),
      config,
    },
    (notBefore) => hallClock(notBefore, () => at),
  );
  estimates = new Estimates({
    ...{ config: () => config, data: folder.path, epoch: ledger.epoch, now: ledger.now, log },
    state: () => ledger.state,
  });
  await ledger.submit('day.begin', {}, 'hall', `r${++request}`);
  estimates.start();
}

async function stop(): Promise<void> {
  await estimates.stop();
  await ledger.close();
}

beforeEach(async () => {
  folder = scratchFolder();
  at = MONDAY_9;
  await start();
});
afterEach(async () => {
  await stop();
  folder.remove();
});

async function run(command: string, body: object, actor: string): Promise<Record<string, unknown>> {
  const answer = await ledger.submit(command as never, body as never, actor, `r${++request}`);
  if (!answer.ok) throw new Error(`${command}: ${answer.error.code} ${answer.error.message}`);
  return JSON.parse(answer.json) as Record<string, unknown>;
}

async function take(): Promise<TicketPlace> {
  return (await run(
    'ticket.take',
    { queue, items: [], paperless: true },
    'guide01',
  )) as unknown as TicketPlace;
}

async function serve(window: string, minutes: number): Promise<void> {
  await run('window.call', { window }, window);
  await run('window.start', { window }, window);
  at += minutes * MINUTE_MS;
  await run('window.finish', { window }, window);
}

const newcomer = () => estimates.waits.newcomer(ledger.state, queue);
const learned = () => vi.waitFor(() => expect(estimates.facts().mode).toBe('learned'), PATIENCE);
/** The thread has seen all that happened, and what it made of it is here. */
async function upToDate(): Promise<void> {
  await learned();
  const explained = await ask('estimate.explain', { queue });
  expect(explained.ok).toBe(true);
  // Lines are made anew at most every second and a half.
  await sleep(2_000);
}

async function ask<N extends AskName>(what: N, body: object): Promise<Result<CommandAnswer<N>, Fault>> {
  const handle = estimates.handlers()[what] as (asked: object) => Promise<Result<CommandAnswer<N>, Fault>>;
  return handle({ actor: { id: 'manager01' }, body, requestId: 'x' });
}

async function must<N extends AskName>(what: N, body: object): Promise<CommandAnswer<N>> {
  const told = await ask(what, body);
  if (!told.ok) throw new Error(`${what}: ${told.error.code}`);
  return told.value;
}

describe('estimates beside a real ledger', { timeout: 60_000 }, () => {
  it('0 only where a window is free and nobody is ahead; null where nothing is known', async () => {
    await learned();
    expect(newcomer()).toBeNull();
    await run('window.open', { window: first }, first);
    expect(newcomer()).toEqual({ lowMin: 0, highMin: 0 });
    await take();
    expect(newcomer()?.lowMin).toBeGreaterThan(0);
    await run('window.call', { window: first }, first);
    expect(newcomer()?.lowMin).toBeGreaterThan(0);
  });

  it('quotes follow the line, and the same request gets the same one', async () => {
    await run('window.open', { window: first }, first);
    const places: TicketPlace[] = [];
    for (let i = 0; i < 10; i += 1) places.push(await take());
    await run('window.call', { window: first }, first);
    await upToDate();
    const last = places[9] as TicketPlace;
    const told = estimates.waits.quote(ledger.state, last);
    const of = () => estimates.waits.ofTicket(ledger.state, ledger.state.tickets.get(last.ticket)!)!;
    const before = await vi.waitFor(() => {
      const now = of();
      expect(now.lowMin).toBeGreaterThan(20);
      return now;
    }, PATIENCE);
    await run('window.start', { window: first }, first);
    at += 5 * MINUTE_MS;
    await run('window.finish', { window: first }, first);
    for (let i = 0; i < 5; i += 1) await serve(first, 5);
    await upToDate();
    await vi.waitFor(() => expect(of().lowMin).toBeLessThan(before.lowMin / 2), PATIENCE);
    expect(estimates.waits.quote(ledger.state, last)).toEqual(told);
  });

  it('a second window helps: what if says so beforehand, in words', async () => {
    await run('window.open', { window: first }, first);
    for (let i = 0; i < 12; i += 1) await take();
    await run('window.call', { window: first }, first);
    await learned();
    const number = config.windows.find(({ id }) => id === second)?.number;
    const prefix = config.queues.find(({ id }) => id === queue)?.prefix;
    const told = await must('estimate.what-if', {
      queue,
      changes: [{ window: second, open: true, queues: [queue] }],
    });
    const [row] = told.queues;
    expect(told.queues).toHaveLength(1);
    expect(row!.after!.lowMin).toBeLessThan(row!.before!.lowMin * 0.8);
    expect(row!.says).toEqual({
      zh: `开 ${number} 号窗口办 ${prefix}：${row!.before!.lowMin} → ${row!.after!.lowMin} 分钟`,
      en: `open window ${number} for ${prefix}: ${row!.before!.lowMin} → ${row!.after!.lowMin} min`,
    });
    const worse = await must('estimate.what-if', { queue, changes: [{ window: first, open: false }] });
    expect(worse.queues[0]!.after?.lowMin ?? Number.POSITIVE_INFINITY).toBeGreaterThan(row!.before!.lowMin);
    expect(await ask('estimate.what-if', { changes: [{ window: 'no-such', open: true }] })).toMatchObject({
      error: { code: 'WINDOW_UNKNOWN' },
    });
  });

  it('explains itself for a queue and for a ticket', async () => {
    await run('window.open', { window: first }, first);
    const place = await take();
    await take();
    await learned();
    const forQueue = await must('estimate.explain', { queue });
    expect(forQueue).toMatchObject({ queue, ticket: null, kind: 'little-history' });
    expect(forQueue.because[0]!.zh).toBe('前面有 2 人。');
    const forTicket = await must('estimate.explain', { ticket: place.ticket });
    expect(forTicket).toMatchObject({ ticket: place.ticket, kind: 'free', range: { lowMin: 0, highMin: 0 } });
    expect(await ask('estimate.explain', { ticket: 'f'.repeat(32) })).toMatchObject({
      error: { code: 'TICKET_UNKNOWN' },
    });
  });

  it('compares what was told with what came: figures as worked out by hand', async () => {
    await run('window.open', { window: first }, first);
    await run('ticket.take', { queue, items: [], paperless: true }, 'guide01');
    await run('window.call', { window: first }, first);
    await learned();
    const place = await take();
    const told = estimates.waits.quote(ledger.state, place)!;
    await run('window.start', { window: first }, first);
    at += 4 * MINUTE_MS;
    await run('window.finish', { window: first }, first);
    await run('window.call', { window: first }, first);
    // Until it can be undone no more, it does not count.
    at += 2 * MINUTE_MS;
    await run('window.start', { window: first }, first);
    await vi.waitFor(async () => {
      const { total } = await must('estimate.accuracy', { day: '2026-11-23' });
      // The hall's clock goes on by itself for the seconds that the test takes.
      expect(total).toMatchObject({ count: 1, withinP80: told.highMin >= 5 ? 1 : 0 });
      expect(total!.biasMin).toBeCloseTo(told.lowMin - 4, 0);
      expect(total!.maeMin).toBe(Math.abs(total!.biasMin));
    }, PATIENCE);
    const report = await must('estimate.accuracy', { from: '2026-11-01', to: '2026-11-30' });
    expect(report.cells.map(({ day, queue: of, from }) => [day, of, from])).toEqual([
      ['2026-11-23', queue, '09:00'],
    ]);
  });

  it('what was learned survives a restart, and a broken file is learned again', async () => {
    await run('window.open', { window: first }, first);
    for (let i = 0; i < 30; i += 1) {
      await take();
      await serve(first, 3);
    }
    await take();
    await run('window.call', { window: first }, first);
    const minutes = async () => {
      await learned();
      const { because } = await must('estimate.explain', { queue });
      return Number(/A service usually takes ([\d.]+) min/.exec(because.map(({ en }) => en).join(' '))?.[1]);
    };
    const before = await minutes();
    expect(before).toBeLessThan(4.5);
    at += MINUTE_MS;
    await sleep(1_200);
    await stop();
    await start();
    expect(await minutes()).toBe(before);
    await stop();
    for (const suffix of ['-wal', '-shm'])
      rmSync(path.join(folder.path, `estimates.db${suffix}`), { force: true });
    writeFileSync(path.join(folder.path, 'estimates.db'), 'not a database at all '.repeat(400));
    await start();
    expect(await minutes()).toBe(before);
  });

  it('[I4] a dead thread: the plain formula speaks, health says so, and it comes back', async () => {
    await run('window.open', { window: first }, first);
    for (let i = 0; i < 6; i += 1) await take();
    await run('window.call', { window: first }, first);
    await learned();
    await estimates.kill();
    await vi.waitFor(() => expect(estimates.facts().mode).toBe('plain'), PATIENCE);
    expect(newcomer()!.highMin).toBeGreaterThan(0);
    expect(await must('estimate.explain', { queue })).toMatchObject({ kind: 'plain' });
    expect(await ask('estimate.what-if', { changes: [{ window: second, open: true }] })).toMatchObject({
      error: { code: 'ESTIMATE_UNAVAILABLE' },
    });
    await learned();
    expect(estimates.facts().failedSince).toBeNull();
  });
});
