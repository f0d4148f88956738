import { connect as connectTcp } from 'node:net';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import { COMMAND_ENTRIES, COMMAND_NAMES } from '@hall/shared/contracts/commands';
import { InfoMessage, TOPIC_ENTRIES, topicOf } from '@hall/shared/contracts/messages';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeviceClient } from '../crowd/device-client.ts';
import { StaffClient } from '../crowd/http-client.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const login = (username: string) => StaffClient.login(server.api, username, server.password(username));
const device = (id: string) => DeviceClient.connect(server.mqttUrl, server.config.id, id, server.secret(id));
const TICKET = 'a'.repeat(32);

describe('doors for people (HTTP)', () => {
  it('refuses a wrong password and an unknown name with the same words', async () => {
    const answers = await Promise.all(
      [
        { username: 'clerk01', password: 'wrong' },
        { username: 'nobody', password: 'wrong' },
      ].map(async (body) => {
        const response = await fetch(`${server.api}/session`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        return [response.status, await response.text()];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.[0]).toBe(401);
  });

  it('answers no command without a session, with a problem document', async () => {
    for (const name of COMMAND_NAMES) {
      const entry = COMMAND_ENTRIES[name];
      const response = await fetch(server.api + entry.http.path.replaceAll(/\{\w+\}/g, 'w1'), {
        method: entry.http.method,
      });
      expect([name, response.status]).toEqual([name, 401]);
      expect(response.headers.get('content-type')).toContain('application/problem+json');
      expect(await response.json()).toMatchObject({ code: 'NOT_LOGGED_IN', text: { zh: '请先登录。' } });
    }
  });

  it('lets each role do what the command table says, and nothing else', async () => {
    const roles = {
      clerk02: 'clerk',
      guide01: 'guide',
      manager01: 'manager',
      auditor01: 'auditor',
      admin01: 'administrator',
    };
    for (const [username, role] of Object.entries(roles)) {
      const staff = await login(username);
      for (const name of COMMAND_NAMES) {
        const reply = await staff.command(name, {
          window: 'none',
          ticket: TICKET,
          certificate: TICKET,
          ref: TICKET,
        } as never);
        const forbidden = !reply.ok && reply.problem.code === 'FORBIDDEN';
        const allowed = staff.session.roles.some((own) =>
          (COMMAND_ENTRIES[name].roles as readonly string[]).includes(own),
        );
        expect([role, name, forbidden]).toEqual([role, name, !allowed]);
      }
    }
  });

  it('changes nothing for a page of another site, which has the cookie but not the check value', async () => {
    const guide = await login('guide01');
    const response = await fetch(`${server.api}/tickets`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: await cookieOf('guide01') },
      body: JSON.stringify({ queue: 'invoices' }),
    });
    expect(response.status).toBe(403);
    expect(guide.session.check).toMatch(/^[0-9a-f]{32}$/);
  });

  it('gives a repeated Idempotency-Key the same ticket', async () => {
    const guide = await login('guide01');
    const first = await guide.command(
      'ticket.take',
      { queue: 'invoices', paperless: true },
      'key-0123456789',
    );
    const again = await guide.command(
      'ticket.take',
      { queue: 'invoices', paperless: true },
      'key-0123456789',
    );
    expect(first.ok && again.ok && again.value).toEqual(first.ok && first.value);
  });

  it('ends a session for good', async () => {
    const cookie = await cookieOf('clerk03');
    const view = (await (await fetch(`${server.api}/session`, { headers: { cookie } })).json()) as {
      check: string;
    };
    const out = await fetch(`${server.api}/session`, {
      method: 'DELETE',
      headers: { cookie, 'x-session-check': view.check },
    });
    expect(out.status).toBe(204);
    expect((await fetch(`${server.api}/session`, { headers: { cookie } })).status).toBe(401);
  });

  it('never logs a password, a cookie or an ID number', async () => {
    const kiosk = await device('kiosk-1');
    await kiosk.ask('ticket.take', {
      queue: 'insurance',
      person: { name: '样例甲', idNumber: '11010519491231002X', cardKind: 'resident' },
    });
    await kiosk.close();
    const log = JSON.stringify(server.logged);
    for (const secret of [
      '11010519491231002X',
      '样例甲',
      server.password('clerk01'),
      server.secret('kiosk-1'),
      'yc_session',
    ]) {
      expect(log).not.toContain(secret);
    }
  });

  async function cookieOf(username: string): Promise<string> {
    const response = await fetch(`${server.api}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: server.password(username) }),
    });
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }
});

describe('doors for devices (MQTT)', () => {
  const connect = (id: string, password: string, extra: object = {}) =>
    mqtt.connectAsync(server.mqttUrl, {
      protocolVersion: 4,
      clientId: `${id}-test`,
      username: id,
      password,
      reconnectPeriod: 0,
      connectTimeout: 5_000,
      ...extra,
    });

  it('refuses an unknown device, a wrong secret, another name and a kept session', async () => {
    const secret = server.secret('wall-1');
    for (const attempt of [
      () => connect('nobody', secret),
      () => connect('wall-1', 'x'.repeat(43)),
      () => connect('wall-1', secret, { clientId: 'kiosk-1' }),
      () => connect('wall-1', secret, { clean: false }),
    ]) {
      await expect(attempt()).rejects.toThrow();
    }
  });

  it('outlives upgrades with nonsense in their headers', async () => {
    const { port } = new URL(server.api);
    for (const [target, origin] of [
      ['/mqtt', 'null'],
      ['//', 'http://127.0.0.1'],
      ['/mqtt', 'http://elsewhere.example'],
      ['/nothing', undefined],
    ] as const) {
      const socket = connectTcp(Number(port), '127.0.0.1');
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => {});
      socket.write(
        `GET ${target} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${origin === undefined ? '' : `origin: ${origin}\r\n`}upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n\r\n`,
      );
      await closed;
    }
    expect((await fetch(server.api.replace('/api/v1', '/healthz'))).status).toBe(200);
  });

  it('refuses a last will on anything but the own presence', async () => {
    const will = {
      topic: topicOf(server.config.id, 'server'),
      payload: Buffer.from('{}'),
      qos: 0 as const,
      retain: true,
    };
    await expect(connect('wall-1', server.secret('wall-1'), { will })).rejects.toThrow();
  });

  it('grants the subscriptions of the topic table, and denies wildcards, $SYS and what is others’', async () => {
    const hall = server.config.id;
    const client = await connect('pad-w1', server.secret('pad-w1'));
    const granted = async (topic: string) => {
      try {
        const [grant] = await client.subscribeAsync(topic, { qos: 0 });
        return grant !== undefined && grant.qos !== 128;
      } catch {
        return false;
      }
    };
    for (const topic of [
      'server',
      'info',
      'window/+',
      'window/w7',
      'queue/+',
      'board/+',
      'pad/w1',
      'device/pad-w1/answer',
    ]) {
      expect([topic, await granted(`hall/${hall}/${topic}`)]).toEqual([topic, true]);
    }
    for (const topic of [
      '#',
      'pad/w2',
      'pad/+',
      'device/+/answer',
      'device/kiosk-1/answer',
      'device/pad-w1/ask',
      'call/+',
    ]) {
      expect([topic, await granted(`hall/${hall}/${topic}`)]).toEqual([topic, false]);
    }
    for (const topic of ['#', '$SYS/#', '+/+/server', 'hall/+/server'])
      expect([topic, await granted(topic)]).toEqual([topic, false]);
    await client.endAsync(true);
  });

  it('drops a device that publishes as another one, as the server, or into $SYS, and changes nothing', async () => {
    const hall = server.config.id;
    const before = server.hall.position();
    for (const topic of [
      `hall/${hall}/server`,
      `hall/${hall}/window/w1`,
      `hall/${hall}/device/kiosk-1/ask`,
      `hall/${hall}/device/kiosk-1/presence`,
      '$SYS/broker/clients',
      `hall/other/device/wall-1/shown`,
    ]) {
      const client = await connect('wall-1', server.secret('wall-1'));
      const closed = new Promise((resolve) => client.once('close', () => resolve('closed')));
      client.publish(topic, '{"v":1}', { qos: 0, retain: topic.endsWith('presence') });
      expect([topic, await closed]).toEqual([topic, 'closed']);
      await client.endAsync(true);
    }
    expect(server.hall.position()).toBe(before);
  });

  it('gives each kind of device the commands of the table only', async () => {
    for (const id of [
      'kiosk-1',
      'pad-w1',
      'wall-1',
      'window-host-1',
      'screen-w1',
      'board-tax',
      'sound-tax',
    ]) {
      const kind = server.config.devices.find((entry) => entry.id === id)?.kind as string;
      const client = await device(id);
      for (const name of COMMAND_NAMES) {
        const reply = await client.ask(name, {
          window: 'w9',
          ticket: TICKET,
          certificate: TICKET,
          ref: TICKET,
        } as never);
        const allowed = (COMMAND_ENTRIES[name].devices as readonly string[]).includes(kind);
        const forbidden = !reply.ok && reply.problem.code === 'FORBIDDEN';
        expect([id, name, forbidden]).toEqual([id, name, !allowed]);
      }
      await client.close();
    }
  });

  it('lets a pad rate at its own window only', async () => {
    const pad = await device('pad-w1');
    const at = (window: string) => pad.ask('rating.decline', { window, ref: TICKET });
    expect(await at('w1')).toMatchObject({ ok: false, problem: { code: 'RATING_CLOSED' } });
    expect(await at('w2')).toMatchObject({ ok: false, problem: { code: 'FORBIDDEN' } });
    await pad.close();
  });

  it('answers a late ask with EXPIRED and does not obey it', async () => {
    const hall = server.config.id;
    const client = await connect('kiosk-1', server.secret('kiosk-1'));
    await client.subscribeAsync(topicOf(hall, 'answer', 'kiosk-1'), { qos: 1 });
    const answer = new Promise<string>((resolve) =>
      client.once('message', (_topic, payload) => resolve(payload.toString())),
    );
    const at = Date.now();
    const ask = {
      v: 1,
      at,
      id: 'late-ask-1',
      command: 'ticket.take',
      body: { queue: 'invoices' },
      validUntil: at - 1,
    };
    client.publish(topicOf(hall, 'ask', 'kiosk-1'), JSON.stringify(ask), { qos: 1 });
    expect(JSON.parse(await answer)).toMatchObject({
      id: 'late-ask-1',
      ok: false,
      error: { code: 'EXPIRED' },
    });
    await client.endAsync(true);
  });

  it('keeps a valid retained info and server message for whoever comes', async () => {
    const client = await connect('wall-1', server.secret('wall-1'));
    const got = new Promise<Buffer>((resolve) =>
      client.once('message', (_topic, payload) => resolve(payload)),
    );
    await client.subscribeAsync(topicOf(server.config.id, 'info'), { qos: 1 });
    const info = InfoMessage.parse(JSON.parse((await got).toString()));
    expect(info).toMatchObject({ hall: server.config.id, demo: true });
    expect(TOPIC_ENTRIES.info.retain).toBe(true);
    await client.endAsync(true);
  });
});
