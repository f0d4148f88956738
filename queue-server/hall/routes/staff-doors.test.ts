import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CommandAnswer, CommandInput, CommandName } from '@hall/shared/contracts/commands';
import { COMMAND_ENTRIES } from '@hall/shared/contracts/commands';
import { AccessSettings } from '@hall/shared/contracts/hall-config';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testConfig } from '../testing/hall.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

/** A browser of one person: keeps the cookie, sends the check value. */
class Browser {
  cookie = '';
  check = '';
  readonly api: string;
  constructor(api: string) {
    this.api = api;
  }

  async send(method: string, url: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(this.api + url, {
      method,
      headers: {
        ...(this.cookie === '' ? {} : { cookie: this.cookie }),
        'x-session-check': this.check,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.get('set-cookie');
    if (set) this.cookie = set.split(';')[0] as string;
    const answer = (await response.json().catch(() => null)) as { check?: string; code?: string };
    return { status: response.status, answer, set };
  }

  async logIn(username: string, password: string, code?: string) {
    const { status, answer, set } = await this.send('POST', '/session', {
      username,
      password,
      ...(code === undefined ? {} : { code }),
    });
    if (status === 200) this.check = answer.check ?? '';
    return { status, answer, set, code: answer.code };
  }

  async ask<N extends CommandName>(name: N, body: CommandInput<N>, key?: string) {
    const { http } = COMMAND_ENTRIES[name];
    const rest = { ...(body as Record<string, unknown>) };
    const url = http.path.replace(/\{(\w+)\}/g, (_, field: string) => {
      const value = String(rest[field]);
      delete rest[field];
      return value;
    });
    const { answer } = await this.send(
      http.method,
      url,
      http.method === 'GET' ? undefined : rest,
      key === undefined ? {} : { 'idempotency-key': key },
    );
    return answer as CommandAnswer<N> & { code?: string; details?: Record<string, unknown> };
  }
}

async function enterAt(server: TestServer, username: string, password: string): Promise<Browser> {
  const browser = new Browser(server.api);
  expect(await browser.logIn(username, password)).toMatchObject({ status: 200 });
  return browser;
}

const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

describe('staff accounts over HTTP', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());

  const enter = (username: string, password = server.password(username)) =>
    enterAt(server, username, password);
  it('[D1] the way of a new colleague: one-time password, forced change, work', async () => {
    const admin = await enter('admin01');
    const made = await admin.ask('account.create', {
      username: 'newcomer',
      name: '赵新',
      nameEn: 'Zhao Xin',
      roles: ['clerk'],
    });
    const colleague = await enter('newcomer', made.oneTimePassword);
    expect(await colleague.send('GET', '/session')).toMatchObject({ answer: { needs: 'password' } });
    expect(await colleague.ask('hall.read', {})).toMatchObject({ code: 'PASSWORD_CHANGE_NEEDED' });
    expect(await colleague.send('GET', '/events')).toMatchObject({
      answer: { code: 'PASSWORD_CHANGE_NEEDED' },
    });
    const change = (next: string) =>
      colleague.ask('password.change', { current: made.oneTimePassword, next });
    expect(await change('newcomer-1234')).toMatchObject({
      code: 'PASSWORD_WEAK',
      details: { reason: 'name' },
    });
    expect(await change(made.oneTimePassword)).toMatchObject({ details: { reason: 'reused' } });
    const before = colleague.cookie;
    expect(await change('三棵老槐树和一口井')).toMatchObject({
      code: 'PASSWORD_WEAK',
      details: { reason: 'short' },
    });
    expect(await change('东门外的三棵老槐树和一口井')).toEqual({ done: true });
    expect(colleague.cookie).not.toBe(before);
    expect(await colleague.ask('hall.read', {})).toHaveProperty('zones');
    expect(await colleague.send('GET', '/session')).toMatchObject({ answer: { needs: null } });
  });

  it('[D2] a repeated creation gets the same answer, one account and one note', async () => {
    const admin = await enter('admin01');
    const body = { username: 'twice', name: '钱二', nameEn: 'Qian Er', roles: ['guide' as const] };
    const first = await admin.ask('account.create', body, 'create-twice-1');
    expect(await admin.ask('account.create', body, 'create-twice-1')).toEqual(first);
    expect(await admin.ask('account.create', body)).toMatchObject({ code: 'USERNAME_TAKEN' });
    // The id for something else: nothing is done, least of all without a note.
    expect(await admin.ask('account.reset-password', { username: 'twice' }, 'create-twice-1')).toMatchObject({
      code: 'REQUEST_ID_REUSED',
    });
    expect(
      await admin.ask('account.change', { username: 'twice', state: 'disabled' }, 'create-twice-1'),
    ).toMatchObject({ code: 'REQUEST_ID_REUSED' });
    const auditor = await enter('auditor01');
    const { entries } = await auditor.ask('audit.read', { act: 'account.created' });
    expect(entries.filter((entry) => entry.subject === 'twice')).toHaveLength(1);
  });

  it('[D3] separation and own rights hold over HTTP', async () => {
    const admin = await enter('admin01');
    expect(
      await admin.ask('account.change', { username: 'clerk05', roles: ['clerk', 'auditor'] }),
    ).toMatchObject({
      code: 'ROLES_CONFLICT',
    });
    expect(await admin.ask('account.change', { username: 'admin01', roles: ['manager'] })).toMatchObject({
      code: 'OWN_ACCOUNT',
    });
    expect(await admin.ask('account.reset-totp', { username: 'admin01' })).toMatchObject({
      code: 'OWN_ACCOUNT',
    });
    expect(await admin.ask('audit.read', {})).toMatchObject({ code: 'FORBIDDEN' });
    const manager = await enter('manager01');
    expect(await manager.ask('account.list', {})).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('[D13] nobody gets the name of the server, of the configuration or of a device', async () => {
    const admin = await enter('admin01');
    const device = server.config.devices[0]?.id as string;
    for (const username of ['hall', 'sync', 'config', 'demo', device]) {
      const body = { username, name: '孙三', nameEn: 'Sun San', roles: ['clerk' as const] };
      expect(await admin.ask('account.create', body)).toMatchObject({ code: 'USERNAME_TAKEN' });
    }
  });

  it('[D4] a changed role counts with the next request', async () => {
    const admin = await enter('admin01');
    const clerk = await enter('clerk06');
    expect(await clerk.ask('ticket.take', { queue: 'invoices', paperless: true })).toMatchObject({
      code: 'FORBIDDEN',
    });
    await admin.ask('account.change', { username: 'clerk06', roles: ['clerk', 'guide'] });
    expect(await clerk.ask('ticket.take', { queue: 'invoices', paperless: true })).toHaveProperty('number');
  });

  it('[D5] disabling an account ends its sessions and its feed at once', async () => {
    const admin = await enter('admin01');
    const clerk = await enter('clerk07');
    const feed = await fetch(`${server.api}/events`, { headers: { cookie: clerk.cookie } });
    const reader = (feed.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    expect(await admin.ask('account.change', { username: 'clerk07', state: 'disabled' })).toEqual({
      done: true,
    });
    for (;;) if ((await reader.read()).done) break;
    expect(await clerk.ask('hall.read', {})).toMatchObject({ code: 'SESSION_ENDED' });
    const again = new Browser(server.api);
    expect(await again.logIn('clerk07', server.password('clerk07'))).toMatchObject({ code: 'LOGIN_FAILED' });
  });

  it('[D6] a session brought along is never taken over, and a login replaces the former one', async () => {
    const browser = new Browser(server.api);
    browser.cookie = 'yc_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const { set } = await browser.logIn('clerk08', server.password('clerk08'));
    expect(browser.cookie).not.toContain('AAAAAAAAAA');
    expect(set).toMatch(/^yc_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const first = browser.cookie;
    await browser.logIn('clerk08', server.password('clerk08'));
    expect(browser.cookie).not.toBe(first);
    browser.cookie = first;
    expect(await browser.send('GET', '/session')).toMatchObject({ status: 401 });
  });

  it('[D7] everybody sees and ends the own sessions, the administrator everyone’s', async () => {
    const here = await enter('clerk09');
    const there = await enter('clerk09');
    const other = await enter('clerk10');
    const own = await here.ask('session.list', {});
    expect(own.sessions.map(({ username, current }) => [username, current])).toEqual([
      ['clerk09', false],
      ['clerk09', true],
    ]);
    const admin = await enter('admin01');
    const all = (await admin.ask('session.list', {})).sessions;
    const foreign = all.find(({ username }) => username === 'clerk10')?.session as string;
    expect(await here.ask('session.end', { session: foreign })).toMatchObject({ code: 'SESSION_UNKNOWN' });
    expect(await here.ask('session.end-others', {})).toEqual({ ended: 1 });
    expect(await there.ask('hall.read', {})).toMatchObject({ code: 'SESSION_ENDED' });
    expect(await admin.ask('session.end', { session: foreign })).toEqual({ done: true });
    expect(await other.ask('hall.read', {})).toMatchObject({ code: 'SESSION_ENDED' });
  });

  it('[D9] the auditor reads who did what, page by page, and no citizen’s data', async () => {
    const auditor = await enter('auditor01');
    const page = await auditor.ask('audit.read', {});
    const acts = new Set(page.entries.map(({ act }) => act));
    expect([...acts]).toEqual(
      expect.arrayContaining(['account.created', 'staff.logged-in', 'password.changed', 'ticket.taken']),
    );
    const created = page.entries.find(
      ({ act, subject }) => act === 'account.created' && subject === 'newcomer',
    );
    expect(created).toMatchObject({ actor: 'admin01', detail: { roles: 'clerk' } });
    expect(created?.actorName?.zh).toBe(
      testConfig().staff.find(({ username }) => username === 'admin01')?.name,
    );
    const mine = await auditor.ask('audit.read', { actor: 'admin01', act: 'account' });
    expect(mine.entries.every(({ actor, act }) => actor === 'admin01' && act.startsWith('account.'))).toBe(
      true,
    );
    expect(mine.entries.length).toBeGreaterThan(3);
    const older = await auditor.ask('audit.read', { before: page.entries[4]?.seq as number });
    expect(older.entries[0]?.seq).toBe(page.entries[5]?.seq);
    expect(await auditor.ask('audit.read', { day: '2020-01-01' })).toMatchObject({
      entries: [],
      more: false,
    });
    const text = JSON.stringify(page);
    expect(text).not.toMatch(/oneTimePassword|recoveryCodes|personRef|progressToken/);
  });

  it('[D11] has no set-up: it is a demo', async () => {
    const browser = new Browser(server.api);
    expect(await browser.send('GET', '/setup')).toMatchObject({ answer: { open: false } });
    expect(server.hall.setupCode).toBeNull();
  });
});

describe('second factor and lock-out over HTTP', () => {
  // A server of its own: logins are counted by address, too.
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.stop());
  const enter = (username: string) => enterAt(server, username, server.password(username));

  it('[D8] the second factor from enrolment to reset', async () => {
    const guide = await enter('guide01');
    const password = server.password('guide01');
    expect(await guide.ask('totp.begin', { password: 'not it' })).toMatchObject({ code: 'PASSWORD_WRONG' });
    const { secret } = await guide.ask('totp.begin', { password });
    expect(await guide.ask('totp.confirm', { code: '000000' })).toMatchObject({ code: 'TOTP_WRONG' });
    // Made once: a step of the clock may end between its first use and its second.
    const code = codeOf(secret);
    const enrolled = await guide.ask('totp.confirm', { code });
    expect(enrolled.recoveryCodes).toHaveLength(8);
    const next = new Browser(server.api);
    expect(await next.logIn('guide01', password)).toMatchObject({ status: 401, code: 'TOTP_NEEDED' });
    expect(await next.logIn('guide01', password, code)).toMatchObject({ code: 'TOTP_WRONG' });
    expect(await next.logIn('guide01', password, enrolled.recoveryCodes[0])).toMatchObject({ status: 200 });
    // Whoever sits down at an open desk and knows the password still lacks the second factor.
    const remove = (code: string) => guide.ask('totp.remove', { password, code });
    expect(await remove('000000')).toMatchObject({ code: 'TOTP_WRONG' });
    expect(await remove(enrolled.recoveryCodes[1] as string)).toEqual({ done: true });
    const again = await guide.ask('totp.begin', { password });
    await guide.ask('totp.confirm', { code: codeOf(again.secret) });
    const admin = await enter('admin01');
    expect(await admin.ask('account.reset-totp', { username: 'guide01' })).toEqual({ done: true });
    expect(await guide.send('GET', '/session')).toMatchObject({ answer: { code: 'SESSION_ENDED' } });
    expect(await next.logIn('guide01', password)).toMatchObject({ status: 200 });
  });

  it('[D10] a locked name is told so over HTTP, and the administrator unlocks it', async () => {
    const browser = new Browser(server.api);
    for (let i = 0; i < 5; i += 1) await browser.logIn('clerk11', 'wrong');
    expect(await browser.logIn('clerk11', server.password('clerk11'))).toMatchObject({
      status: 423,
      code: 'ACCOUNT_LOCKED',
      answer: { details: { minutes: 15 } },
    });
    const admin = await enter('admin01');
    const { accounts } = await admin.ask('account.list', {});
    expect(accounts.find(({ username }) => username === 'clerk11')?.lockedUntil).toBeGreaterThan(0);
    expect(await admin.ask('account.unlock', { username: 'clerk11' })).toEqual({ done: true });
    expect(await browser.logIn('clerk11', server.password('clerk11'))).toMatchObject({ status: 200 });
  });

  it('[D12] counts logins by address, whatever the name', async () => {
    const browser = new Browser(server.api);
    const codes = [];
    for (let i = 0; i < 20; i += 1) codes.push((await browser.logIn(`name${i}`, 'x')).code);
    expect(codes).toContain('TOO_MANY_REQUESTS');
  });
});

describe('a production hall', () => {
  let server: TestServer;
  beforeAll(async () => {
    const config = testConfig((demo) => ({
      ...demo,
      access: AccessSettings.parse({ totp: 'administrators' }),
    }));
    server = await startTestServer({ demo: false, config });
  });
  afterAll(() => server.stop());

  it('[P1] knows no demo login, and nobody can log in before the set-up', async () => {
    expect(server.hall.demo).toBeNull();
    const browser = new Browser(server.api);
    for (const username of ['admin01', 'clerk01']) {
      expect(await browser.logIn(username, '')).toMatchObject({ status: 400 });
      expect(await browser.logIn(username, 'demo')).toMatchObject({ code: 'LOGIN_FAILED' });
    }
    const surfaces = await fetch(new URL('/demo/surfaces', server.api));
    expect(surfaces.status).toBe(404);
  });

  it('[P2] makes the first administrator by the code from the server, once', async () => {
    const browser = new Browser(server.api);
    const setup = (code: string, more: object = {}) =>
      browser.send('POST', '/setup', {
        code,
        username: 'zhoumin',
        name: '周敏',
        password: '西门桥头一碗热汤面',
        ...more,
      });
    expect(await browser.send('GET', '/setup')).toMatchObject({ answer: { open: true } });
    const code = server.hall.setupCode as string;
    expect(readFileSync(path.join(server.folder, 'keys', 'setup-code'), 'utf8').trim()).toBe(code);
    const wrong = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((x) => setup(`${x.repeat(5)}-aaaaa`)));
    for (const answer of wrong) expect(answer).toMatchObject({ answer: { code: 'SETUP_CODE_WRONG' } });
    expect(await setup(code)).toMatchObject({ answer: { code: 'PASSWORD_WEAK' } });
    const password = '西门桥头一碗热汤面加蛋';
    expect(await setup(code, { username: 'clerk01', password })).toMatchObject({
      answer: { code: 'USERNAME_TAKEN' },
    });
    expect(await setup(code, { username: 'hall', password })).toMatchObject({
      answer: { code: 'USERNAME_TAKEN' },
    });
    expect(await setup(code, { password })).toMatchObject({ answer: { done: true } });
    expect(await setup(code, { username: 'second', password })).toMatchObject({
      answer: { code: 'SETUP_CLOSED' },
    });
    expect(await browser.send('GET', '/setup')).toMatchObject({ answer: { open: false } });
    // This hall asks administrators for a second factor: enrolling is all that the session may do.
    expect(await browser.logIn('zhoumin', password)).toMatchObject({
      status: 200,
      answer: { needs: 'totp' },
    });
    expect(await browser.ask('account.list', {})).toMatchObject({ code: 'TOTP_SETUP_NEEDED' });
    const { secret } = await browser.ask('totp.begin', { password });
    const proof = codeOf(secret);
    expect((await browser.ask('totp.confirm', { code: proof })).recoveryCodes).toHaveLength(8);
    const { accounts } = await browser.ask('account.list', {});
    expect(accounts.find(({ username }) => username === 'zhoumin')).toMatchObject({
      roles: ['administrator'],
      totp: true,
      origin: 'console',
    });
  });
});
