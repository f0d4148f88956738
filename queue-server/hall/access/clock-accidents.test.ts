import path from 'node:path';
import { AccessSettings } from '@hall/shared/contracts/hall-config';
import { Secret, TOTP } from 'otpauth';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { AccessStore } from './store.ts';

const START = Date.parse('2026-11-23T09:00:00+08:00');
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

let folder: ReturnType<typeof scratchFolder>;
let access: AccessStore;
/** The machine's clock; the hall's is passed with each call. */
let wall: number;

function open(): AccessStore {
  const opened = new AccessStore({
    ...{ file: path.join(folder.path, 'access.db'), settings: AccessSettings.parse({}) },
    ...{ key: Buffer.alloc(32, 7), suite: 'aes', issuer: 'x', wall: () => wall },
  });
  opened.accounts.seed(testConfig().staff, START);
  return opened;
}
beforeEach(() => {
  folder = scratchFolder();
  wall = START;
  access = open();
});
afterEach(() => {
  access.close();
  folder.remove();
});

it('takes the codes of phones while the hall’s time is a year ahead of the machine’s', () => {
  const { secret } = access.secondFactors.begin('clerk01', START);
  const onPhone = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: wall });
  expect(access.secondFactors.confirm('clerk01', onPhone(), START)).toHaveLength(8);
  wall += 60_000;
  const code = onPhone();
  expect(access.secondFactors.check('clerk01', code, START + YEAR_MS)).toEqual({ by: 'code' });
  expect(access.secondFactors.check('clerk01', code, START + YEAR_MS)).toBeNull();
});

it('ends a session that was used a year from now, and keeps one of a clock that is a little ahead', () => {
  const from = { address: '10.0.0.5', browser: 'Firefox' };
  const ahead = access.sessions.open('clerk01', from, START + YEAR_MS);
  const near = access.sessions.open('clerk02', from, START + 60_000);
  access.close();
  access = open();
  expect(access.sessions.find(ahead.token, START, true)).toBeNull();
  expect(access.sessions.find(near.token, START, true)?.username).toBe('clerk02');
});
