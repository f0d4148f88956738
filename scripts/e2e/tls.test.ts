import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import { connect as connectTls } from 'node:tls';
import { MQTT_GATE } from '@hall/queue-server/hall/broker/limits';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from './demo-hall.ts';

/** The TLS doors of a real server: who is believed, what stays on loopback, what is refused. */

let server: TestServer;
let ca: string;
let https: number;
let mqtts: number;

/** A private address of this machine that is not loopback, where it has one. */
const lanAddress = Object.values(networkInterfaces())
  .flatMap((entries) => entries ?? [])
  .find(
    ({ internal, address }) => !internal && /^((10|172\.(1[6-9]|2\d|3[01])|192\.168)\.|f[cd])/.test(address),
  )?.address;

beforeAll(async () => {
  server = await startTestServer({ lan: lanAddress?.includes(':') ? '::' : '0.0.0.0' });
  https = server.hall.httpsPort as number;
  mqtts = server.hall.mqttsPort as number;
  ca = await (await fetch(server.api.replace('/api/v1', '/ca.crt'))).text();
});
afterAll(() => server.stop());

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}
function get(
  target: string,
  headers: Record<string, string> = {},
  host = '127.0.0.1',
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      // The Host header is under test, not the name in the certificate.
      { host, port: https, path: target, ca, headers, method, agent: false, servername: 'localhost' },
      (response) => {
        let body = '';
        response.on('data', (chunk) => {
          body += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
/** How a connection attempt ended. */
const knock = (port: number, host: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connectTcp({ port, host });
    socket.on('connect', () => {
      socket.destroy();
      resolve('open');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
  });

describe('HTTPS', () => {
  it('serves the same app to whoever has the hall CA, and to nobody else', async () => {
    expect(new X509Certificate(ca).fingerprint256.replaceAll(':', '').toLowerCase()).toBe(
      server.hall.caFingerprint,
    );
    expect(await get('/healthz')).toMatchObject({ status: 200 });
    await expect(fetch(`https://127.0.0.1:${https}/healthz`)).rejects.toThrow();
    const page = await get('/ca');
    expect(page.body).toContain('大厅证书');
    expect(page.body).toContain(
      (server.hall.caFingerprint.slice(0, 16).toUpperCase().match(/../g) as string[]).join(':'),
    );
  });

  it('speaks TLS 1.2 and later only', async () => {
    const speak = (version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') =>
      new Promise((resolve) => {
        const socket = connectTls({
          host: '127.0.0.1',
          port: https,
          ca,
          minVersion: version,
          maxVersion: version,
          ciphers: 'DEFAULT@SECLEVEL=0',
        });
        socket.on('secureConnect', () => resolve(socket.getProtocol()) ?? socket.destroy());
        socket.on('error', () => resolve('refused'));
      });
    expect(await speak('TLSv1.1')).toBe('refused');
    expect(await speak('TLSv1.2')).toBe('TLSv1.2');
    expect(await speak('TLSv1.3')).toBe('TLSv1.3');
  });

  it('refuses a foreign name (DNS rebinding) and changes asked by foreign pages', async () => {
    for (const host of ['evil.example', 'evil.example:8443', 'localhost.evil.example', '[bad', '8.8.8.8']) {
      expect([host, (await get('/healthz', { host })).status]).toEqual([host, 421]);
    }
    expect((await get('/healthz', { host: `localhost:${https}` })).status).toBe(200);
    for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${https + 1}`]) {
      expect((await get('/api/v1/session', { origin }, '127.0.0.1', 'POST')).status).toBe(403);
    }
  });

  it('lets browsers remember names, never addresses or localhost', async () => {
    expect((await get('/healthz')).headers['strict-transport-security']).toBeUndefined();
    expect(
      (await get('/healthz', { host: 'localhost' })).headers['strict-transport-security'],
    ).toBeUndefined();
    const named = await get('/healthz', { host: `${hostname().toLowerCase().split('.')[0]}.local` });
    expect(named).toMatchObject({
      status: 200,
      headers: { 'strict-transport-security': 'max-age=31536000' },
    });
  });

  it('is believed by OpenSSL as an address of the certificate', async ({ skip }) => {
    const file = path.join(server.folder, 'ca.crt');
    writeFileSync(file, ca);
    const args = [
      '-connect',
      `127.0.0.1:${mqtts}`,
      '-CAfile',
      file,
      '-verify_return_error',
      '-verify_ip',
      '127.0.0.1',
    ];
    const outcome = await new Promise<{ code: unknown; text: string }>((resolve) => {
      const child = execFile('openssl', ['s_client', ...args], { timeout: 10_000 }, (error, stdout) =>
        resolve({ code: error?.code ?? 0, text: stdout }),
      );
      child.stdin?.end();
    });
    if (outcome.code === 'ENOENT') return skip('openssl is not installed');
    expect(outcome.text).toContain('Verification: OK');
  });
});

describe('MQTTS and MQTT over WebSocket', () => {
  it('let a device in with its credential, over a verified line', async () => {
    const options = {
      protocolVersion: 4 as const,
      clientId: 'wall-1',
      username: 'wall-1',
      password: server.secret('wall-1'),
      ca,
      reconnectPeriod: 0,
    };
    const client = await mqtt.connectAsync(`mqtts://127.0.0.1:${mqtts}`, options, false);
    expect(client.connected).toBe(true);
    await client.endAsync(true);
    const { ca: _none, ...unverified } = options;
    await expect(mqtt.connectAsync(`mqtts://127.0.0.1:${mqtts}`, unverified, false)).rejects.toThrow();
    const socket = await mqtt.connectAsync(`wss://127.0.0.1:${https}/mqtt`, options, false);
    expect(socket.connected).toBe(true);
    await socket.endAsync(true);
  });

  it('refuse a WebSocket of a foreign page or under a foreign name', async () => {
    const open = (headers: Record<string, string>) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`wss://127.0.0.1:${https}/mqtt`, ['mqtt'], { ca, headers });
        socket.on('open', () => {
          socket.terminate();
          resolve('open');
        });
        socket.on('error', () => resolve('refused'));
      });
    expect(await open({})).toBe('open');
    expect(await open({ origin: 'https://evil.example' })).toBe('refused');
    expect(await open({ host: 'evil.example' })).toBe('refused');
  });
});

describe('the LAN', () => {
  it.skipIf(lanAddress === undefined)('meets TLS only: the plain ports stay on loopback', async () => {
    const address = lanAddress as string;
    expect(await knock(https, address)).toBe('open');
    expect(await knock(mqtts, address)).toBe('open');
    expect(await knock(server.hall.port, address)).toBe('ECONNREFUSED');
    expect(await knock(server.hall.mqttPort, address)).toBe('ECONNREFUSED');
    expect((await get('/healthz', {}, address)).status).toBe(200);
  });

  it('cannot use up the doors with silent connections', async () => {
    const silent = Array.from({ length: 200 }, () =>
      connectTcp({ port: mqtts, host: '127.0.0.1', localAddress: '127.0.0.5' }),
    );
    for (const socket of silent) socket.on('error', () => {});
    // As many of one address may stay as `MQTT_GATE` says; the others are closed at once.
    await eventually(
      async () => silent.filter((socket) => socket.destroyed).length >= 200 - MQTT_GATE.perAddress,
    );
    const client = await mqtt.connectAsync(
      `mqtts://127.0.0.1:${mqtts}`,
      {
        protocolVersion: 4,
        clientId: 'wall-1',
        username: 'wall-1',
        password: server.secret('wall-1'),
        ca,
        reconnectPeriod: 0,
      },
      false,
    );
    expect(client.connected).toBe(true);
    for (const socket of silent) socket.destroy();
    await client.endAsync(true);
  });
});
