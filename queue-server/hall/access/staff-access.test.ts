import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { AccessSettings } from '@hall/shared/contracts/hall-config';
import Database from 'better-sqlite3';
import { Secret, TOTP } from 'otpauth';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { AccessNotes } from './access-notes.ts';
import { browserFamily } from './browser-family.ts';
import { lockAfter } from './lockout.ts';
import { logIn } from './login.ts';
import { reopenSetup, SetupCode } from './setup-code.ts';
import { openStaffDoors } from './staff-doors.ts';
import { AccessStore } from './store.ts';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-23T09:00:00+08:00');
const PASSWORD = '东门外的三棵老槐树下';

let folder: ReturnType<typeof scratchFolder>;
let access: AccessStore;
let at: number;
let noted: { act: string; subject: string | null; detail?: unknown }[];

function open(settings: Partial<AccessSettings> = {}): AccessStore {
  return new AccessStore({
    file: path.join(folder.path, 'access.db'),
    settings: AccessSettings.parse(settings),
    key: Buffer.alloc(32, 7),
    suite: 'aes',
    issuer: '清溪县政务服务大厅',
  });
}

beforeEach(async () => {
  folder = scratchFolder();
  at = START;
  noted = [];
  access = open();
  access.accounts.seed(testConfig().staff, at);
  await access.accounts.setPassword('clerk01', PASSWORD, { kind: 'own' });
});
afterEach(() => {
  access.close();
  folder.remove();
});

const notes = () =>
  new AccessNotes(
    {
      submit: (_command: unknown, body: unknown) => {
        noted.push(body as never);
        return Promise.resolve({ ok: true, json: '{}' });
      },
    } as never,
    () => at,
  );

async function tryLogin(username: string, password: string, code?: string, to = notes()) {
  const entered = await logIn(
    { access, notes: to, now: () => at },
    { username, password, code, address: '192.0.2.7', browser: 'Chrome / Windows' },
  );
  return entered.ok ? entered.value.session : entered.error.code;
}

describe('lock-out', () => {
  it('[L1] locks at each fifth wrong try in a row: 15, 30, 60 … 240 minutes', () => {
    expect([0, 1, 4, 5, 6, 10, 15, 20, 25, 50].map((n) => lockAfter(n) / MINUTE_MS)).toEqual([
      0, 0, 0, 15, 0, 30, 60, 120, 240, 240,
    ]);
  });

  it('[L2] says so from the fifth try on, whatever the password; time ends it; a success clears it', async () => {
    for (let i = 0; i < 4; i += 1) expect(await tryLogin('clerk01', `wrong ${i}`)).toBe('LOGIN_FAILED');
    expect(await tryLogin('clerk01', 'wrong')).toBe('ACCOUNT_LOCKED');
    expect(await tryLogin('clerk01', PASSWORD)).toBe('ACCOUNT_LOCKED');
    at += 15 * MINUTE_MS - 1;
    expect(await tryLogin('clerk01', PASSWORD)).toBe('ACCOUNT_LOCKED');
    at += 1;
    expect(await tryLogin('clerk01', PASSWORD)).toMatchObject({ username: 'clerk01' });
    for (let i = 0; i < 4; i += 1) expect(await tryLogin('clerk01', 'wrong')).toBe('LOGIN_FAILED');
  });

  it('[L3] answers a name that does not exist exactly like one that does', async () => {
    const answers = async (name: string) => {
      const codes = [];
      for (let i = 0; i < 6; i += 1) codes.push(await tryLogin(name, 'wrong'));
      return codes;
    };
    expect(await answers('nobody')).toEqual(await answers('clerk01'));
  });

  it('[L4] five guesses at the same moment are all there are', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => tryLogin('clerk01', 'wrong')));
    expect(answers.filter((code) => code === 'LOGIN_FAILED')).toHaveLength(4);
    expect(await tryLogin('clerk01', PASSWORD)).toBe('ACCOUNT_LOCKED');
  });

  it('[L5] outlives a restart', async () => {
    for (let i = 0; i < 5; i += 1) await tryLogin('clerk01', 'wrong');
    access.close();
    access = open();
    expect(await tryLogin('clerk01', PASSWORD)).toBe('ACCOUNT_LOCKED');
  });

  it('[L6] notes the first failure at once, the rest of the minute as one count, and no invented name', async () => {
    const to = notes();
    for (let i = 0; i < 30; i += 1) to.failed('clerk01');
    for (let i = 0; i < 30; i += 1) to.failed(null);
    to.locked(null, 15);
    expect(noted).toHaveLength(2);
    at += MINUTE_MS;
    to.sweep();
    to.sweep();
    expect(noted.slice(2)).toEqual([
      { act: 'login.failed', subject: 'clerk01', detail: { count: 29 } },
      { act: 'login.failed', subject: null, detail: { count: 29 } },
    ]);
  });

  it('[L7] keeps no name that was typed, which may be a password', async () => {
    await tryLogin('my-secret-typed-in-the-wrong-field', 'x');
    access.close();
    const bytes = readFileSync(path.join(folder.path, 'access.db'));
    access = open();
    expect(bytes.includes('my-secret-typed')).toBe(false);
  });
});

describe('accounts', () => {
  it('[A1] an account follows the configuration until the console changes it', () => {
    const staff = testConfig().staff;
    const renamed = staff.map((member) =>
      member.username === 'clerk02' ? { ...member, name: '新名' } : member,
    );
    access.accounts.seed(renamed, at);
    expect(access.accounts.find('clerk02')?.name).toBe('新名');
    access.accounts.change('clerk02', { name: '改过' }, 'admin01', at);
    access.accounts.seed(renamed, at);
    expect(access.accounts.find('clerk02')?.name).toBe('改过');
    access.accounts.seed(
      staff.filter((member) => member.username !== 'clerk03'),
      at,
    );
    expect(access.accounts.find('clerk03')?.state).toBe('disabled');
  });

  it('[A2] remembers the last three own passwords and no older one', async () => {
    const next = ['first-of-four-x', 'second-of-four', 'third-of-four-x'];
    for (const password of next) await access.accounts.setPassword('clerk01', password, { kind: 'own' });
    expect(await access.accounts.wasUsed('clerk01', 'first-of-four-x')).toBe(true);
    expect(await access.accounts.wasUsed('clerk01', 'third-of-four-x')).toBe(true);
    expect(await access.accounts.wasUsed('clerk01', PASSWORD)).toBe(false);
  });

  it('[A3] a one-time password is good until its end, and its session may only change it', async () => {
    await access.accounts.setPassword('clerk02', 'k7m2-qx9t-abcd', { kind: 'one-time', until: at + 1000 });
    expect(await tryLogin('clerk02', 'k7m2-qx9t-abcd')).toMatchObject({ username: 'clerk02' });
    expect(access.need('clerk02')).toBe('password');
    at += 1000;
    expect(await tryLogin('clerk02', 'k7m2-qx9t-abcd')).toBe('PASSWORD_EXPIRED');
  });

  it('[A4] a disabled account and one without a password answer as a wrong password does', async () => {
    access.accounts.change('clerk01', { state: 'disabled' }, 'admin01', at);
    expect(await tryLogin('clerk01', PASSWORD)).toBe('LOGIN_FAILED');
    expect(await tryLogin('clerk04', '')).toBe('LOGIN_FAILED');
  });

  it('[A5] full-width digits of an input method are the same password', async () => {
    await access.accounts.setPassword('clerk05', 'abcxyz123987', { kind: 'own' });
    expect(await access.accounts.checkPassword('clerk05', 'ａｂｃｘｙｚ１２３９８７')).toBe(true);
  });

  it('[A6] the passwords of the database before this version were the demo’s and open nothing else', () => {
    access.close();
    const file = path.join(folder.path, 'old.db');
    const old = new Database(file);
    old.exec(`CREATE TABLE staff (username TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
      CREATE TABLE sessions (token BLOB PRIMARY KEY, username TEXT NOT NULL, check_value TEXT NOT NULL,
        expires_at INTEGER NOT NULL) WITHOUT ROWID;
      CREATE TABLE devices (id TEXT PRIMARY KEY, secret BLOB NOT NULL, revoked_at INTEGER) WITHOUT ROWID;
      INSERT INTO staff VALUES ('clerk01', x'00', x'00');
      PRAGMA user_version = 1;`);
    old.close();
    access = new AccessStore({
      ...{ file, settings: AccessSettings.parse({}), key: Buffer.alloc(32), suite: 'aes', issuer: 'x' },
    });
    access.accounts.seed(testConfig().staff, at);
    expect(access.accounts.find('clerk01')).toMatchObject({ password: 'demo', name: '林晓薇' });
    expect(access.accounts.dropDemoPasswords()).toEqual(['clerk01']);
    expect(access.accounts.find('clerk01')?.password).toBeNull();
  });
});

describe('a password that changes while it is checked', () => {
  it('[A7] lets nobody in any more', async () => {
    const { accounts } = access;
    const check = accounts.checkPassword.bind(accounts);
    vi.spyOn(accounts, 'checkPassword').mockImplementationOnce(async (username, password) => {
      const right = await check(username, password);
      await accounts.setPassword(username, 'k7m2-qx9t', { kind: 'one-time', until: at + 1000 });
      return right;
    });
    expect(await tryLogin('clerk01', PASSWORD)).toBe('LOGIN_FAILED');
    expect(access.sessions.of('clerk01')).toEqual([]);
  });

  it('[A8] is not written over by whoever knew the former one', async () => {
    const { accounts } = access;
    const proven = accounts.passwordOf('clerk01');
    const until = at + 1000;
    await accounts.setPassword('clerk01', 'k7m2-qx9t', { kind: 'one-time', until });
    expect(await accounts.setPassword('clerk01', 'of-the-intruder', { kind: 'own' }, proven)).toBe(false);
    expect(await accounts.checkPassword('clerk01', 'k7m2-qx9t')).toBe(true);
    const present = accounts.passwordOf('clerk01');
    expect(await accounts.setPassword('clerk01', 'of-the-person', { kind: 'own' }, present)).toBe(true);
  });
});

describe('second factor', () => {
  const codeAt = (secret: string, when: number) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: when });
  const enrol = () => {
    const { secret, uri } = access.secondFactors.begin('clerk01', at);
    expect(uri).toContain('otpauth://totp/');
    const codes = access.secondFactors.confirm('clerk01', codeAt(secret, at), at);
    if (!codes) throw new Error('the code did not fit');
    return { secret, codes };
  };

  it('[T1] counts only once confirmed; then the password alone is not enough', async () => {
    access.secondFactors.begin('clerk01', at);
    expect(await tryLogin('clerk01', PASSWORD)).toMatchObject({ username: 'clerk01' });
    const { secret } = enrol();
    expect(await tryLogin('clerk01', PASSWORD)).toBe('TOTP_NEEDED');
    at += 30_000;
    expect(await tryLogin('clerk01', PASSWORD, codeAt(secret, at))).toMatchObject({ username: 'clerk01' });
  });

  it('[T2] refuses the code of a step that was used, the enrolling one too', async () => {
    const { secret } = enrol();
    expect(await tryLogin('clerk01', PASSWORD, codeAt(secret, at))).toBe('TOTP_WRONG');
    at += 30_000;
    const code = codeAt(secret, at);
    expect(await tryLogin('clerk01', PASSWORD, code)).toMatchObject({ username: 'clerk01' });
    expect(await tryLogin('clerk01', PASSWORD, code)).toBe('TOTP_WRONG');
  });

  it('[T3] takes one step to either side and no more', async () => {
    const { secret } = enrol();
    at += 10 * 30_000;
    expect(access.secondFactors.check('clerk01', codeAt(secret, at - 60_000), at)).toBeNull();
    expect(access.secondFactors.check('clerk01', codeAt(secret, at + 60_000), at)).toBeNull();
    expect(access.secondFactors.check('clerk01', codeAt(secret, at - 30_000), at)).toEqual({ by: 'code' });
    expect(access.secondFactors.check('clerk01', codeAt(secret, at + 30_000), at)).toEqual({ by: 'code' });
  });

  it('[T4] a recovery code is good once, typed in any way', async () => {
    const { codes } = enrol();
    expect(codes).toHaveLength(8);
    const typed = (codes[0] as string).toUpperCase().replace('-', ' ');
    expect(await tryLogin('clerk01', PASSWORD, typed)).toMatchObject({ username: 'clerk01' });
    expect(await tryLogin('clerk01', PASSWORD, typed)).toBe('TOTP_WRONG');
    expect(noted).toContainEqual({ act: 'totp.recovery-code-used', subject: 'clerk01', detail: { left: 7 } });
  });

  it('[T5] wrong codes lock as wrong passwords do, and asking for the code does not undo them', async () => {
    enrol();
    for (let i = 0; i < 4; i += 1) {
      expect(await tryLogin('clerk01', PASSWORD, '000000')).toBe('TOTP_WRONG');
      expect(await tryLogin('clerk01', PASSWORD)).toBe('TOTP_NEEDED');
    }
    expect(await tryLogin('clerk01', PASSWORD, '000000')).toBe('ACCOUNT_LOCKED');
  });

  it('[T6] the secret is on disk sealed only, and survives a restart', () => {
    const { secret } = enrol();
    access.close();
    const bytes = readFileSync(path.join(folder.path, 'access.db'));
    expect(bytes.includes(Buffer.from(Secret.fromBase32(secret).bytes))).toBe(false);
    expect(bytes.includes(secret)).toBe(false);
    access = open();
    at += 30_000;
    expect(access.secondFactors.check('clerk01', codeAt(secret, at), at)).toEqual({ by: 'code' });
  });

  it('[T7] whom the hall asks for it has to set it up first', () => {
    access.close();
    access = open({ totp: 'administrators' });
    expect([access.need('admin01'), access.need('clerk01')]).toEqual(['totp', null]);
    access.close();
    access = open({ totp: 'everyone' });
    expect(access.need('clerk01')).toBe('totp');
  });
});

describe('sessions', () => {
  const from = { address: '192.0.2.7', browser: 'Chrome / Windows' };
  const begin = (username: string) => access.sessions.open(username, from, at);

  it('[S1] an office session ends after half an hour without use, a clerk’s does not', () => {
    const manager = begin('manager01');
    const clerk = begin('clerk01');
    at += 30 * MINUTE_MS - 1;
    expect(access.sessions.find(manager.token, at, false)).not.toBeNull();
    at += 1;
    expect(access.sessions.find(manager.token, at, true)).toBeNull();
    expect(access.sessions.whyGone(manager.token)).toBe('SESSION_EXPIRED');
    expect(access.sessions.find(clerk.token, at, true)).not.toBeNull();
  });

  it('[S2] what a page does by itself is no use; what a person does is', () => {
    const { token } = begin('manager01');
    for (let i = 0; i < 3; i += 1) {
      at += 20 * MINUTE_MS;
      expect(access.sessions.find(token, at, true)).not.toBeNull();
    }
    at += 20 * MINUTE_MS;
    access.sessions.find(token, at, false);
    at += 20 * MINUTE_MS;
    expect(access.sessions.find(token, at, false)).toBeNull();
  });

  it('[S3] no session outlives the working day, however busy', () => {
    const { token } = begin('clerk01');
    for (let hour = 1; hour < 12; hour += 1) {
      at += 60 * MINUTE_MS;
      expect(access.sessions.find(token, at, true)).not.toBeNull();
    }
    at += 60 * MINUTE_MS;
    expect(access.sessions.find(token, at, true)).toBeNull();
  });

  it('[S4] survives a restart; use is on disk after a flush, and not before', () => {
    const { token } = begin('clerk01');
    const stored = () =>
      (access.db.prepare('SELECT last_used FROM sessions').get() as { last_used: number }).last_used;
    at += 5_000;
    access.sessions.find(token, at, true);
    expect(stored()).toBe(START);
    access.sessions.flush();
    expect(stored()).toBe(at);
    access.close();
    access = open();
    expect(access.sessions.find(token, at, true)).toMatchObject({ username: 'clerk01', lastUsed: at });
  });

  it('[S5] keeps no token on disk', () => {
    const { token } = begin('clerk01');
    access.close();
    expect(readFileSync(path.join(folder.path, 'access.db')).includes(token)).toBe(false);
    access = open();
  });

  it('[S6] a renewed session goes on under a new token; the old one leads to it for a minute, then nowhere', () => {
    const { token, session } = begin('clerk01');
    expect(access.sessions.takeRenewal(token, at)).toBeNull();
    access.sessions.renew(session.id);
    const renewed = access.sessions.takeRenewal(token, at) as string;
    // The answer with the new token got lost: the page asks again with the old one.
    expect(access.sessions.find(token, at, true)).toMatchObject({ id: session.id });
    expect(access.sessions.takeRenewal(token, at)).toBe(renewed);
    at += 60_000;
    expect(access.sessions.find(token, at, true)).toBeNull();
    expect(access.sessions.takeRenewal(token, at)).toBeNull();
    expect(access.sessions.find(renewed, at, true)).toMatchObject({ id: session.id });
  });

  it('[S7] sweeping ends what nobody asks for any more, and tells', () => {
    const ended: string[] = [];
    access.sessions.onEnd(({ username }, why) => ended.push(`${username} ${why}`));
    begin('manager01');
    at += 31 * MINUTE_MS;
    access.sessions.sweep(at);
    expect(ended).toEqual(['manager01 idle']);
  });
});

describe('set-up code', () => {
  const file = () => path.join(folder.path, 'keys', 'setup-code');
  const make = () => new SetupCode(access.db, path.join(folder.path, 'keys'), async () => {});

  it('[U1] lies in a file for its owner alone; a restart offers the same one', async () => {
    const code = await make().offer(at);
    expect(code).toMatch(/^[a-z0-9]{5}-[a-z0-9]{5}$/);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(await make().offer(at + 1000)).toBe(code);
    expect(await make().check(code.toUpperCase().replace('-', ' '), at)).toBe(true);
  });

  it('[U2] wrong guesses close nothing for the right code; their answers wait ever longer', async () => {
    const waits: number[] = [];
    const wait = async (ms: number) => waits.push(ms);
    const setup = new SetupCode(access.db, path.join(folder.path, 'keys'), wait);
    const code = await setup.offer(at);
    for (const guess of ['aaaaa-aaaaa', 'x', 'bbbbb-bbbbb', '', 'aaaaa-aaaaa', 'ccccc-ccccc', 'z', 'z']) {
      expect(await setup.check(guess, at)).toBe(false);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    expect(await setup.check(code, at)).toBe(true);
    expect(waits).toHaveLength(8);
    expect(await setup.offer(at)).toBe(code);
  });

  it('[U4] is offered again where somebody at the machine asks for it, until it was used', async () => {
    await access.accounts.setPassword('admin01', 'forgotten-for-ever', { kind: 'own' });
    const start = () =>
      openStaffDoors({
        ...{ access, config: testConfig(), keys: path.dirname(file()), demo: false, now: () => at },
        ledger: {
          submit: async (_command: unknown, body: unknown) => {
            noted.push(body as never);
            return { ok: true, json: '{}' };
          },
        } as never,
        log: pino({ level: 'silent' }),
      });
    const first = await start();
    expect(first.setupCode).toBeNull();
    first.stop();
    reopenSetup(access.db, at);
    const second = await start();
    expect(second.setupCode).toMatch(/^[a-z0-9]{5}-[a-z0-9]{5}$/);
    expect(noted).toContainEqual({ act: 'setup.reopened', subject: null, detail: {} });
    second.setup?.close();
    second.stop();
    const third = await start();
    expect([third.setupCode, third.setup?.reopened]).toEqual([null, false]);
    third.stop();
  });

  it('[U3] ends after a day, and once it was used', async () => {
    const code = await make().offer(at);
    expect(await make().check(code, at + 24 * 60 * MINUTE_MS)).toBe(false);
    make().close();
    expect(await make().check(code, at)).toBe(false);
    expect(existsSync(file())).toBe(false);
  });
});

it('names browsers as people know them', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0';
  expect([browserFamily(chrome), browserFamily(edge), browserFamily(undefined)]).toEqual([
    'Chrome / Linux',
    'Edge / Windows',
    '',
  ]);
});
