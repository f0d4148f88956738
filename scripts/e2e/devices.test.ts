import { createHash, randomBytes } from 'node:crypto';
import { connect as connectTcp, createServer, type Socket } from 'node:net';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import type { DeviceEntry, PendingEnrolment } from '@hall/shared/contracts/enrolment';
import { topicOf } from '@hall/shared/contracts/messages';
import { newPairingKey, pairingCommitment } from '@hall/shared/contracts/pairing';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StaffClient } from '../crowd/http-client.ts';
import { eventually } from './demo-hall.ts';
import { beginPairing, postJson } from './pairing-device.ts';

/** Enrolment and revocation of devices against a real server: the way in, the ways around it, the way out. */

let server: TestServer;
let manager: StaffClient;

beforeAll(async () => {
  server = await startTestServer();
  manager = await StaffClient.login(server.api, 'manager01', server.password('manager01'));
});
afterAll(() => server.stop());

const hall = () => server.config.id;
const revoke = (device: string) => manager.command('device.revoke', { device, reason: 'lost' });
const approve = (enrolment: string, code: string, device: string, replace = false) =>
  manager.command('enrolment.approve', { enrolment, code, device, replace });
const waiting = async (): Promise<PendingEnrolment[]> => {
  const answer = await manager.command('enrolment.list', {});
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.value.waiting;
};
const entry = async (id: string): Promise<DeviceEntry> => {
  const answer = await manager.command('device.list', {});
  if (!answer.ok) throw new Error(answer.problem.code);
  return answer.value.devices.find((device) => device.id === id) as DeviceEntry;
};
const connect = (id: string, password: string, extra: IClientOptions = {}) =>
  mqtt.connectAsync(
    extra.port === undefined ? server.mqttUrl : `mqtt://127.0.0.1:${extra.port}`,
    {
      protocolVersion: 4,
      clientId: id,
      username: id,
      password,
      reconnectPeriod: 0,
      connectTimeout: 5_000,
      ...extra,
    },
    false,
  );
const session = (device: string, secret: string) =>
  postJson(`${server.api}/device-session`, { device, secret });
const presence = (online: boolean) => JSON.stringify({ v: 1, at: Date.now(), online, version: '0.2.0' });
const goneOf = (client: MqttClient) =>
  new Promise<string>((resolve) => client.once('close', () => resolve('gone')));
const refused = (problem: string) => ({ ok: false, problem: { code: problem } });

describe('a device that asks to be let in', () => {
  it('shows a code, waits for a manager, and then has its own credential, which works everywhere', async () => {
    await revoke('board-tax');
    const device = await beginPairing(server.api, 'board');
    expect(device.code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    expect(await device.poll()).toMatchObject({ state: 'waiting' });
    const seen = (await waiting()).find((one) => one.enrolment === device.enrolment);
    expect(seen).toMatchObject({ kind: 'board', code: device.code, from: '127.0.0.1', version: '0.2.0' });
    expect((await session('board-tax', device.key.secret)).status).toBe(401);

    expect(await approve(device.enrolment, device.code, 'board-tax')).toMatchObject({ ok: true });
    expect(await device.poll()).toEqual({ state: 'approved', device: 'board-tax', hall: hall() });
    const { status, body } = await session('board-tax', device.key.secret);
    expect(status).toBe(200);
    const byToken = await connect('board-tax', (body as { token: string }).token);
    const bySecret = await connect('board-tax-2nd', device.key.secret, { username: 'board-tax' });
    await byToken.publishAsync(topicOf(hall(), 'presence', 'board-tax'), presence(true), {
      qos: 1,
      retain: true,
    });
    const listed = await eventually(async () => {
      const now = await entry('board-tax');
      return now.online && now;
    });
    expect(listed).toMatchObject({ state: 'enrolled', enrolledBy: 'manager01', version: '0.2.0' });
    await byToken.endAsync(true);
    await bySecret.endAsync(true);
    expect((await waiting()).some((one) => one.enrolment === device.enrolment)).toBe(false);
  });

  it('gets nothing where a manager refuses', async () => {
    const device = await beginPairing(server.api, 'board');
    expect(await manager.command('enrolment.refuse', { enrolment: device.enrolment })).toMatchObject({
      ok: true,
    });
    expect(await device.poll()).toEqual({ state: 'refused' });
    expect(await approve(device.enrolment, device.code, 'board-tax', true)).toMatchObject(
      refused('ENROLMENT_DECIDED'),
    );
  });

  it('cannot be taken by whoever saw the code, guesses it, or polls', async () => {
    const device = await beginPairing(server.api, 'wall');
    // Another code than the one that was compared, another kind, a device that is enrolled or unknown.
    const other = device.code.replace(/^./, device.code.startsWith('A') ? 'B' : 'A');
    expect(await approve(device.enrolment, other, 'wall-1')).toMatchObject(refused('ENROLMENT_MISMATCH'));
    expect(await approve(device.enrolment, device.code, 'pad-w1', true)).toMatchObject(
      refused('ENROLMENT_MISMATCH'),
    );
    expect(await approve(device.enrolment, device.code, 'wall-1')).toMatchObject(refused('DEVICE_ENROLLED'));
    expect(await approve(device.enrolment, device.code, 'wall-99')).toMatchObject(
      refused('DEVICE_NOT_CONFIGURED'),
    );
    expect(await approve('0'.repeat(32), device.code, 'wall-1')).toMatchObject(refused('ENROLMENT_UNKNOWN'));
    // Nobody without the id learns anything, and a foreign key is not taken for the device's.
    expect((await postJson(`${server.api}/enrolments/poll`, { enrolment: 'f'.repeat(32) })).status).toBe(404);
    const thief = await newPairingKey();
    const stolen = await postJson(`${server.api}/enrolments/reveal`, {
      enrolment: device.enrolment,
      verifier: thief.verifier,
      nonce: thief.nonce,
    });
    expect(stolen).toMatchObject({ status: 422, body: { code: 'ENROLMENT_MISMATCH' } });
    expect((await waiting()).some((one) => one.enrolment === device.enrolment)).toBe(false);
  });

  it('gives a poll no secret: whoever stole the id gets a name and nothing that opens a door', async () => {
    const device = await beginPairing(server.api, 'board');
    await approve(device.enrolment, device.code, 'board-tax', true);
    const stolen = JSON.stringify(await device.poll());
    expect(stolen).not.toContain(device.key.secret);
    expect((await session('board-tax', device.key.verifier)).status).toBe(401);
    expect((await session('board-tax', device.enrolment)).status).toBe(401);
  });

  it('is decided once: two managers, a repeated request, and the same decision again', async () => {
    const device = await beginPairing(server.api, 'board');
    const two = await Promise.all([
      approve(device.enrolment, device.code, 'board-tax', true),
      approve(device.enrolment, device.code, 'board-civil', true),
    ]);
    expect(two.filter((answer) => answer.ok)).toHaveLength(1);
    expect(two.find((answer) => !answer.ok)).toMatchObject(refused('ENROLMENT_DECIDED'));
    const became = (await device.poll()) as { device: string };
    expect(await approve(device.enrolment, device.code, became.device, true)).toMatchObject({ ok: true });
  });

  it('is refused by clerks and guides, and by nobody in particular', async () => {
    for (const username of ['clerk01', 'guide01', 'auditor01']) {
      const staff = await StaffClient.login(server.api, username, server.password(username));
      expect(await staff.command('enrolment.list', {})).toMatchObject(refused('FORBIDDEN'));
      expect(await staff.command('device.revoke', { device: 'wall-1', reason: 'lost' })).toMatchObject(
        refused('FORBIDDEN'),
      );
    }
    expect((await fetch(`${server.api}/enrolments`)).status).toBe(401);
  });
});

describe('a device that is turned out', () => {
  const secretOf = (id: string) => server.secret(id);

  it('loses its connections, tokens, retained messages and presence at once', async () => {
    const id = 'screen-w2';
    const token = ((await session(id, secretOf(id))).body as { token: string }).token;
    const will = {
      topic: topicOf(hall(), 'presence', id),
      payload: Buffer.from(presence(false)),
      qos: 1 as const,
      retain: true,
    };
    const clients = [
      await connect(id, secretOf(id), { will }),
      await connect(`${id}-x`, token, { username: id }),
    ];
    await clients[0]?.publishAsync(will.topic, presence(true), { qos: 1, retain: true });
    await eventually(async () => (await entry(id)).online);

    const gone = Promise.all(clients.map(goneOf));
    const revoked = await revoke(id);
    expect(revoked).toMatchObject({ ok: true });
    expect(await gone).toEqual(['gone', 'gone']);
    expect(await entry(id)).toMatchObject({ state: 'revoked', online: false, revokedBy: 'manager01' });
    await expect(connect(id, secretOf(id))).rejects.toThrow();
    await expect(connect(id, token)).rejects.toThrow();
    expect((await session(id, secretOf(id))).status).toBe(401);
    expect(
      (await fetch(`${server.api}/catalogue`, { headers: { authorization: `Bearer ${id}:${secretOf(id)}` } }))
        .status,
    ).toBe(401);

    // Let in again, it finds nothing of its former life but its settings.
    const again = await beginPairing(server.api, 'window-screen');
    await approve(again.enrolment, again.code, id);
    await expect(connect(id, token)).rejects.toThrow();
    await expect(connect(id, secretOf(id))).rejects.toThrow();
    const client = await connect(id, again.key.secret);
    const settings = new Promise<Buffer>((resolve) =>
      client.once('message', (_topic, payload) => resolve(payload)),
    );
    await client.subscribeAsync(topicOf(hall(), 'settings', id), { qos: 1 });
    expect(JSON.parse((await settings).toString())).toMatchObject({ device: id, windows: ['w2'] });
    await client.endAsync(true);
  });

  it('is refused at its next try where it was away, and its act is in the ledger', async () => {
    expect(await revoke('pad-w3')).toMatchObject({ ok: true });
    await expect(connect('pad-w3', secretOf('pad-w3'))).rejects.toThrow();
    expect(await revoke('pad-w3')).toMatchObject({ ok: true });
    expect(await manager.command('device.revoke', { device: 'nothing', reason: 'lost' })).toMatchObject(
      refused('DEVICE_NOT_CONFIGURED'),
    );
  });

  it('does not believe forged or expired tokens', async () => {
    const { token } = (await session('wall-1', secretOf('wall-1'))).body as { token: string };
    const [, expiry, mac] = token.split('.') as [string, string, string];
    for (const forged of [
      `t.${Number(expiry) + 1}.${mac}`,
      `t.${expiry}.${createHash('sha256').update(mac).digest('base64url')}`,
      `t.${expiry}.`,
      `t.1.${mac}`,
      `${token}.x`,
      randomBytes(32).toString('base64url'),
    ]) {
      await expect(connect('wall-1', forged)).rejects.toThrow();
    }
    await expect(connect('board-tax', token)).rejects.toThrow();
  });
});

describe('the broker’s doors', () => {
  it('keep a device from the connection of another whose id begins with its own', async () => {
    const victim = await connect('wall-1', server.secret('wall-1'));
    await expect(connect('wall-1', server.secret('sound-tax'), { username: 'sound-tax' })).rejects.toThrow();
    expect(victim.connected).toBe(true);
    await victim.endAsync(true);
  });

  it('stop a fight over one client id without touching others', async () => {
    const other = await connect('wall-1', server.secret('wall-1'));
    let refusals = 0;
    for (let i = 0; i < 15; i += 1) {
      const client = await connect('sound-tax', server.secret('sound-tax')).catch(() => null);
      client?.on('error', () => {});
      if (client === null) refusals += 1;
    }
    expect(refusals).toBeGreaterThan(3);
    expect(other.connected).toBe(true);
    await other.endAsync(true);
  });

  it('cut off a client that announces a packet larger than any of the contract', async () => {
    const client = await connect('wall-1', server.secret('wall-1'));
    const gone = goneOf(client);
    client.stream.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]));
    expect(await gone).toBe('gone');
  });

  it('refuse a keep-alive that would hide a dead device for hours', async () => {
    await expect(connect('wall-1', server.secret('wall-1'), { keepalive: 3_600 })).rejects.toThrow();
    await expect(connect('wall-1', server.secret('wall-1'), { keepalive: 0 })).rejects.toThrow();
  });

  it('cut off a client that asks and does not read', async () => {
    // A proxy that stops taking what the server sends, as a dead program behind a living network does.
    const upstreams: Socket[] = [];
    const proxy = createServer((client) => {
      const upstream = connectTcp({ port: Number(new URL(server.mqttUrl).port), host: '127.0.0.1' });
      upstreams.push(upstream);
      client.pipe(upstream).pipe(client);
      for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    const id = 'kiosk-2';
    const client = await connect(id, server.secret(id), { host: '127.0.0.1', port });
    await client.subscribeAsync(topicOf(hall(), 'answer', id), { qos: 0 });
    const upstream = upstreams[0] as Socket;
    const gone = new Promise<string>((resolve) => upstream.once('close', () => resolve('gone')));
    upstream.unpipe();
    upstream.pause();
    const at = Date.now();
    for (let i = 0; i < 1_500; i += 1) {
      const ask = {
        v: 1,
        at,
        id: `unread-${i}-0000`,
        command: 'catalogue.read',
        body: {},
        validUntil: at + 60_000,
      };
      client.publish(topicOf(hall(), 'ask', id), JSON.stringify(ask), { qos: 1 });
    }
    await eventually(async () => server.logged.some((line) => line['event'] === 'mqtt.slow-reader'));
    upstream.resume();
    expect(await gone).toBe('gone');
    client.end(true);
    proxy.close();
  });

  it('stop a flood of enrolments, and nonsense', async () => {
    expect((await postJson(`${server.api}/enrolments`, { kind: 'toaster' })).status).toBe(400);
    const statuses: number[] = [];
    for (let i = 0; i < 20; i += 1) {
      const commitment = await pairingCommitment(await newPairingKey());
      statuses.push(
        (await postJson(`${server.api}/enrolments`, { kind: 'wall', version: '1', commitment })).status,
      );
    }
    expect(statuses).toContain(429);
    expect((await waiting()).length).toBeLessThanOrEqual(8);
    expect((await fetch(server.api.replace('/api/v1', '/healthz'))).status).toBe(200);
  });
});
