import { describe, expect, it } from 'vitest';
import { clientIdOwner } from '../access/client-ids.ts';
import { ConnectRate } from './connect-rate.ts';
import { ConnectionGate } from './connection-gate.ts';
import { PacketSize } from './packet-size.ts';

const limits = { total: 10, perAddress: 3, unproven: 4 };

describe('the gate of connections', () => {
  it('lets an address hold so many, and the own machine more', () => {
    const gate = new ConnectionGate(limits);
    const entries = Array.from({ length: 4 }, () => gate.enter('10.0.0.9', () => {}));
    expect(entries.map((entry) => entry !== null)).toEqual([true, true, true, false]);
    entries[0]?.left();
    entries[0]?.left();
    expect(gate.enter('10.0.0.9', () => {})).not.toBeNull();
    for (let i = 0; i < 7; i += 1) expect(gate.enter('127.0.0.1', () => {})?.proven()).toBeUndefined();
    expect(gate.total).toBe(10);
    expect(gate.enter('127.0.0.1', () => {})).toBeNull();
  });

  it('lets the oldest unproven make room, never one that has proved itself', () => {
    const gate = new ConnectionGate(limits);
    const closed: string[] = [];
    gate.enter('a', () => closed.push('a'))?.proven();
    for (const name of ['b', 'c', 'd', 'e', 'f']) gate.enter(name, () => closed.push(name));
    expect(closed).toEqual(['b']);
  });
});

describe('the rate of connects', () => {
  it('is a bucket for each device that fills with time', () => {
    const rate = new ConnectRate(3, 1_000);
    expect([1, 2, 3, 4].map(() => rate.take('wall-1', 0))).toEqual([true, true, true, false]);
    expect(rate.take('wall-2', 0)).toBe(true);
    expect(rate.take('wall-1', 999)).toBe(false);
    expect([1, 2, 3].map(() => rate.take('wall-1', 2_000))).toEqual([true, true, false]);
    // A clock that goes back fills nothing, then or later.
    expect(rate.take('wall-1', 1)).toBe(false);
    expect(rate.take('wall-1', 2_000)).toBe(false);
  });
});

describe('the size of packets', () => {
  // CONNECT of 12 bytes, PINGREQ, PUBLISH of 321 bytes: the example of 2.2.3 is 64 + 2 × 128.
  const bytes = Buffer.concat([
    Buffer.from([0x10, 12]),
    Buffer.alloc(12, 1),
    Buffer.from([0xc0, 0]),
    Buffer.from([0x30, 0xc1, 0x02]),
    Buffer.alloc(321, 2),
    Buffer.from([0xc0, 0]),
  ]);

  it('is read however the bytes are split', () => {
    for (let at = 0; at <= bytes.length; at += 1) {
      const size = new PacketSize(321);
      expect([at, size.take(bytes.subarray(0, at)), size.take(bytes.subarray(at))]).toEqual([at, true, true]);
    }
    const size = new PacketSize(321);
    for (const byte of bytes) expect(size.take(Buffer.from([byte]))).toBe(true);
  });

  it('ends a connection with the announcement, before the packet', () => {
    expect(new PacketSize(320).take(bytes)).toBe(false);
    expect(new PacketSize(11).take(Buffer.from([0x10, 12]))).toBe(false);
    expect(new PacketSize(4_000_000_000).take(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01]))).toBe(false);
    const size = new PacketSize(12);
    expect(size.take(bytes.subarray(0, 14))).toBe(true);
    size.allow(400);
    expect(size.take(bytes.subarray(14))).toBe(true);
  });
});

describe('client ids', () => {
  const devices = ['board-tax', 'board-tax-2', 'kiosk-1', 'kiosk-10'];

  it.each([
    ['board-tax', 'board-tax'],
    ['board-tax-0a1b2c3d0', 'board-tax'],
    ['board-tax-2', 'board-tax-2'],
    ['board-tax-2-x', 'board-tax-2'],
    ['kiosk-1', 'kiosk-1'],
    ['kiosk-10-x', 'kiosk-10'],
    ['kiosk-11', null],
    ['board', null],
    ['', null],
  ])('%s belongs to %s', (clientId, owner) => {
    expect(clientIdOwner(clientId, devices)).toBe(owner);
  });
});
