import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { verifyLedger } from '@hall/queue-server/hall/ledger/verify';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { topicOf } from '@hall/shared/contracts/messages';
import Database from 'better-sqlite3';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StaffClient } from '../crowd/http-client.ts';

/** Settings as a manager changes them over HTTP while the hall runs, and what the next real command makes of them. */

const START = Date.parse('2027-03-01T09:00:00+08:00');
const PATIENCE = { timeout: 10_000, interval: 50 };
const QUEUE = 'invoices';

const file: HallConfig = testConfig((hall) => ({
  ...hall,
  calling: { ...hall.calling, lockSeconds: 5 },
  queues: hall.queues.map((queue) => ({ ...queue, realName: false })),
}));
const WINDOW = file.windows.find(({ queues }) => queues.includes(QUEUE))?.id as string;

let folder: string;
let server: TestServer;
let clients: Map<string, StaffClient>;

async function start(config = file): Promise<void> {
  server = await startTestServer({ config, folder, clockControl: path.join(folder, 'clock') });
  clients = new Map();
}
let clockAt = START;
function setClock(at: number): void {
  writeFileSync(path.join(folder, 'clock'), String(at));
  // Managers are logged out after half an hour without use.
  if (at - clockAt > 20 * 60_000) clients.clear();
  clockAt = at;
}
const now = async () => (await must('manager01', 'hall.read', {})).at;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'yichuang-settings-'));
  clockAt = START;
  setClock(START);
  await start();
});
afterEach(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask<N extends CommandName>(who: string, name: N, input: CommandInput<N>, key?: string) {
  let client = clients.get(who);
  client ??= await StaffClient.login(server.api, who, server.password(who));
  clients.set(who, client);
  return client.command(name, input, key);
}

async function must<N extends CommandName>(
  who: string,
  name: N,
  input: CommandInput<N>,
): Promise<CommandAnswer<N>> {
  const reply = await ask(who, name, input);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.problem)}`);
  return reply.value;
}

async function codeOf<N extends CommandName>(who: string, name: N, input: CommandInput<N>) {
  const reply = await ask(who, name, input);
  return reply.ok ? 'ok' : reply.problem.code;
}

const lock = (value: number) => [{ path: ['calling', 'lockSeconds'], value }];
const change = (base: number, value: number, rest: object = {}) =>
  must('manager01', 'settings.change', { base, edits: lock(value), reason: 'trial', ...rest });

/** Seconds for which a real call locks the window. */
async function lockOfNextCall(): Promise<number> {
  await must('guide01', 'ticket.take', { queue: QUEUE, paperless: true });
  await must('clerk01', 'window.open', { window: WINDOW });
  await must('clerk01', 'window.call', { window: WINDOW });
  const { lockedUntil, serving } = await must('clerk01', 'desk.read', { window: WINDOW });
  await must('clerk01', 'window.start', { window: WINDOW });
  await must('clerk01', 'window.finish', { window: WINDOW });
  const seconds = Math.round((lockedUntil - (serving?.calledAt ?? 0)) / 1000);
  setClock(lockedUntil + 1000);
  await vi.waitFor(async () => expect(await now()).toBeGreaterThan(lockedUntil), PATIENCE);
  return seconds;
}

describe('settings while the hall runs', () => {
  it('the file is the first version; a change counts for the next call, and so does going back', async () => {
    const view = await must('manager01', 'settings.read', {});
    expect(view).toMatchObject({ newest: 1, inForce: { origin: 'file', actor: 'hall', state: 'in-force' } });
    expect(view.schema).toMatchObject({
      properties: { calling: { properties: { lockSeconds: { maximum: 120 } } } },
    });
    expect(await lockOfNextCall()).toBe(5);

    expect(await change(1, 40)).toMatchObject({ version: 2, carried: [] });
    expect(await lockOfNextCall()).toBe(40);
    await must('manager01', 'settings.roll-back', { version: 1, newest: 2, reason: 'correction' });
    expect(await lockOfNextCall()).toBe(5);

    const { versions } = await must('auditor01', 'settings.history', {});
    expect(versions.map(({ version, origin, state, backTo }) => [version, origin, state, backTo])).toEqual([
      [3, 'roll-back', 'in-force', 1],
      [2, 'editor', 'past', null],
      [1, 'file', 'past', null],
    ]);
    expect(versions[1]).toMatchObject({
      actor: 'manager01',
      reason: 'trial',
      changes: [{ path: ['calling', 'lockSeconds'], before: 5, after: 40 }],
    });
    const { entries } = await must('auditor01', 'audit.read', { act: 'settings' });
    expect(entries[0]).toMatchObject({ act: 'settings.changed', actor: 'manager01', subject: '3' });
  });

  it('who is a senior follows the age in force, and papers and catalogue say so', async () => {
    const before = await must('guide01', 'catalogue.read', {});
    await must('manager01', 'settings.change', {
      base: 1,
      reason: 'regulation',
      edits: [{ path: ['priority', 'seniorAge'], value: 70 }],
    });
    const after = await must('guide01', 'catalogue.read', {});
    expect([before.seniorAge, after.seniorAge]).toEqual([60, 70]);
    expect(after.version).not.toBe(before.version);
  });

  it('a scheduled change counts when the clock is there, is told to the screens then, and not before', async () => {
    const from = START + 3_600_000;
    expect(await change(1, 30, { effectiveAt: from })).toMatchObject({ version: 2, effectiveAt: from });
    expect((await must('manager01', 'settings.read', {})).scheduled).toMatchObject([
      { info: { version: 2, state: 'scheduled' }, document: { calling: { lockSeconds: 30 } } },
    ]);
    const name = { zh: '新名称大厅', en: 'Renamed Hall' };
    const renamed = await must('manager01', 'settings.change', {
      ...{ base: 2, edits: [{ path: ['name'], value: name }], effectiveAt: from, reason: 'routine' },
    });
    expect(renamed.version).toBe(3);
    const seen: string[] = [];
    const screen = await mqtt.connectAsync(server.mqttUrl, {
      ...{ username: 'wall-1', password: server.secret('wall-1'), clientId: 'wall-1', protocolVersion: 4 },
    });
    screen.on('message', (_topic, payload) => seen.push(JSON.parse(payload.toString()).name.zh));
    await screen.subscribeAsync(topicOf(file.id, 'info', undefined), { qos: 1 });
    await vi.waitFor(() => expect(seen).toEqual([file.name.zh]), PATIENCE);

    setClock(from - 120_000);
    expect(await lockOfNextCall()).toBe(5);
    expect(seen).toHaveLength(1);
    setClock(from);
    await vi.waitFor(() => expect(seen).toEqual([file.name.zh, name.zh]), PATIENCE);
    expect(await lockOfNextCall()).toBe(30);
    expect((await must('manager01', 'settings.read', {})).inForce.version).toBe(3);
    await screen.endAsync();
  });

  it('two managers do not overwrite each other, and no plan goes unnoticed', async () => {
    await change(1, 20);
    expect(await codeOf('manager01', 'settings.change', { base: 1, edits: lock(21), reason: 'trial' })).toBe(
      'SETTINGS_STALE',
    );
    await change(2, 60, { effectiveAt: START + 7_200_000 });
    const proposal = { base: 2, edits: lock(22) };
    expect(await must('manager01', 'settings.preview', proposal)).toMatchObject({
      possible: false,
      stale: true,
    });
    expect(await codeOf('manager01', 'settings.change', { ...proposal, reason: 'trial' })).toBe(
      'SETTINGS_STALE',
    );
    const edits = [{ path: ['reprintLimit'], value: 9 }];
    const carried = await must('manager01', 'settings.change', {
      ...{ base: 2, edits, reason: 'routine', scheduled: { do: 'carry' } },
    });
    expect(carried).toMatchObject({ version: 4, carried: [5] });
    const { document, scheduled } = await must('manager01', 'settings.read', {});
    expect(document).toMatchObject({ reprintLimit: 9, calling: { lockSeconds: 20 } });
    expect(scheduled).toMatchObject([
      {
        info: { version: 5, origin: 'carried' },
        document: { reprintLimit: 9, calling: { lockSeconds: 60 } },
      },
    ]);
    await must('manager01', 'settings.cancel', { version: 5, newest: 5 });
    const after = await must('manager01', 'settings.read', {});
    expect([after.scheduled, after.inForce.origin]).toEqual([[], 'cancel']);
    setClock(START + 7_300_000);
    await vi.waitFor(async () => expect(await now()).toBeGreaterThan(START + 7_200_000), PATIENCE);
    expect(await lockOfNextCall()).toBe(20);
  });

  it('the same request makes one version, whenever it comes again', async () => {
    const body = { base: 1, edits: lock(33), reason: 'trial' } as const;
    const first = await ask('manager01', 'settings.change', body, 'same-request-1');
    await server.stop();
    await start();
    expect(await ask('manager01', 'settings.change', body, 'same-request-1')).toEqual(first);
    expect((await must('manager01', 'settings.read', {})).newest).toBe(2);
  });

  it('[I4] going back and cancelling are answered again as they were, after a restart as well', async () => {
    await change(1, 20);
    const back = { version: 1, newest: 2, reason: 'correction' } as const;
    const went = await ask('manager01', 'settings.roll-back', back, 'same-request-2');
    await change(3, 30, { effectiveAt: START + 7_200_000 });
    const taken = { version: 4, newest: 4 };
    const cancelled = await ask('manager01', 'settings.cancel', taken, 'same-request-3');
    expect([went, cancelled]).toMatchObject([
      { ok: true, value: { version: 3 } },
      { ok: true, value: { version: 5 } },
    ]);
    await server.stop();
    await start();
    expect(await ask('manager01', 'settings.roll-back', back, 'same-request-2')).toEqual(went);
    expect(await ask('manager01', 'settings.cancel', taken, 'same-request-3')).toEqual(cancelled);
    expect((await must('manager01', 'settings.read', {})).newest).toBe(5);
  });

  it('a change before a plan, but made from it, is judged by what counts until then', async () => {
    const { document } = await must('manager01', 'settings.read', {});
    const hall = document as unknown as HallConfig;
    const without = {
      ...hall,
      queues: hall.queues.filter(({ id }) => id !== QUEUE),
      items: hall.items.filter((item) => item.queue !== QUEUE),
      windows: hall.windows.map((window) => {
        const queues = window.queues.filter((id) => id !== QUEUE);
        return { ...window, queues: queues.length > 0 ? queues : [hall.guideQueue] };
      }),
    };
    const midnight = Date.parse('2027-03-02T00:00:00+08:00');
    const plan = await must('manager01', 'settings.change', {
      ...{ base: 1, document: without as never, effectiveAt: midnight, reason: 'routine' },
    });
    // In the afternoon of today the queue would be gone as well, with all who wait in it.
    const sooner = { base: plan.version, edits: lock(9), effectiveAt: START + 3_600_000 };
    expect(await codeOf('manager01', 'settings.change', { ...sooner, reason: 'trial' })).toBe(
      'SETTINGS_DAY_START',
    );
    const tomorrow = { ...sooner, effectiveAt: midnight + 3_600_000 };
    expect(await codeOf('manager01', 'settings.change', { ...tomorrow, reason: 'trial' })).toBe('ok');
  });

  it('problems name path and reason; what only the file says is refused; what changes nothing, too', async () => {
    const edits = [
      { path: ['calling', 'lockSeconds'], value: -1 },
      { path: ['queues', QUEUE, 'zone'], value: 'nowhere' },
      { path: ['novelty'], value: 1 },
    ];
    const preview = await must('auditor01', 'settings.preview', { base: 1, edits });
    expect(preview.possible).toBe(false);
    expect(preview.problems.map(({ path: at }) => at.join('.'))).toContain('calling.lockSeconds');
    expect(preview.problems.map(({ reason }) => reason)).toContain('is a key that nobody knows');
    expect(await codeOf('manager01', 'settings.change', { base: 1, edits, reason: 'trial' })).toBe(
      'SETTINGS_INVALID',
    );
    const zone = await must('manager01', 'settings.preview', {
      base: 1,
      edits: [{ path: ['queues', QUEUE, 'zone'], value: 'nowhere' }],
    });
    expect(zone.problems).toEqual([
      {
        path: ['queues', file.queues.findIndex(({ id }) => id === QUEUE), 'zone'],
        reason: 'there is no zone "nowhere"',
      },
    ]);
    for (const section of ['staff', 'id', 'timeZone', 'privacy', 'devices']) {
      const edit = { path: [section], value: 'x' };
      const body = { base: 1, edits: [edit], reason: 'trial' as const };
      expect(await codeOf('manager01', 'settings.change', body)).toBe('SETTINGS_FIXED');
    }
    expect(await codeOf('manager01', 'settings.change', { base: 1, edits: lock(5), reason: 'trial' })).toBe(
      'SETTINGS_UNCHANGED',
    );
    expect(await codeOf('manager01', 'settings.change', { base: 7, edits: lock(6), reason: 'trial' })).toBe(
      'SETTINGS_VERSION_UNKNOWN',
    );
    expect(await codeOf('manager01', 'settings.cancel', { version: 1, newest: 1 })).toBe(
      'SETTINGS_VERSION_UNKNOWN',
    );
  });

  it('only managers change; auditors and administrators read; clerks see nothing', async () => {
    const body = { base: 1, edits: lock(6), reason: 'trial' } as const;
    for (const who of ['auditor01', 'admin01', 'clerk01', 'guide01']) {
      expect(await codeOf(who, 'settings.change', body), who).toBe('FORBIDDEN');
    }
    expect(await codeOf('auditor01', 'settings.read', {})).toBe('ok');
    expect(await codeOf('admin01', 'settings.read', {})).toBe('ok');
    expect(await codeOf('clerk01', 'settings.read', {})).toBe('FORBIDDEN');
  });

  it('a queue with people is not taken away; later it is, with its retained topics, and old stories stay readable', async () => {
    const { ticket } = await must('guide01', 'ticket.take', { queue: QUEUE, paperless: true });
    const { document } = await must('manager01', 'settings.read', {});
    const hall = document as unknown as HallConfig;
    const without = {
      ...hall,
      queues: hall.queues.filter(({ id }) => id !== QUEUE),
      items: hall.items.filter((item) => item.queue !== QUEUE),
      windows: hall.windows.map((window) => {
        const queues = window.queues.filter((id) => id !== QUEUE);
        const secondary = (window.secondary ?? []).filter((entry) => entry.queue !== QUEUE);
        return { ...window, secondary, queues: queues.length > 0 ? queues : [hall.guideQueue] };
      }),
    };
    const body = { base: 1, document: without as never, reason: 'routine' } as const;
    const refused = await ask('manager01', 'settings.change', body);
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: 'SETTINGS_QUEUE_IN_USE', details: { subject: QUEUE, count: 1 } },
    });
    const preview = await must('manager01', 'settings.preview', { base: 1, document: without as never });
    expect(preview.effects).toContainEqual(
      expect.objectContaining({ kind: 'queue-in-use', weight: 'refused', count: 1 }),
    );

    await must('guide01', 'ticket.cancel', { ticket, reason: 'person' });
    await must('manager01', 'settings.change', body);
    expect(await codeOf('guide01', 'ticket.take', { queue: QUEUE, paperless: true })).toBe('QUEUE_UNKNOWN');
    const story = await must('manager01', 'ticket.read', { ticket });
    expect(story.queueName).toEqual(file.queues.find(({ id }) => id === QUEUE)?.name);
    const kept: string[] = [];
    const screen = await mqtt.connectAsync(server.mqttUrl, {
      ...{ username: 'wall-1', password: server.secret('wall-1'), clientId: 'wall-1', protocolVersion: 4 },
    });
    screen.on('message', (topic) => kept.push(topic));
    await screen.subscribeAsync(`hall/${file.id}/queue/+`, { qos: 1 });
    await vi.waitFor(() => expect(kept).toHaveLength(file.queues.length - 1), PATIENCE);
    expect(kept).not.toContain(topicOf(file.id, 'queue', QUEUE));
    await screen.endAsync();
  });

  it('a restart keeps what was changed; a file that says something else becomes a version; the ledger verifies', async () => {
    await change(1, 25);
    await server.stop();
    await start();
    expect(await lockOfNextCall()).toBe(25);
    expect((await must('manager01', 'settings.read', {})).newest).toBe(2);
    await server.stop();
    await start({ ...file, reprintLimit: 8 });
    const view = await must('manager01', 'settings.read', {});
    expect(view).toMatchObject({ newest: 3, inForce: { origin: 'file' }, document: { reprintLimit: 8 } });
    expect(view.inForce.changes).toContainEqual({ path: ['calling', 'lockSeconds'], before: 25, after: 5 });
    const db = new Database(path.join(folder, 'hall', 'ledger.db'), { readonly: true });
    expect(verifyLedger(db).problems).toEqual([]);
    db.close();
  });

  it('a broken version does not stop the start: the last sound one goes on, health says so, a manager goes back', async () => {
    await change(1, 25);
    await change(2, 26);
    await server.stop();
    const db = new Database(path.join(folder, 'hall', 'ledger.db'));
    db.prepare("UPDATE settings SET doc = '{' WHERE version = 3").run();
    db.close();
    await start();
    expect(await lockOfNextCall()).toBe(25);
    const health = JSON.stringify(await must('manager01', 'maintenance.health', {}));
    expect(health).toContain('Version 3 of the hall’s settings cannot be used');
    const { versions } = await must('manager01', 'settings.history', {});
    expect(versions.map(({ state }) => state)).toEqual(['unsound', 'in-force', 'past']);
    await change(2, 27);
    expect(await lockOfNextCall()).toBe(27);
    expect(JSON.stringify(await must('manager01', 'maintenance.health', {}))).toContain('settings are sound');
  });
});
