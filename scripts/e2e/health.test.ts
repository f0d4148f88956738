import { setTimeout as sleep } from 'node:timers/promises';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import { HealthReport } from '@hall/shared/contracts/health';
import { CONTRACT_VERSION, topicOf } from '@hall/shared/contracts/messages';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StaffClient } from '../crowd/http-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const base = () => server.api.replace('/api/v1', '');
const login = (username: string) => StaffClient.login(server.api, username, server.password(username));

async function report() {
  const answer = await (await login('manager01')).command('maintenance.health', {});
  if (!answer.ok) throw new Error(answer.problem.code);
  return HealthReport.parse(answer.value);
}

/** A device as another program would be one: presence with whatever it says of its clock. */
async function present(device: string, more: object) {
  const client = await mqtt.connectAsync(server.mqttUrl, {
    protocolVersion: 4,
    ...{ clientId: device, username: device, password: server.secret(device) },
  });
  const presence = { v: CONTRACT_VERSION, at: Date.now(), online: true, version: '0.1.0', ...more };
  await client.publishAsync(topicOf(server.config.id, 'presence', device), JSON.stringify(presence), {
    qos: 1,
    retain: true,
  });
  return client;
}

describe('the hall, watched from inside', () => {
  it('is live and ready, and says so to machines', async () => {
    expect(await (await fetch(`${base()}/healthz`)).json()).toEqual({ ok: true });
    const ready = await fetch(`${base()}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, reasons: [] }]);
  });

  it('reports every group to a manager', async () => {
    const { groups, state } = await report();
    expect(groups.map((group) => group.id)).toEqual([
      ...['server', 'storage', 'devices', 'time', 'certificates', 'backup', 'platform', 'ledger'],
    ]);
    const storage = groups.find((group) => group.id === 'storage')?.findings;
    expect(storage?.find((finding) => finding.id === 'ledger-writing')?.state).toBe('good');
    const ledger = groups.find((group) => group.id === 'ledger')?.findings;
    expect(ledger?.find((finding) => finding.id === 'ledger-size')?.says.en).toMatch(/of its 20 GB/);
    expect(['good', 'attention', 'trouble']).toContain(state);
  });

  it('counts commands by name and outcome, whoever gave them', async () => {
    const guide = await login('guide01');
    await guide.command('ticket.take', { queue: 'invoices', paperless: true });
    await guide.command('maintenance.health', {} as never);
    const metrics = await (await fetch(`${base()}/metrics`)).text();
    expect(metrics).toMatch(/hall_commands_total\{command="ticket.take",outcome="OK"\} 1\n/);
    expect(metrics).toMatch(/hall_commands_total\{command="maintenance.health",outcome="FORBIDDEN"\} 1\n/);
    expect(metrics).toMatch(/hall_queue_waiting\{queue="invoices"\} 1\n/);
    expect(metrics).toMatch(/hall_http_request_seconds_count\{route="\/api\/v1\/tickets"\} 1\n/);
    expect(metrics).toMatch(/hall_ledger_commit_seconds_count [1-9]/);
  });

  it('shows how far the clock of a device is off, and takes one that does not say', async () => {
    const old = await present('wall-1', {});
    const off = await present('kiosk-1', { skewMs: 61_000 });
    const skew = async () =>
      (await report()).groups
        .find((group) => group.id === 'time')
        ?.findings.find((finding) => finding.id === 'device-skew');
    let found = await skew();
    while (found === undefined) {
      await sleep(50);
      found = await skew();
    }
    expect(found.state).toBe('trouble');
    expect(found.says.zh).toMatch(/^1 台设备时钟有偏差，最大 1 分钟/);
    expect(await (await fetch(`${base()}/metrics`)).text()).toContain(
      'hall_device_clock_skew_seconds{device="kiosk-1"} 61\n',
    );
    const manager = await (await login('manager01')).command('hall.read', {});
    expect(manager.ok && manager.value.devices.find((device) => device.id === 'wall-1')?.online).toBe(true);
    await Promise.all([old.endAsync(), off.endAsync()]);
  });
});
