import { ROUTE_RULES, type RouteRule } from '@hall/queue-server/hall/routes/access-table';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import { COMMAND_ENTRIES, COMMAND_NAMES } from '@hall/shared/contracts/commands';
import { TOPIC_ENTRIES, TOPIC_NAMES, type TopicName, topicOf } from '@hall/shared/contracts/messages';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * Who may do what, asked of a real server: every route for every role and kind of device, every topic for
 * every kind of device. What is expected is computed from the contract's tables; what happens is seen from
 * outside.
 */

let server: TestServer;
const staff = new Map<string, { cookie: string; check: string }>();

const ROLES = {
  clerk: 'clerk02',
  guide: 'guide01',
  manager: 'manager01',
  auditor: 'auditor01',
  administrator: 'admin01',
} as const;
const DEVICES = {
  kiosk: 'kiosk-1',
  'window-host': 'window-host-1',
  wall: 'wall-1',
  board: 'board-tax',
  'window-screen': 'screen-w1',
  pad: 'pad-w1',
  sound: 'sound-tax',
} as const;
type Kind = keyof typeof DEVICES;

beforeAll(async () => {
  server = await startTestServer();
  for (const [role, username] of Object.entries(ROLES)) staff.set(role, await logIn(username));
});
afterAll(() => server.stop());

async function logIn(username: string): Promise<{ cookie: string; check: string }> {
  const response = await fetch(`${server.api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: server.password(username) }),
  });
  const { check } = (await response.json()) as { check: string };
  return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '', check };
}

/** Somebody at the door: what they show, and whether a row lets them in. */
interface Caller {
  readonly name: string;
  readonly headers: () => Record<string, string>;
  readonly admitted: (rule: RouteRule) => boolean;
}

function callers(): Caller[] {
  const commandOf = (rule: RouteRule) => {
    const name =
      rule.command ??
      COMMAND_NAMES.find((candidate) => {
        const { http } = COMMAND_ENTRIES[candidate];
        return (
          http.method === rule.method && `/api/v1${http.path.replaceAll(/\{(\w+)\}/g, ':$1')}` === rule.url
        );
      });
    if (!name) throw new Error(`${rule.url} is no command`);
    return COMMAND_ENTRIES[name];
  };
  const nobody = (name: string, headers: () => Record<string, string>): Caller => ({
    name,
    headers,
    admitted: (rule) => rule.admits === 'anyone',
  });
  const cookie = (role: string) => (staff.get(role) as { cookie: string }).cookie;
  return [
    nobody('nobody', () => ({})),
    nobody('a forged cookie', () => ({ cookie: `yc_session=${'A'.repeat(43)}` })),
    nobody('half a cookie', () => ({ cookie: cookie('manager').slice(0, -2) })),
    nobody('an unknown device', () => ({ authorization: `Bearer kiosk-9999:${'x'.repeat(43)}` })),
    nobody('a device with a wrong secret', () => ({ authorization: `Bearer kiosk-1:${'x'.repeat(43)}` })),
    nobody('a device with the secret of another', () => ({
      authorization: `Bearer kiosk-1:${server.secret('wall-1')}`,
    })),
    nobody('nonsense', () => ({ authorization: 'Basic YWRtaW46YWRtaW4=' })),
    ...Object.keys(ROLES).map(
      (role): Caller => ({
        name: role,
        headers: () => {
          const own = staff.get(role) as { cookie: string; check: string };
          return { cookie: own.cookie, 'x-session-check': own.check };
        },
        admitted: (rule) =>
          rule.admits === 'command'
            ? (commandOf(rule).roles as readonly string[]).includes(role)
            : rule.admits !== 'device',
      }),
    ),
    ...(Object.keys(DEVICES) as Kind[]).map(
      (kind): Caller => ({
        name: kind,
        headers: () => ({ authorization: `Bearer ${DEVICES[kind]}:${server.secret(DEVICES[kind])}` }),
        admitted: (rule) =>
          rule.admits === 'command'
            ? (commandOf(rule).devices as readonly string[]).includes(kind)
            : rule.admits !== 'staff' && rule.admits !== 'session',
      }),
    ),
  ];
}

/** Codes by which a door says no; any other answer comes from behind it. */
const SHUT = new Set(['NOT_LOGGED_IN', 'FORBIDDEN', 'DEVICE_UNKNOWN', 'METRICS_TOKEN_NEEDED']);

async function ask(
  rule: RouteRule,
  headers: Record<string, string>,
): Promise<{ shut: boolean; status: number }> {
  const abort = new AbortController();
  const path = rule.url.replaceAll(/:\w+/g, 'a'.repeat(32)).replace('*', 'nothing');
  const response = await fetch(server.api.replace('/api/v1', path), {
    method: rule.method,
    headers: rule.method === 'POST' ? { 'content-type': 'application/json', ...headers } : headers,
    // Nobody's body fits: what is behind a door is never done here.
    ...(rule.method === 'POST' ? { body: '{"nobody":"knows this field"}' } : {}),
    redirect: 'manual',
    signal: abort.signal,
  });
  const json = response.headers.get('content-type')?.includes('problem+json') === true;
  const code = json ? ((await response.json()) as { code: string }).code : null;
  abort.abort();
  return { shut: code !== null && SHUT.has(code), status: response.status };
}

describe('every route, for everyone', () => {
  it('has rows, each once', () => {
    const rows = ROUTE_RULES.map((rule) => `${rule.method} ${rule.url}`);
    expect(rows.length).toBeGreaterThan(COMMAND_NAMES.length);
    expect(new Set(rows).size).toBe(rows.length);
  });

  it('opens for those of its row and stays shut for all others', async () => {
    const wrong: string[] = [];
    let asked = 0;
    for (const rule of ROUTE_RULES) {
      // A door that is there to be refused at: log-in answers wrong bodies, log-out would end the session.
      if (rule.url === '/api/v1/session' && rule.method !== 'GET') continue;
      for (const caller of callers()) {
        const { shut, status } = await ask(rule, caller.headers());
        asked += 1;
        if (status >= 500 && status !== 503)
          wrong.push(`${caller.name} · ${rule.method} ${rule.url}: ${status}`);
        if (shut === caller.admitted(rule))
          wrong.push(`${caller.name} · ${rule.method} ${rule.url}: ${shut ? 'shut' : 'open'} (${status})`);
      }
    }
    expect(wrong).toEqual([]);
    expect(asked).toBeGreaterThan(500);
  });

  it('answers nothing but GET and HEAD where only GET is listed', async () => {
    for (const rule of ROUTE_RULES.filter((row) => row.method === 'GET' && !row.url.includes('*'))) {
      for (const method of ['PUT', 'PATCH', 'TRACE', 'OPTIONS']) {
        if (method === 'TRACE') continue;
        const path = rule.url.replaceAll(/:\w+/g, 'a'.repeat(32));
        const response = await fetch(server.api.replace('/api/v1', path), { method });
        expect([method, rule.url, response.status]).toEqual([method, rule.url, 404]);
      }
    }
  });
});

const connect = (id: string, extra: object = {}): Promise<MqttClient> =>
  mqtt.connectAsync(server.mqttUrl, {
    protocolVersion: 4,
    clientId: `${id}-matrix`,
    username: id,
    password: server.secret(id),
    reconnectPeriod: 0,
    connectTimeout: 5_000,
    ...extra,
  });

/** A name that fits the hole of a topic's pattern: the device's own one, or one of somebody else. */
function partOf(name: TopicName, kind: Kind | null): string {
  const hole = /\{(\w+)\}/.exec(TOPIC_ENTRIES[name].pattern)?.[1];
  if (hole === 'device') return kind === null ? 'kiosk-2' : DEVICES[kind];
  if (hole === 'window') return kind === null ? 'w9' : 'w1';
  return hole === 'zone' ? 'tax' : 'invoices';
}

describe('every topic, for every kind of device', () => {
  it('grants the subscriptions that the topic table names, and no other', async () => {
    const wrong: string[] = [];
    for (const kind of Object.keys(DEVICES) as Kind[]) {
      const client = await connect(DEVICES[kind]);
      const granted = async (filter: string) =>
        client
          .subscribeAsync(filter, { qos: 1 })
          .then(([grant]) => grant !== undefined && grant.qos !== 128)
          .catch(() => false);
      for (const name of TOPIC_NAMES) {
        const entry = TOPIC_ENTRIES[name];
        const hall = server.config.id;
        const readable =
          entry.from === 'server' &&
          (entry.to === 'everyone' || (Array.isArray(entry.to) && entry.to.includes(kind)));
        const ratesAtWindow = kind === 'pad' || kind === 'window-host';
        const own = entry.from === 'server' && entry.to === 'own' && (name !== 'pad' || ratesAtWindow);
        const expectations: [string, boolean][] = [
          [topicOf(hall, name, partOf(name, kind)), readable || own],
          [topicOf(hall, name, partOf(name, null)), readable],
          [topicOf('other-hall', name, partOf(name, kind)), false],
          [`${topicOf(hall, name, partOf(name, kind))}/#`, false],
        ];
        if (entry.pattern.includes('{')) expectations.push([topicOf(hall, name, '+'), readable]);
        for (const [filter, expected] of expectations) {
          if ((await granted(filter)) !== expected)
            wrong.push(`${kind} · ${filter}: ${expected ? 'refused' : 'granted'}`);
        }
      }
      for (const filter of [
        '#',
        '+',
        '+/#',
        '$SYS/#',
        '$SYS/broker/clients',
        '$share/a/hall/#',
        'hall/#',
        '',
      ])
        if (filter !== '' && (await granted(filter))) wrong.push(`${kind} · ${filter}: granted`);
      await client.endAsync(true);
    }
    expect(wrong).toEqual([]);
  });

  it('drops whoever publishes what is not its own, retained or not', async () => {
    const spy = await connect('wall-1', { clientId: 'wall-1-spy' });
    const seen: string[] = [];
    spy.on('message', (topic, payload) => seen.push(`${topic} ${payload.toString()}`));
    await spy.subscribeAsync([topicOf(server.config.id, 'server'), topicOf(server.config.id, 'window', '+')]);
    const wrong: string[] = [];
    for (const kind of Object.keys(DEVICES) as Kind[]) {
      for (const name of TOPIC_NAMES) {
        const entry = TOPIC_ENTRIES[name];
        for (const whose of [kind, null]) {
          for (const retain of [false, true]) {
            const expected = entry.from === 'device' && whose === kind && retain === entry.retain;
            // What a device may say is tried elsewhere with bodies that fit; here nothing may pass.
            if (expected) continue;
            const client = await connect(DEVICES[kind]);
            const closed = new Promise<boolean>((resolve) => client.once('close', () => resolve(true)));
            client.publish(topicOf(server.config.id, name, partOf(name, whose)), '{"forged":true}', {
              qos: 0,
              retain,
            });
            const alive = client.subscribeAsync(topicOf(server.config.id, 'info')).then(
              () => false,
              () => true,
            );
            if (!(await Promise.race([closed, alive])))
              wrong.push(`${kind} · ${name} of ${whose ?? 'another'}${retain ? ', retained' : ''}: taken`);
            await client.endAsync(true);
          }
        }
      }
    }
    await spy.endAsync(true);
    expect(wrong).toEqual([]);
    expect(seen.filter((line) => line.includes('forged'))).toEqual([]);
  });

  it('takes a last will on the own presence and on nothing else', async () => {
    const wrong: string[] = [];
    for (const kind of Object.keys(DEVICES) as Kind[]) {
      for (const name of TOPIC_NAMES) {
        for (const whose of [kind, null]) {
          const topic = topicOf(server.config.id, name, partOf(name, whose));
          const taken = await connect(DEVICES[kind], {
            will: { topic, payload: Buffer.from('{"forged":true}'), qos: 1, retain: false },
          }).then(
            async (client) => {
              await client.endAsync();
              return true;
            },
            () => false,
          );
          const expected = name === 'presence' && whose === kind;
          if (taken !== expected) wrong.push(`${kind} · will on ${topic}: ${taken ? 'taken' : 'refused'}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
