import { type AddressInfo, connect } from 'node:net';
import fastify from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Metrics } from './metrics.ts';
import { probeRoutes } from './probes.ts';
import type { NotReady } from './readiness.ts';

const TOKEN = 'metrics-token-0123456789';
const READINGS = {
  queues: [{ queue: 'invoices', waiting: 3 }],
  ...{ ticketsToday: 12, mqttClients: 4, mqttReceived: 5, mqttSent: 6, outboxWaiting: 7, diskFreeBytes: 8 },
  ...{ certificateDaysLeft: null, backupAgeSeconds: 60, skews: [{ device: 'kiosk-1', seconds: -0.5 }] },
  ...{ ready: true, logBytes: 9, logLinesLost: 0, clockJumps: 1 },
};

async function server(reasons: NotReady[] = []) {
  const metrics = new Metrics(() => READINGS);
  const app = fastify();
  probeRoutes(app, { reasons: async () => reasons, metrics, metricsToken: () => TOKEN });
  const ask = (url: string, from = '127.0.0.1', headers: Record<string, string> = {}) =>
    app.inject({ url, remoteAddress: from, headers });
  return { app, metrics, ask };
}

describe('probes', () => {
  it('/healthz lives and says nothing else', async () => {
    const { ask } = await server(['STORAGE_FULL']);
    const answer = await ask('/healthz', '10.1.1.9');
    expect([answer.statusCode, answer.body]).toEqual([200, '{"ok":true}']);
  });

  it('/readyz gives its reasons to this machine and to the token, and only a no to others', async () => {
    const { ask } = await server(['STORAGE_FULL', 'BROKER_DOWN']);
    const full = { ready: false, reasons: ['STORAGE_FULL', 'BROKER_DOWN'] };
    const here = await ask('/readyz');
    expect([here.statusCode, here.json()]).toEqual([503, full]);
    expect((await ask('/readyz', '10.1.1.9')).json()).toEqual({ ready: false });
    expect((await ask('/readyz', '10.1.1.9', { authorization: `Bearer ${TOKEN}` })).json()).toEqual(full);
    // Behind a proxy of this machine everybody looks local.
    expect((await ask('/readyz', '127.0.0.1', { 'x-forwarded-for': '10.1.1.9' })).json()).toEqual({
      ready: false,
    });
    const well = await server();
    expect((await well.ask('/readyz', '::1')).statusCode).toBe(200);
  });

  it('a proxy of this machine that adds no header hands on the name it was asked by, which is not this machine', async () => {
    const { ask } = await server(['STORAGE_FULL']);
    for (const host of ['hall.example.gov.cn', '10.1.1.5:8443', 'localhost.example.cn', '127.0.0.1.nip.io']) {
      expect((await ask('/metrics', '127.0.0.1', { host })).statusCode, host).toBe(404);
      expect((await ask('/readyz', '::1', { host })).json(), host).toEqual({ ready: false });
      const authorization = `Bearer ${TOKEN}`;
      expect((await ask('/metrics', '127.0.0.1', { host, authorization })).statusCode, host).toBe(200);
    }
    for (const host of ['localhost:8600', '127.0.0.1:8600', '[::1]:8600', 'LOCALHOST']) {
      expect((await ask('/metrics', '::ffff:127.0.0.1', { host })).statusCode, host).toBe(200);
    }
    for (const name of ['via', 'x-real-ip', 'x-forwarded-host']) {
      expect((await ask('/metrics', '127.0.0.1', { [name]: 'x' })).statusCode, name).toBe(404);
    }
  });

  it('nginx as it comes asks by a loopback name without a word of whom for, in HTTP/1.0', async () => {
    const { app } = await server(['STORAGE_FULL']);
    onTestFinished(() => void app.close());
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const ask = async (version: string) => {
      const socket = connect(port, '127.0.0.1');
      // Its defaults (ngx_http_proxy_module): proxy_http_version 1.0, Host $proxy_host, Connection close.
      socket.write(`GET /readyz HTTP/${version}\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      const chunks = await socket.toArray();
      return Buffer.concat(chunks as Buffer[])
        .toString()
        .split('\r\n\r\n')[1];
    };
    expect(await ask('1.0')).toBe('{"ready":false}');
    expect(await ask('1.1')).toContain('STORAGE_FULL');
  });

  it('/metrics is not there for anyone else', async () => {
    const { ask } = await server();
    expect((await ask('/metrics', '10.1.1.9')).statusCode).toBe(404);
    expect(
      (await ask('/metrics', '10.1.1.9', { authorization: 'Bearer metrics-token-9876543210' })).statusCode,
    ).toBe(404);
    expect((await ask('/metrics', '10.1.1.9', { authorization: `Bearer ${TOKEN}` })).statusCode).toBe(200);
  });

  it('/metrics has what a hall is watched by, and routes as patterns', async () => {
    const { metrics, ask } = await server();
    metrics.commands.add('ticket.take', 'OK');
    metrics.commit.observe('', 0.004);
    await ask('/healthz?secret=abc');
    await ask('/nothing/0123456789abcdef');
    const { body, headers } = await ask('/metrics');
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    for (const line of [
      'hall_queue_waiting{queue="invoices"} 3',
      'hall_tickets_today 12',
      'hall_mqtt_clients 4',
      'hall_outbox_waiting 7',
      'hall_disk_free_bytes 8',
      'hall_backup_age_seconds 60',
      'hall_device_clock_skew_seconds{device="kiosk-1"} -0.5',
      'hall_ready 1',
      'hall_clock_jumps 1',
      'hall_commands_total{command="ticket.take",outcome="OK"} 1',
      'hall_ledger_commit_seconds_bucket{le="0.005"} 1',
      'hall_http_request_seconds_count{route="/healthz"} 1',
      'hall_http_request_seconds_count{route="none"} 1',
    ]) {
      expect(body).toContain(`${line}\n`);
    }
    expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
    expect(body).not.toMatch(/^hall_certificate_days_left /m);
    expect(body).not.toMatch(/secret|abcdef/);
  });
});
