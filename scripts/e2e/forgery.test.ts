import { randomUUID } from 'node:crypto';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import { topicOf } from '@hall/shared/contracts/messages';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeviceClient } from '../crowd/device-client.ts';

/**
 * What was recorded on the wire, sent again or altered: commands, sessions and tokens. Batches to the platform
 * are in queue-server/platform/server.test.ts.
 */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  manager = await logIn('manager01');
});
afterAll(() => server.stop());

interface Session {
  readonly cookie: string;
  readonly check: string;
}

async function logIn(username: string): Promise<Session> {
  const response = await fetch(`${server.api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: server.password(username) }),
  });
  const { check } = (await response.json()) as { check: string };
  return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '', check };
}

async function take(
  session: Session,
  key: string,
  extra: Record<string, string> = {},
): Promise<{ status: number; body: { code?: string; number?: string; ticket?: string } }> {
  const response = await fetch(`${server.api}/tickets`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      cookie: session.cookie,
      'x-session-check': session.check,
      'idempotency-key': key,
      ...extra,
    },
    body: JSON.stringify({ queue: 'invoices', paperless: true }),
  });
  return { status: response.status, body: (await response.json()) as never };
}

let manager: Session;
/** How many numbers the queue has given today. */
const issued = async (): Promise<number> => {
  const { cookie } = manager;
  const view = (await (await fetch(`${server.api}/hall`, { headers: { cookie } })).json()) as {
    queues: { id: string; issued: number }[];
  };
  return view.queues.find((queue) => queue.id === 'invoices')?.issued ?? Number.NaN;
};

describe('commands over HTTP', () => {
  it('takes one number for a command that is sent again, and answers byte for byte the same', async () => {
    const guide = await logIn('guide01');
    const key = randomUUID();
    const before = await issued();
    const answers = await Promise.all(Array.from({ length: 5 }, () => take(guide, key)));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await issued()).toBe(before + 1);
  });

  it('does not give somebody else the answer to a key that was overheard', async () => {
    const key = randomUUID();
    const first = await take(await logIn('guide01'), key);
    const other = await take(await logIn('guide02'), key);
    expect(other.body.ticket).not.toBe(first.body.ticket);
  });

  it('refuses a key that was used for another command', async () => {
    const guide = await logIn('guide01');
    const key = randomUUID();
    const taken = await take(guide, key);
    const response = await fetch(`${server.api}/tickets/${taken.body.ticket}/cancel`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: guide.cookie,
        'x-session-check': guide.check,
        'idempotency-key': key,
      },
      body: JSON.stringify({ reason: 'person' }),
    });
    expect(await response.json()).toMatchObject({ code: 'REQUEST_ID_REUSED' });
  });

  it('refuses a check value of another session, a shortened one and none', async () => {
    const guide = await logIn('guide01');
    const other = await logIn('guide01');
    const before = await issued();
    for (const check of [other.check, guide.check.slice(0, -1), `${guide.check} `, '']) {
      const answer = await take(guide, randomUUID(), { 'x-session-check': check });
      // A blank at the end is cut off by HTTP itself.
      expect([check, answer.status]).toEqual([check, check.trim() === guide.check ? 200 : 403]);
    }
    expect(await issued()).toBe(before + 1);
  });

  it('refuses a session that was ended, whatever is sent with it', async () => {
    const guide = await logIn('guide01');
    await fetch(`${server.api}/session`, {
      method: 'DELETE',
      headers: { cookie: guide.cookie, 'x-session-check': guide.check },
    });
    expect((await take(guide, randomUUID())).status).toBe(401);
  });

  it('refuses a cookie of which one character was changed, at every place', async () => {
    const guide = await logIn('guide01');
    const [name, token] = guide.cookie.split('=') as [string, string];
    for (let i = 0; i < token.length; i += 1) {
      // The last character of base64url holds bits that no byte needs: it is compared all the same.
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1);
      const response = await fetch(`${server.api}/session`, { headers: { cookie: `${name}=${changed}` } });
      expect([i, response.status]).toEqual([i, 401]);
    }
  });
});

describe('commands over MQTT', () => {
  const connect = (id: string) =>
    DeviceClient.connect(server.mqttUrl, server.config.id, id, server.secret(id));

  it('takes one number for an ask that is recorded and sent again', async () => {
    const kiosk = await connect('kiosk-1');
    const id = randomUUID();
    const before = await issued();
    const body = { queue: 'invoices', paperless: true };
    const first = await kiosk.ask('ticket.take', body, id);
    const again = await kiosk.ask('ticket.take', body, id);
    expect(first).toMatchObject({ ok: true });
    expect(again).toEqual(first);
    expect(await issued()).toBe(before + 1);
    await kiosk.close();
  });

  it('gives another device that repeats an overheard ask an act of its own, never the first one’s answer', async () => {
    const [one, two] = [await connect('kiosk-1'), await connect('kiosk-2')];
    const id = randomUUID();
    const body = { queue: 'invoices', paperless: true };
    const first = await one.ask('ticket.take', body, id);
    const other = await two.ask('ticket.take', body, id);
    expect(first.ok && other.ok && first.value.ticket !== other.value.ticket).toBe(true);
    await one.close();
    await two.close();
  });
});

describe('tokens of browser screens', () => {
  const sessionOf = async (device: string) => {
    const response = await fetch(`${server.api}/device-session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ device, secret: server.secret(device) }),
    });
    return (await response.json()) as { token: string; expiresAt: number };
  };
  const connects = (device: string, password: string) =>
    mqtt
      .connectAsync(server.mqttUrl, {
        protocolVersion: 4,
        clientId: `${device}-forged`,
        username: device,
        password,
        reconnectPeriod: 0,
        connectTimeout: 5_000,
      })
      .then(
        async (client) => {
          await client.subscribeAsync(topicOf(server.config.id, 'info'));
          await client.endAsync();
          return true;
        },
        () => false,
      );

  it('connects with its own token', async () => {
    const { token } = await sessionOf('wall-1');
    expect(await connects('wall-1', token)).toBe(true);
  });

  it('refuses the token of another screen, a later expiry, and one changed character', async () => {
    const { token, expiresAt } = await sessionOf('wall-1');
    const forged = [
      token.replace(String(expiresAt), String(expiresAt + 86_400_000)),
      token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'),
      `${token}A`,
      token.split('.').slice(0, -1).join('.'),
      `${token.split('.').slice(0, -1).join('.')}.`,
    ];
    expect(await connects('board-tax', token)).toBe(false);
    for (const password of forged)
      expect([password, await connects('wall-1', password)]).toEqual([password, false]);
  });

  it('is no key to HTTP', async () => {
    const { token } = await sessionOf('wall-1');
    const response = await fetch(`${server.api}/catalogue`, {
      headers: { authorization: `Bearer wall-1:${token}` },
    });
    expect(response.status).toBe(401);
  });
});
