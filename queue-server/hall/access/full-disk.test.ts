import path from 'node:path';
import { AccessSettings } from '@hall/shared/contracts/hall-config';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { logIn } from './login.ts';
import { openStaffDoors } from './staff-doors.ts';
import { AccessStore } from './store.ts';

const START = Date.parse('2026-11-23T09:00:00+08:00');
const PASSWORD = '东门外的三棵老槐树下';
const FROM = { address: '192.0.2.7', browser: 'Chrome / Windows' };

let folder: ReturnType<typeof scratchFolder>;
let access: AccessStore;
let at: number;

function open(): AccessStore {
  return new AccessStore({
    ...{ file: path.join(folder.path, 'access.db'), settings: AccessSettings.parse({}) },
    ...{ key: Buffer.alloc(32, 7), suite: 'aes', issuer: 'x' },
  });
}

/** Every write to the sessions needs pages that are not there. */
function fill(): void {
  access.db.exec(`CREATE TABLE filler (bytes BLOB);
    CREATE TRIGGER fill1 BEFORE INSERT ON sessions BEGIN INSERT INTO filler VALUES (zeroblob(200000)); END;
    CREATE TRIGGER fill2 BEFORE UPDATE ON sessions BEGIN INSERT INTO filler VALUES (zeroblob(200000)); END;
    CREATE TRIGGER fill3 BEFORE DELETE ON sessions BEGIN INSERT INTO filler VALUES (zeroblob(200000)); END;`);
  access.db.pragma(`max_page_count = ${access.db.pragma('page_count', { simple: true })}`);
}
function makeRoom(): void {
  access.db.pragma('max_page_count = 1000000');
}

beforeEach(async () => {
  folder = scratchFolder();
  at = START;
  access = open();
  access.accounts.seed(testConfig().staff, at);
  await access.accounts.setPassword('clerk01', PASSWORD, { kind: 'own' });
});
afterEach(() => {
  vi.useRealTimers();
  access.close();
  folder.remove();
});

const notes = { failed: () => {}, locked: () => {}, recovered: () => {} };
const tryLogin = async (password: string) => {
  const asked = { username: 'clerk01', password, code: undefined, ...FROM };
  const entered = await logIn({ access, notes, now: () => at }, asked);
  return entered.ok ? 'in' : entered.error.code;
};

it('[F1] a login on a full disk says so, costs no try, and wrong ones go on being counted', async () => {
  fill();
  for (let i = 0; i < 6; i += 1) expect(await tryLogin(PASSWORD)).toBe('STORAGE_FULL');
  for (let i = 0; i < 4; i += 1) expect(await tryLogin('wrong')).toBe('LOGIN_FAILED');
  expect(await tryLogin('wrong')).toBe('ACCOUNT_LOCKED');
  access.lockouts.clear('clerk01');
  makeRoom();
  expect(await tryLogin(PASSWORD)).toBe('in');
});

it('[F2] a session ends for everybody at once though its row cannot go, which follows when there is room', () => {
  const { token, session } = access.sessions.open('clerk01', FROM, at);
  const ended: string[] = [];
  access.sessions.onEnd(({ id }) => ended.push(id));
  fill();
  expect(access.sessions.end(session.id, 'ended')).toBe(true);
  expect(ended).toEqual([session.id]);
  expect(access.sessions.find(token, at, true)).toBeNull();
  expect(() => access.sessions.saveEnds()).toThrow();
  makeRoom();
  access.sessions.saveEnds();
  access.close();
  access = open();
  expect(access.sessions.all()).toEqual([]);
});

it('[F3] a session that should get a new token keeps the old one until the disk takes it', () => {
  const { token, session } = access.sessions.open('clerk01', FROM, at);
  access.sessions.renew(session.id);
  fill();
  expect(access.sessions.takeRenewal(token, at)).toBeNull();
  expect(access.sessions.find(token, at, true)).not.toBeNull();
  makeRoom();
  const fresh = access.sessions.takeRenewal(token, at);
  expect(fresh).toMatch(/^[\w-]{43}$/);
  expect(access.sessions.find(fresh as string, at, true)).toMatchObject({ id: session.id });
});

it('[F4] the rounds of the server outlive a full disk and write when there is room', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const logged: string[] = [];
  const doors = await openStaffDoors({
    ...{ access, config: testConfig(), keys: path.join(folder.path, 'keys'), demo: true, now: () => at },
    ledger: { submit: async () => ({ ok: true, json: '{}' }) } as never,
    log: pino({}, { write: (line: string) => logged.push(JSON.parse(line).event) }),
  });
  const idle = access.sessions.open('manager01', FROM, at);
  const busy = access.sessions.open('clerk01', FROM, at);
  fill();
  at += 31 * 60_000;
  access.sessions.find(busy.token, at, true);
  vi.advanceTimersByTime(60_000);
  expect(access.sessions.find(idle.token, at, false)).toBeNull();
  expect(logged).toContain('access.not-saved');
  makeRoom();
  vi.advanceTimersByTime(60_000);
  doors.stop();
  const rows = access.db.prepare('SELECT username, last_used FROM sessions').all();
  expect(rows).toEqual([{ username: 'clerk01', last_used: at }]);
});
