import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { QueueMessage, topicOf } from '@hall/shared/contracts/messages';
import mqtt from 'mqtt';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StaffClient } from '../crowd/http-client.ts';

/** What people are told about their wait, in a real hall over HTTP and MQTT. */

const PATIENCE = { timeout: 20_000, interval: 100 };
const START = Date.parse('2027-03-01T09:00:00+08:00');
const config = testConfig((hall) => ({
  ...hall,
  calling: { ...hall.calling, lockSeconds: 0 },
  queues: hall.queues.map((queue) => ({ ...queue, realName: false })),
}));
const QUEUE = 'invoices';
const WINDOW = config.windows.find(({ queues }) => queues.includes(QUEUE))?.id as string;

let folder: string;
let server: TestServer;
let staff: StaffClient;

function setClock(at: number): void {
  writeFileSync(path.join(folder, 'clock'), String(at));
}

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'yichuang-estimates-'));
  setClock(START);
  server = await startTestServer({ config, folder, clockControl: path.join(folder, 'clock') });
  staff = await StaffClient.login(server.api, 'manager01', server.password('manager01'));
});
afterEach(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function must<N extends CommandName>(
  name: N,
  input: CommandInput<N>,
  key?: string,
): Promise<CommandAnswer<N>> {
  const reply = await staff.command(name, input, key);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.problem)}`);
  return reply.value;
}

const take = (key?: string) => must('ticket.take', { queue: QUEUE, paperless: true }, key);
const progress = async (token: string) =>
  await (await fetch(`${server.api.replace('/api/v1', '')}/p/${token}`)).text();
const minutesIn = (page: string) => Number(/约 (\d+)/.exec(page)?.[1]);

describe('waits in a running hall', { timeout: 90_000 }, () => {
  it('slip, phone, board and manager say the same, and it moves with the line', async () => {
    await must('window.open', { window: WINDOW });
    expect((await take()).estimate).toEqual({ lowMin: 0, highMin: 0 });
    await must('window.call', { window: WINDOW });
    for (let i = 0; i < 8; i += 1) await take();
    const health = async () => {
      const groups = (await must('maintenance.health', {})).groups.flatMap(({ findings }) => findings);
      expect(groups.find(({ id }) => id === 'estimates')?.says.en).toContain('estimated from');
    };
    await vi.waitFor(health, PATIENCE);
    const client = await mqtt.connectAsync(server.mqttUrl, {
      ...{ username: 'wall-1', clientId: 'wall-1', password: server.secret('wall-1') },
    });
    let onTopic: ReturnType<typeof QueueMessage.parse> | undefined;
    client.on('message', (_topic, payload) => {
      onTopic = QueueMessage.parse(JSON.parse(payload.toString()));
    });
    await client.subscribeAsync(topicOf(config.id, 'queue', QUEUE));
    const last = await take('same-request-1');
    expect(last.estimate?.lowMin).toBeGreaterThan(10);
    expect((await take('same-request-1')).estimate).toEqual(last.estimate);
    const before = minutesIn(await progress(last.progressToken));
    expect(before).toBeGreaterThan(10);
    await vi.waitFor(() => expect(onTopic?.estimate?.lowMin).toBeGreaterThan(10), PATIENCE);
    const told = onTopic?.estimate?.lowMin as number;
    for (let i = 0; i < 6; i += 1) {
      await must('window.start', { window: WINDOW });
      await must('window.finish', { window: WINDOW });
      await must('window.call', { window: WINDOW });
    }
    await vi.waitFor(async () => {
      expect(minutesIn(await progress(last.progressToken))).toBeLessThan(before / 2);
      expect(onTopic?.estimate?.lowMin).toBeLessThan(told);
      const { queues } = await must('hall.read', {});
      expect(queues.find(({ id }) => id === QUEUE)?.estimate).toEqual(onTopic?.estimate);
    }, PATIENCE);
    await client.endAsync();
  });

  it('[E1] a hall that tells no waits tells none on paper, phone and screen', async () => {
    const { newest: base } = await must('settings.read', {});
    await must('settings.change', {
      base,
      edits: [{ path: ['estimates', 'told'], value: false }],
      reason: 'trial',
    });
    await must('window.open', { window: WINDOW });
    await take();
    const slip = await take();
    expect(slip.estimate).toBeNull();
    expect(await progress(slip.progressToken)).not.toMatch(/约|马上/);
    const { queues } = await must('hall.read', {});
    expect(queues.find(({ id }) => id === QUEUE)?.estimate).not.toBeNull();
  });
});
