import { connectAsync } from 'mqtt';
import { expect, it, onTestFinished } from 'vitest';
import { startTestServer } from '../testing/server.ts';

const FLOOD = 200;

it('nobody washes out the log by being refused, over HTTP or MQTT, and staff are told one by one', async () => {
  const server = await startTestServer();
  let running = true;
  onTestFinished(async () => {
    if (running) await server.stop();
  });
  const of = (event: string) => server.logged.filter((line) => line['event'] === event);
  const refuse = async (path: string, init?: RequestInit) => (await fetch(server.api + path, init)).status;
  const addresses = new Map<number, number>();
  for (let i = 0; i < FLOOD; i += 1) {
    const status = await refuse('/hall');
    addresses.set(status, (addresses.get(status) ?? 0) + 1);
  }
  expect(addresses).toEqual(new Map([[401, FLOOD]]));
  // An open address says yes to anyone, and is no better a way.
  for (let i = 0; i < 50; i += 1) await refuse('/setup');
  // Bodies are read before anybody is asked who they are.
  const bad = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' };
  for (let i = 0; i < 50; i += 1) expect(await refuse('/tickets', bad)).toBe(400);
  const told = of('http');
  expect(told).toHaveLength(30);

  for (let i = 0; i < 30; i += 1) {
    const options = { username: 'kiosk-1', password: 'wrong', clientId: `x${i}`, reconnectPeriod: 0 };
    await expect(connectAsync(server.mqttUrl, { ...options, protocolVersion: 4 })).rejects.toThrow();
  }
  expect(of('mqtt.refused')).toHaveLength(10);

  const login = await fetch(`${server.api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'guide01', password: server.password('guide01') }),
  });
  const cookie = login.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  for (let i = 0; i < 20; i += 1) expect(await refuse('/hall', { headers: { cookie } })).toBe(200);
  const served = of('http').filter((line) => line['status'] === 200 && line['route'] === '/api/v1/hall');
  expect(served).toHaveLength(20);

  await server.stop();
  running = false;
  expect(of('http.held-back')).toMatchObject([
    {
      lines: FLOOD + 100 - 30,
      kinds: { '401 /api/v1/hall': FLOOD - 10, '400 /api/v1/tickets': 40, '200 /api/v1/setup': 40 },
    },
  ]);
  expect(of('mqtt.held-back')[0]).toMatchObject({ kinds: { 'mqtt.refused': 20 } });
});
