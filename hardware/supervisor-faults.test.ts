import { EventEmitter } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { err, fault, ok } from '@hall/shared/contracts/result';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PortSupervisor } from './supervisor.ts';
import { CLOSE_DEADLINE_MS, LONGEST_RETRY_MS, OPEN_DEADLINE_MS, supervisePort } from './supervisor.ts';
import { manualClock } from './testing/manual-clock.ts';
import { memoryLine } from './testing/memory-line.ts';
import { seeded } from './testing/seeded.ts';
import { openTcp } from './transport/tcp.ts';
import type { ByteTransport, OpenTransport } from './transport/transport.ts';

const middle = () => 0.5;
const never = (): Promise<never> => new Promise(() => {});
const unhandled: unknown[] = [];
const note = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', note);
});

afterEach(async () => {
  // Node tells of them after the microtasks of the turn.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

const FAULTS = [
  'none',
  'no open',
  'open throws',
  'lost',
  'lost at once',
  'write throws',
  'close throws',
] as const;

/** A transport that breaks in every way, from a seed, and counts what it has out. */
function breakingTransport(seed: number) {
  const random = seeded(seed);
  const far = new EventEmitter();
  const out = { ports: 0, opened: 0, taken: 0 };
  const open: OpenTransport = async () => {
    const trouble = random.pick(FAULTS);
    if (trouble === 'no open') return err(fault('TRANSPORT_OPEN', 'away'));
    if (trouble === 'open throws') throw new Error('open threw');
    let dataListener: ((bytes: Uint8Array) => void) | undefined;
    let closeListener: ((reason: string) => void) | undefined;
    let closed = false;
    const end = (reason: string): void => {
      if (closed) return;
      closed = true;
      out.ports -= 1;
      far.off('data', hear);
      far.off('lost', lose);
      closeListener?.(reason);
    };
    const hear = (bytes: Uint8Array): void => dataListener?.(bytes);
    const lose = (): void => end('lost');
    out.ports += 1;
    out.opened += 1;
    far.on('data', hear);
    far.on('lost', lose);
    const port: ByteTransport = {
      name: 'breaking',
      async write() {
        if (trouble === 'write throws') throw new Error('write threw');
        if (closed) return err(fault('TRANSPORT_CLOSED', 'closed'));
        out.taken += 1;
        return ok(undefined);
      },
      onData: (listener) => {
        dataListener = listener;
      },
      onClose: (listener) => {
        closeListener = listener;
        if (trouble === 'lost at once') end('lost at once');
      },
      async close() {
        end('closed');
        if (trouble === 'close throws') throw new Error('close threw');
      },
    };
    return ok(port);
  };
  return { open, far, out, random };
}

describe('300 openings', () => {
  test.each([1, 2, 3])('with every fault, seed %i: nothing is left behind', async (seed) => {
    const clock = manualClock();
    const { open, far, out, random } = breakingTransport(seed);
    let bugs = 0;
    let lost = 0;
    const supervisor = supervisePort({
      open,
      clock,
      random: random.unit,
      onBytes: () => {
        if (random.unit() < 0.2) {
          bugs += 1;
          throw new Error('driver bug');
        }
      },
      onLost: () => {
        lost += 1;
        if (random.unit() < 0.1) throw new Error('bug in onLost');
      },
      onHealth: () => {
        if (random.unit() < 0.1) throw new Error('bug in onHealth');
      },
    });
    const written: Array<Promise<unknown>> = [];
    while (out.opened < 300) {
      // Never more than one port, one retry and one deadline at a time.
      expect(out.ports).toBeLessThanOrEqual(1);
      expect(far.listenerCount('data')).toBe(out.ports);
      expect(clock.waiting().length).toBeLessThanOrEqual(2);
      written.push(supervisor.write(Uint8Array.of(1)));
      const dice = random.unit();
      if (dice < 0.3) far.emit('lost');
      else if (dice < 0.5) far.emit('data', Uint8Array.of(2));
      else if (dice < 0.6) supervisor.restart('asked');
      await clock.advance(random.whole(0, LONGEST_RETRY_MS));
    }
    await supervisor.close();
    await supervisor.close();
    const { counters } = supervisor.health();
    expect(counters).toMatchObject({ opened: out.opened, closed: out.opened });
    expect(bugs).toBeGreaterThan(0);
    expect(lost).toBeGreaterThan(100);
    expect(counters.openFailed).toBeGreaterThan(50);
    expect(counters.healthListenerThrew).toBeGreaterThan(0);
    // Every write was answered, one way or the other.
    const results = await Promise.all(written);
    expect(results.every((one) => typeof (one as { ok: unknown }).ok === 'boolean')).toBe(true);
    expect(out.ports).toBe(0);
    expect(far.eventNames()).toEqual([]);
    expect(clock.waiting()).toEqual([]);
    await clock.advance(10 * LONGEST_RETRY_MS);
    expect(out.opened).toBe(counters.opened);
  });

  test('over real sockets: no handle is left', async () => {
    const sockets = new Set<Socket>();
    const random = seeded(4);
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
      const dice = random.unit();
      if (dice < 0.3) socket.destroy();
      else if (dice < 0.5) socket.end(Uint8Array.of(1));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const before = process.getActiveResourcesInfo().sort();
    const clock = manualClock();
    const supervisor = supervisePort({
      open: () => openTcp({ host: '127.0.0.1', port }, clock),
      clock,
      random: middle,
    });
    while ((supervisor.health().counters.opened ?? 0) < 300) {
      if (random.unit() < 0.5) supervisor.restart('asked');
      else for (const socket of sockets) socket.destroy();
      void supervisor.write(random.bytes(64));
      await clock.advance(LONGEST_RETRY_MS);
    }
    await supervisor.close();
    const { counters } = supervisor.health();
    expect(counters.closed).toBe(counters.opened);
    expect(clock.waiting()).toEqual([]);
    await expect.poll(() => sockets.size).toBe(0);
    await expect.poll(() => process.getActiveResourcesInfo().sort()).toEqual(before);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a port that hangs', () => {
  /** Another port of the same process, on the same clock. */
  function neighbour(clock: ReturnType<typeof manualClock>): PortSupervisor {
    return supervisePort({
      open: memoryLine((far) => far.pipe(far)),
      clock,
      random: middle,
    });
  }

  test('while opening: told after the deadline, never tried twice at once, used when it comes', async () => {
    const clock = manualClock();
    let tries = 0;
    let finish = (): void => {};
    const line = memoryLine(() => {});
    const supervisor = supervisePort({
      open: async () => {
        tries += 1;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return await line();
      },
      clock,
      random: middle,
    });
    const other = neighbour(clock);
    await clock.advance(OPEN_DEADLINE_MS - 1);
    expect(supervisor.health()).toMatchObject({ state: 'down', reason: 'opening', since: 0 });
    expect(other.health().state).toBe('up');
    await clock.advance(1);
    expect(supervisor.health()).toMatchObject({
      state: 'down',
      reason: 'opening has not ended within 10000 ms',
      since: OPEN_DEADLINE_MS,
      counters: { openHung: 1 },
    });
    await clock.advance(10 * LONGEST_RETRY_MS);
    expect(tries).toBe(1);
    finish();
    await clock.advance(0);
    expect(supervisor.health().state).toBe('up');
    await supervisor.close();
    await other.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('while opening for ever: close() ends, and what opens later is closed', async () => {
    const clock = manualClock();
    let finish = (): void => {};
    let farClosed = false;
    const line = memoryLine((far) => far.on('close', () => (farClosed = true)));
    const supervisor = supervisePort({
      open: async () => {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return await line();
      },
      clock,
    });
    let closed = false;
    const closing = supervisor.close().then(() => (closed = true));
    await clock.advance(CLOSE_DEADLINE_MS - 1);
    expect(closed).toBe(false);
    await clock.advance(1);
    await closing;
    expect(clock.waiting()).toEqual([]);
    finish();
    await clock.advance(0);
    await expect.poll(() => farClosed).toBe(true);
    expect(supervisor.health().counters).toMatchObject({ opened: 0, lateOpened: 1 });
    expect(clock.waiting()).toEqual([]);
  });

  /** Opens at once; its writes and its close never end, and it never says that it is closed. */
  const deaf: OpenTransport = async () =>
    ok({ name: 'deaf', write: never, onData: () => {}, onClose: () => {}, close: never });

  test('while writing: the write is answered when the port is given up; another port goes on', async () => {
    const clock = manualClock();
    const supervisor = supervisePort({ open: deaf, clock, random: middle });
    const other = neighbour(clock);
    await clock.advance(0);
    const stuck = supervisor.write(Uint8Array.of(1));
    expect(await other.write(Uint8Array.of(1))).toEqual({ ok: true, value: undefined });
    supervisor.restart('no answer');
    await clock.advance(CLOSE_DEADLINE_MS);
    expect(await stuck).toMatchObject({
      ok: false,
      error: { code: 'TRANSPORT_CLOSED', message: 'deaf: no answer' },
    });
    expect(supervisor.health()).toMatchObject({ state: 'down', reason: 'no answer' });
    await clock.advance(500);
    expect(supervisor.health()).toMatchObject({ state: 'up', counters: { opened: 2, closeHung: 1 } });
    await other.close();
    const closing = supervisor.close();
    await clock.advance(CLOSE_DEADLINE_MS);
    await closing;
    expect(supervisor.health()).toMatchObject({ state: 'down', reason: 'closed' });
    expect(clock.waiting()).toEqual([]);
  });
});

test('a timer of a driver that throws restarts the port', async () => {
  const clock = manualClock();
  const supervisor = supervisePort({ open: memoryLine(() => {}), clock, random: middle });
  await clock.advance(0);
  clock.after(100, () =>
    supervisor.guard(() => {
      throw new Error('oops');
    }),
  );
  await clock.advance(200);
  expect(supervisor.health()).toMatchObject({ state: 'down', reason: 'driver bug: Error: oops' });
  await supervisor.close();
});
