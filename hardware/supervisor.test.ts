import type { Duplex } from 'node:stream';
import { err, fault } from '@hall/shared/contracts/result';
import { describe, expect, test } from 'vitest';
import type { PortHealth } from './supervisor.ts';
import {
  FIRST_RETRY_MS,
  LONGEST_RETRY_MS,
  retryDelay,
  STABLE_AFTER_MS,
  supervisePort,
} from './supervisor.ts';
import { manualClock } from './testing/manual-clock.ts';
import { memoryLine } from './testing/memory-line.ts';
import type { OpenTransport } from './transport/transport.ts';

const middle = () => 0.5;
const away: OpenTransport = () => Promise.resolve(err(fault('TRANSPORT_OPEN', 'nobody there')));

describe('waiting between tries', () => {
  test('doubles, is capped, and spreads by a quarter', () => {
    expect([0, 1, 2, 3].map((failures) => retryDelay(failures, 0.5))).toEqual([500, 1000, 2000, 4000]);
    expect(retryDelay(1_000, 0.5)).toBe(LONGEST_RETRY_MS);
    expect(retryDelay(0, 0)).toBe(FIRST_RETRY_MS * 0.75);
    expect(retryDelay(1_000, 0.999_999)).toBeLessThanOrEqual(LONGEST_RETRY_MS * 1.25);
  });

  test('a device that is away is tried at those times', async () => {
    const clock = manualClock();
    const tries: number[] = [];
    const supervisor = supervisePort({
      open: () => {
        tries.push(clock.now());
        return away();
      },
      clock,
      random: middle,
    });
    await clock.advance(8_000);
    expect(tries).toEqual([0, 500, 1_500, 3_500, 7_500]);
    expect(supervisor.health()).toEqual({
      state: 'down',
      reason: 'nobody there',
      since: 0,
      counters: { opened: 0, openFailed: 5, closed: 0 },
    });
    await supervisor.close();
    expect(clock.waiting()).toEqual([]);
  });

  test('a port that closes at once is not opened in a spin; a stable one starts over', async () => {
    const clock = manualClock();
    const opened: number[] = [];
    let far: Duplex | undefined;
    const supervisor = supervisePort({
      open: memoryLine((stream) => {
        far = stream;
        opened.push(clock.now());
      }),
      clock,
      random: middle,
    });
    await clock.advance(0);
    for (const wait of [500, 1_000, 2_000]) {
      far?.destroy();
      await clock.advance(wait);
    }
    expect(opened).toEqual([0, 500, 1_500, 3_500]);
    await clock.advance(STABLE_AFTER_MS);
    far?.destroy();
    await clock.advance(FIRST_RETRY_MS);
    expect(opened).toEqual([0, 500, 1_500, 3_500, 3_500 + STABLE_AFTER_MS + FIRST_RETRY_MS]);
    await supervisor.close();
  });
});

describe('health', () => {
  test('follows opening, the judgement of the driver, loss and closing', async () => {
    const clock = manualClock();
    const told: string[] = [];
    let far: Duplex | undefined;
    const supervisor = supervisePort({
      open: memoryLine((stream) => {
        far = stream;
      }),
      clock,
      random: middle,
      stateOnOpen: 'down',
      onHealth: (health: PortHealth) => told.push(`${health.since} ${health.state} ${health.reason}`),
      onLost: (reason) => told.push(`lost: ${reason}`),
    });
    await clock.advance(100);
    supervisor.report('up', 'ready');
    supervisor.report('up', 'ready');
    await clock.advance(100);
    supervisor.report('degraded', 'paper low');
    far?.destroy();
    await clock.advance(100);
    supervisor.report('up', 'ignored without a port');
    await supervisor.close();
    await supervisor.close();
    expect(told).toEqual([
      '0 down waiting for an answer',
      '100 up ready',
      '200 degraded paper low',
      'lost: the far side closed',
      '200 down the far side closed',
      '300 down closed',
    ]);
  });

  test('writing without a port is a fault, not an exception', async () => {
    const supervisor = supervisePort({ open: away, clock: manualClock() });
    expect(await supervisor.write(Uint8Array.of(1))).toMatchObject({
      ok: false,
      error: { code: 'TRANSPORT_CLOSED' },
    });
    await supervisor.close();
  });
});

describe('bugs stay inside', () => {
  test('an opener that throws is a device that is away', async () => {
    const clock = manualClock();
    const supervisor = supervisePort({
      open: () => Promise.reject(new Error('oops')),
      clock,
      random: middle,
    });
    await clock.advance(100);
    expect(supervisor.health()).toMatchObject({ state: 'down', reason: 'opening threw: Error: oops' });
    await supervisor.close();
  });

  test('a driver callback that throws restarts the port', async () => {
    const clock = manualClock();
    let far: Duplex | undefined;
    const supervisor = supervisePort({
      open: memoryLine((stream) => {
        far = stream;
      }),
      clock,
      random: middle,
      onBytes: () => {
        throw new Error('oops');
      },
    });
    await clock.advance(0);
    far?.write(Uint8Array.of(1));
    await clock.advance(100);
    expect(supervisor.health()).toMatchObject({ state: 'down', reason: 'driver bug: Error: oops' });
    await clock.advance(1_000);
    expect(supervisor.health()).toMatchObject({ state: 'up', counters: { opened: 2 } });
    await supervisor.close();
  });

  test('a port that opens after close() was asked is closed again', async () => {
    let finishOpening = () => {};
    let farClosed = false;
    const line = memoryLine((stream) => stream.on('close', () => (farClosed = true)));
    const supervisor = supervisePort({
      open: async () => {
        await new Promise<void>((resolve) => {
          finishOpening = resolve;
        });
        return await line();
      },
    });
    const closing = supervisor.close();
    finishOpening();
    await closing;
    expect(supervisor.isOpen()).toBe(false);
    await expect.poll(() => farClosed).toBe(true);
  });
});
