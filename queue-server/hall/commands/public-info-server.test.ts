import { Catalogue } from '@hall/shared/contracts/catalogue';
import { PublishedRatings } from '@hall/shared/contracts/public-info';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 180_000);
afterAll(() => server.stop());

const as = (device: string) => ({ authorization: `Bearer ${device}:${server.secret(device)}` });

it('a kiosk reads the published ratings of a new hall: none, of thirty days that ended yesterday [I8]', async () => {
  const read = () => fetch(`${server.api}/ratings/published`, { headers: as('kiosk-1') });
  let answer = await read();
  // It is counted in a thread of its own, and the server says so every few seconds.
  while (answer.status === 503) answer = await read();
  expect(answer.status).toBe(200);
  const ratings = PublishedRatings.parse(await answer.json());
  expect(ratings.hall).toBeNull();
  expect(ratings.zones.every(({ grades }) => grades === null)).toBe(true);
  expect(Date.parse(ratings.to) - Date.parse(ratings.from)).toBe(29 * 86_400_000);
  expect((await fetch(`${server.api}/ratings/published`, { headers: as('wall-1') })).status).toBe(403);
});

it('only a kiosk asks how far a case is, and hears in words that no platform is there [I6]', async () => {
  const look = (device: string) =>
    fetch(`${server.api}/cases/progress`, {
      method: 'POST',
      headers: { ...as(device), 'content-type': 'application/json' },
      body: JSON.stringify({ receipt: '202611190008', lastDigits: '9024' }),
    });
  expect((await look('pad-w1')).status).toBe(403);
  const answer = await look('kiosk-1');
  expect(await answer.json()).toMatchObject({ code: 'PLATFORM_AWAY' });
});

it('who does not ask for what the public is told gets a catalogue as it was before', async () => {
  const answer = await fetch(`${server.api}/catalogue`, { headers: as('kiosk-1') });
  const body = (await answer.json()) as object;
  expect(Object.keys(body)).not.toContain('publicInfo');
  expect(Object.keys(body)).not.toContain('themes');
  expect(Catalogue.safeParse(body).success).toBe(true);
});
