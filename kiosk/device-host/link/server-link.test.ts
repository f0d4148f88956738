import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { FakeHall } from '../../testing/fake-hall.ts';
import { startFakeHall } from '../../testing/fake-hall.ts';
import { wallClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { openServerLink, type ServerLink } from './server-link.ts';

const DEVICE = 'kiosk-1';
const SECRET = 'a-secret-of-the-test-kiosk';
const YEAR_MS = 365 * 86_400_000;
const WAIT = { timeout: 20_000, interval: 20 };

let hall: FakeHall;
let link: ServerLink;
/** This machine's clock against the true one, ms. */
let offMs: number;

beforeEach(async () => {
  offMs = 0;
  hall = await startFakeHall({ device: DEVICE, secret: SECRET });
  link = openServerLink({
    ...{ url: `mqtt://127.0.0.1:${hall.port}`, hall: 'demo', device: DEVICE, secret: SECRET },
    ...{ version: '0', hear: [], log: silentLog, onMessage: () => {}, onLiveness: () => {} },
    clock: { ...wallClock, now: () => Date.now() + offMs },
  });
});
afterEach(async () => {
  await link.close();
  await hall.close();
});

const isOnline = (online: boolean) => vi.waitFor(() => expect(link.online()).toBe(online), WAIT);

it('notices a dead server after its clock was a year ahead for a beat, and was set right again', async () => {
  await isOnline(true);
  offMs = YEAR_MS;
  await isOnline(true);
  offMs = 0;
  // The beats under the right clock count again …
  await isOnline(true);
  // … and so does their end.
  hall.heartbeat(false);
  await isOnline(false);
  expect(link.lostSince()).toBeLessThanOrEqual(Date.now());
});

it('does not believe a beat from the future where none comes any more', async () => {
  await isOnline(true);
  offMs = YEAR_MS;
  await isOnline(true);
  hall.heartbeat(false);
  offMs = 0;
  expect(link.online()).toBe(false);
  expect(link.lostSince()).toBeLessThanOrEqual(Date.now());
  hall.heartbeat(true);
  await isOnline(true);
});
