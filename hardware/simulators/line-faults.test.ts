import { duplexPair } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../testing/hex.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { seeded } from '../testing/seeded.ts';
import { createLineControl } from './faulty-line.ts';
import { damage, type LineFaults } from './line-faults.ts';

const CHUNK = hex('AA AA AA 96 69 00 03 11 FF ED');
const pieces = (faults: LineFaults, seed = 1) =>
  damage(CHUNK, faults, seeded(seed).unit).map(({ waitMs, bytes }) => `${waitMs} ms ${toHex(bytes)}`);

describe('line faults', () => {
  it('leave the bytes alone when none is set', () => {
    expect(pieces({})).toEqual(['0 ms AA AA AA 96 69 00 03 11 FF ED']);
  });

  it('delay, and split into pieces with gaps, without changing a byte', () => {
    expect(pieces({ delayMs: 200 })).toEqual(['200 ms AA AA AA 96 69 00 03 11 FF ED']);
    expect(pieces({ delayMs: 5, split: { bytes: 4, gapMs: 20 } })).toEqual([
      '5 ms AA AA AA 96',
      '20 ms 69 00 03 11',
      '20 ms FF ED',
    ]);
  });

  it('drop whole chunks, or single bytes, as often as told', () => {
    expect(pieces({ dropChunks: 1 })).toEqual([]);
    expect(pieces({ dropBytes: 1 })).toEqual([]);
    const random = seeded(7).unit;
    const through = Array.from({ length: 1_000 }, () => damage(CHUNK, { dropChunks: 0.3 }, random).length);
    expect(through.filter((count) => count === 0).length).toBeGreaterThan(250);
    expect(through.filter((count) => count === 0).length).toBeLessThan(350);
    const bytes = Array.from({ length: 1_000 }, () => damage(CHUNK, { dropBytes: 0.1 }, random))
      .flat()
      .reduce((sum, delivery) => sum + delivery.bytes.length, 0);
    expect(bytes).toBeGreaterThan(8_700);
    expect(bytes).toBeLessThan(9_300);
  });

  it('turn over exactly one bit of a spoilt byte', () => {
    const [only] = damage(CHUNK, { corruptBytes: 1 }, seeded(3).unit);
    const bits = [...only!.bytes].map(
      (byte, at) => (byte ^ CHUNK[at]!).toString(2).replaceAll('0', '').length,
    );
    expect(bits).toEqual(new Array(10).fill(1));
  });

  it('are the same for the same seed, and others for another', () => {
    const faults = { dropBytes: 0.3, corruptBytes: 0.3, jitterMs: 100 };
    expect(pieces(faults, 5)).toEqual(pieces(faults, 5));
    expect(pieces(faults, 5)).not.toEqual(pieces(faults, 6));
  });

  it('let nothing through a half-open line', () => {
    expect(pieces({ halfOpen: 'silent' })).toEqual([]);
    expect(pieces({ halfOpen: 'stuck' })).toEqual([]);
  });
});

describe('a faulty line', () => {
  const setUp = () => {
    const clock = manualClock();
    const control = createLineControl({ clock });
    const [host, far] = duplexPair();
    const device = control.wrap(far);
    const atDevice: string[] = [];
    const atHost: string[] = [];
    device.on('data', (bytes: Uint8Array) => atDevice.push(`${clock.now()} ${toHex(bytes)}`));
    host.on('data', (bytes: Uint8Array) => atHost.push(`${clock.now()} ${toHex(bytes)}`));
    return { clock, control, host, device, atDevice, atHost };
  };

  it('delays without slowing down: chunks that follow each other overlap, and stay in order', async () => {
    const { clock, control, host, atDevice } = setUp();
    control.setFaults({ delayMs: 100 });
    host.write(hex('01'));
    await clock.advance(60);
    host.write(hex('02'));
    await clock.advance(200);
    expect(atDevice).toEqual(['100 01', '160 02']);
  });

  it('spoils one direction only when told so', async () => {
    const { clock, control, host, device, atDevice, atHost } = setUp();
    control.setFaults({ dropChunks: 1, direction: 'to-host' });
    host.write(hex('01'));
    device.write(hex('02'));
    await clock.advance(10);
    expect({ atDevice, atHost }).toEqual({ atDevice: ['0 01'], atHost: [] });
  });

  it('takes and never answers when it is half open, and works again afterwards', async () => {
    const { clock, control, host, device, atDevice, atHost } = setUp();
    control.setFaults({ halfOpen: 'silent' });
    host.write(hex('01'));
    device.write(hex('02'));
    await clock.advance(10);
    control.setFaults(null);
    host.write(hex('03'));
    device.write(hex('04'));
    await clock.advance(10);
    expect({ atDevice, atHost }).toEqual({ atDevice: ['10 03'], atHost: ['10 04'] });
  });

  it('stops reading when it is stuck, so that the sender notices', async () => {
    const { clock, control, host } = setUp();
    control.setFaults({ halfOpen: 'stuck' });
    let taken = true;
    for (let sent = 0; sent < 64 && taken; sent += 1) {
      taken = host.write(new Uint8Array(16 * 1024));
      await clock.advance(1);
    }
    expect(taken).toBe(false);
    expect(host.writableLength).toBeGreaterThan(0);
    control.setFaults(null);
    await clock.advance(10);
    expect(host.writableLength).toBe(0);
  });

  it('closes both ends together and leaves no timer behind', async () => {
    const { clock, control, host, device } = setUp();
    control.setFaults({ delayMs: 500 });
    host.write(hex('01'));
    await clock.advance(10);
    device.destroy();
    await clock.advance(10);
    expect({ host: host.writable, timers: clock.waiting() }).toEqual({ host: true, timers: [] });
  });
});
