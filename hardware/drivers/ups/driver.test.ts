import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UpsSimulator } from '../../simulators/ups.ts';
import { startUpsSimulator } from '../../simulators/ups.ts';
import type { PortHealth } from '../../supervisor.ts';
import { startUpsd, type Upsd, upsdMissing } from '../../testing/upsd.ts';
import { openTransport } from '../../transport/open.ts';
import type { Ups, UpsNow, UpsOptions } from './driver.ts';
import { openUps } from './driver.ts';

/** Far shorter than in a hall. */
const POLL_MS = 20;
const SOON = { timeout: 8_000, interval: 10 };

let closers: Array<() => Promise<unknown>>;
beforeEach(() => {
  closers = [];
});
afterEach(async () => {
  for (const close of closers.reverse()) await close();
});

function watch(address: { host: string; port: number }, more: Partial<UpsOptions> = {}) {
  const states: string[] = [];
  const healths: PortHealth[] = [];
  const ups = openUps({
    open: openTransport({ kind: 'tcp', ...address }),
    name: 'ups',
    pollMs: POLL_MS,
    random: () => 0,
    onChange(now: UpsNow) {
      if (states.at(-1) !== now.state) states.push(now.state);
    },
    onHealth: (health) => healths.push(health),
    ...more,
  });
  closers.push(() => ups.close());
  return { ups, states, healths };
}
const reason = (ups: Ups) => {
  const { state, reason: why } = ups.health();
  return `${state}: ${why}`;
};

describe('with the simulator', () => {
  let server: UpsSimulator;
  beforeEach(async () => {
    server = await startUpsSimulator({ user: { name: 'hall', password: 'a b' } });
    closers.push(() => server.close());
  });

  test('follows mains, battery, low battery and forced shutdown, with the figures', async () => {
    const { ups, states } = watch(server.address);
    await expect.poll(() => reason(ups), SOON).toBe('up: online');
    expect(ups.now()).toMatchObject({ state: 'online', reading: { chargePercent: 100, runtimeS: 1_800 } });
    server.mains(false);
    await expect.poll(() => reason(ups), SOON).toBe('degraded: on-battery');
    server.charge(15);
    await expect.poll(() => reason(ups), SOON).toBe('degraded: low-battery');
    expect(ups.health().counters).toMatchObject({ chargePercent: 15, runtimeS: 270 });
    server.forceShutdown(true);
    await expect.poll(() => reason(ups), SOON).toBe('degraded: forced-shutdown');
    server.forceShutdown(false);
    server.mains(true);
    server.charge(60);
    await expect.poll(() => reason(ups), SOON).toBe('up: online');
    expect(states).toEqual(['online', 'on-battery', 'low-battery', 'forced-shutdown', 'online']);
  });

  test.each([
    ['stale', 'down: DATA-STALE', 'stale'],
    ['driver-away', 'down: DRIVER-NOT-CONNECTED', 'stale'],
  ] as const)('%s: nothing is guessed, and what was last known is kept', async (fault, said, state) => {
    const { ups } = watch(server.address);
    server.mains(false);
    await expect.poll(() => ups.now().state, SOON).toBe('on-battery');
    server.setFault(fault);
    await expect.poll(() => reason(ups), SOON).toBe(said);
    expect(ups.now()).toMatchObject({ state, lastKnown: 'on-battery', reading: null });
    server.setFault(null);
    await expect.poll(() => ups.now().state, SOON).toBe('on-battery');
  });

  test('garbage and a cut line lead to a new connection, and a byte at a time changes nothing', async () => {
    const { ups, states } = watch(server.address);
    await expect.poll(() => ups.now().state, SOON).toBe('online');
    server.setFault('garbage');
    await expect.poll(() => ups.now().state, SOON).toBe('away');
    expect(reason(ups)).toBe('down: a line of upsd is malformed');
    server.setFault('split');
    await expect.poll(() => ups.now().state, SOON).toBe('online');
    server.cut();
    await expect.poll(() => states.at(-1), SOON).toBe('away');
    await expect.poll(() => ups.now().state, SOON).toBe('online');
    expect(ups.now().lastKnown).toBe('online');
  });

  test('an unknown device and a status without a word of the mains are told, and asked again', async () => {
    const other = watch(server.address, { name: 'other' });
    await expect.poll(() => reason(other.ups), SOON).toBe('down: UNKNOWN-UPS');
    server.set({ 'ups.status': 'WAIT' });
    const { ups } = watch(server.address);
    await expect.poll(() => reason(ups), SOON).toBe('down: status-unknown');
    server.set({ 'ups.status': 'OL RB' });
    await expect.poll(() => reason(ups), SOON).toBe('degraded: replace-battery');
  });

  test('logs in, so that the server counts it, and logs out at the end', async () => {
    const { ups } = watch(server.address, { user: { name: 'hall', password: 'a b' } });
    await expect.poll(() => reason(ups), SOON).toBe('up: online');
    expect(server.logins()).toBe(1);
    await ups.close();
    await expect.poll(() => server.logins(), SOON).toBe(0);
    expect(reason(ups)).toBe('down: closed');
  });

  test('a refused log-in is said, and the power is watched all the same', async () => {
    const { ups } = watch(server.address, { user: { name: 'hall', password: 'wrong' } });
    await expect.poll(() => reason(ups), SOON).toBe('degraded: login refused: ACCESS-DENIED');
    expect(ups.now().state).toBe('online');
  });

  test('a password that would end its line is refused before anything is sent', () => {
    const open = openTransport({ kind: 'tcp', ...server.address });
    const user = { name: 'hall', password: 'x\nFSD ups' };
    expect(() => openUps({ open, name: 'ups', user, onChange: () => undefined })).toThrow(RangeError);
  });
});

test('a server that is not there is away, with the reason', async () => {
  const server = await startUpsSimulator();
  await server.close();
  const { ups, healths } = watch(server.address);
  await expect.poll(() => healths.at(-1)?.reason, SOON).toMatch(/ECONNREFUSED/);
  expect(ups.now()).toMatchObject({ state: 'away', lastKnown: null });
});

test('a server that never answers is left after its time, and tried again', async () => {
  const server = await startUpsSimulator();
  closers.push(() => server.close());
  server.setFault('silent');
  // Only answers are waited for that long; a fired one is the silent server's.
  const clock = {
    now: () => performance.now(),
    after(ms: number, run: () => void) {
      const timer = setTimeout(run, Math.min(ms, 50));
      return () => clearTimeout(timer);
    },
  };
  const { ups, healths } = watch(server.address, { clock });
  await expect.poll(() => healths.map(({ reason: why }) => why), SOON).toContain('no answer');
  server.setFault(null);
  await expect.poll(() => ups.now().state, SOON).toBe('online');
});

const missing = upsdMissing();
describe.skipIf(missing !== null)(
  `with upsd and dummy-ups of NUT${missing ? ` [skipped: ${missing}]` : ''}`,
  () => {
    let upsd: Upsd;
    beforeEach(async () => {
      upsd = await startUpsd({ 'ups.status': 'OL', 'battery.charge': '97', 'ups.mfr': 'a "b" \\ c' });
      closers.push(() => upsd.stop());
    });

    test('logs in, follows every state, and survives the loss of the driver', async () => {
      const { ups } = watch(upsd, { name: upsd.name, user: upsd.user });
      await expect.poll(() => reason(ups), SOON).toBe('up: online');
      expect(ups.now().reading).toMatchObject({ chargePercent: 97 });
      upsd.set({ 'ups.status': 'OB DISCHRG', 'battery.charge': '60', 'battery.runtime': '300' });
      await expect.poll(() => reason(ups), SOON).toBe('degraded: on-battery');
      upsd.set({ 'ups.status': 'OB LB', 'battery.charge': '9', 'battery.runtime': '40' });
      await expect.poll(() => reason(ups), SOON).toBe('degraded: low-battery');
      expect(ups.now().reading).toMatchObject({ chargePercent: 9, runtimeS: 40 });
      await upsd.stopDriver();
      await expect.poll(() => reason(ups), SOON).toBe('down: DRIVER-NOT-CONNECTED');
      expect(ups.now()).toMatchObject({ state: 'stale', lastKnown: 'low-battery' });
      upsd.set({ 'ups.status': 'OL CHRG', 'battery.charge': '12' });
      await upsd.startDriver();
      await expect.poll(() => reason(ups), SOON).toBe('up: online');
    }, 40_000);
  },
);
