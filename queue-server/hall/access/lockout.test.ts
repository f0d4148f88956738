import path from 'node:path';
import { AccessSettings } from '@hall/shared/contracts/hall-config';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { AccessStore } from './store.ts';

const START = Date.parse('2026-11-23T09:00:00+08:00');
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let folder: ReturnType<typeof scratchFolder>;
let access: AccessStore;

function open(): AccessStore {
  const opened = new AccessStore({
    ...{ file: path.join(folder.path, 'access.db'), settings: AccessSettings.parse({}) },
    ...{ key: Buffer.alloc(32, 7), suite: 'aes', issuer: 'x' },
  });
  opened.accounts.seed(testConfig().staff, START);
  return opened;
}
beforeEach(() => {
  folder = scratchFolder();
  access = open();
});
afterEach(() => {
  access.close();
  folder.remove();
});

const tryTimes = (name: string, times: number, now = START) => {
  for (let i = 0; i < times; i += 1) access.lockouts.begin(name, now);
};
const rows = () => access.db.prepare('SELECT COUNT(*) FROM lockouts').pluck().get() as number;

it('[L8] no number of invented names lifts the lock of an account, and none of them reaches the disk', () => {
  tryTimes('clerk01', 5);
  for (let i = 0; i < 6_000; i += 1) access.lockouts.begin(`invented${i}`, START + 1 + i);
  expect(access.lockouts.lockedUntil('clerk01', START + 10_000)).toBe(START + 15 * MINUTE_MS);
  access.lockouts.save();
  expect(rows()).toBe(1);
  tryTimes('stranger', 5);
  expect(access.lockouts.lockedUntil('stranger', START)).not.toBeNull();
});

it('[L9] wrong tries are counted in memory; a lock is on disk when it begins, the rest with the next save', () => {
  const before = access.db.prepare('SELECT total_changes()').pluck().get();
  tryTimes('clerk01', 4);
  expect(access.db.prepare('SELECT total_changes()').pluck().get()).toBe(before);
  expect(rows()).toBe(0);
  tryTimes('clerk01', 1);
  expect(rows()).toBe(1);
  tryTimes('clerk02', 2);
  access.lockouts.save();
  expect(rows()).toBe(2);
  access.lockouts.clear('clerk01');
  access.lockouts.save();
  expect(rows()).toBe(1);
  // What may be lost is written without waiting; everything else still waits for the disk (2: FULL).
  expect(access.db.pragma('synchronous', { simple: true })).toBe(2);
});

it('[L10] a full disk stops no counting, and the lock is written when there is room again', () => {
  access.db.pragma('query_only = ON');
  tryTimes('clerk01', 5);
  expect(access.lockouts.begin('clerk01', START).refused).toBe(true);
  expect(() => access.lockouts.save()).toThrow();
  access.db.pragma('query_only = OFF');
  access.lockouts.save();
  access.close();
  access = open();
  expect(access.lockouts.begin('clerk01', START).refused).toBe(true);
});

it('[L11] a day without a wrong try forgets, on disk too', () => {
  tryTimes('clerk01', 3);
  access.lockouts.save();
  access.lockouts.sweep(START + DAY_MS + 1);
  access.lockouts.save();
  expect(rows()).toBe(0);
});

it('[L12] a lock from a clock that was a year ahead ends with the longest lock, over restarts too', () => {
  tryTimes('clerk01', 5, START + 365 * DAY_MS);
  tryTimes('clerk02', 3, START + 365 * DAY_MS);
  const reopen = () => {
    access.lockouts.save();
    access.close();
    access = open();
  };
  reopen();
  expect(access.lockouts.lockedUntil('clerk01', START)).toBe(START + 240 * MINUTE_MS);
  reopen();
  // Read again later, it is still the same lock.
  expect(access.lockouts.lockedUntil('clerk01', START + 60 * MINUTE_MS)).toBe(START + 240 * MINUTE_MS);
  expect(access.lockouts.begin('clerk01', START + 240 * MINUTE_MS).refused).toBe(false);
  // Where nobody tries, the sweep brings rows back, and they are forgotten in a day as all are.
  access.lockouts.sweep(START);
  access.lockouts.sweep(START + 2 * DAY_MS);
  access.lockouts.save();
  expect(rows()).toBe(0);
});
