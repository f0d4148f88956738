import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
} from 'node:crypto';
import {
  hallTagText,
  keyTagText,
  paperCodeBody,
  paperCodeText,
  signedBytes,
} from '@hall/shared/contracts/paper-code';
import type { PaperScan } from '@hall/shared/contracts/paper-scan';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hallWith, QUEUE } from '../testing/rules.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

/** Over HTTP, as consoles and machines ask. */

let server: TestServer;
const config = hallWith();
const sessions = new Map<string, { cookie: string; check: string }>();

beforeAll(async () => {
  server = await startTestServer({ config });
  for (const username of ['clerk02', 'guide01', 'auditor01']) {
    const response = await fetch(`${server.api}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: server.password(username) }),
    });
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { check } = (await response.json()) as { check: string };
    sessions.set(username, { cookie, check });
  }
});
afterAll(() => server.stop());

async function ask(who: string, method: 'GET' | 'POST', at: string, body?: object) {
  const session = sessions.get(who);
  const headers: Record<string, string> = session
    ? { cookie: session.cookie, 'x-session-check': session.check }
    : { authorization: `Bearer ${who}:${server.secret(who)}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(`${server.api}${at}`, {
    ...{ method, headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const scan = async (code: string, who = 'guide01') =>
  (await ask(who, 'POST', '/tickets/scan', { code })).body as unknown as PaperScan;

const publicOf = (key: KeyObject) => createPublicKey(key).export({ format: 'jwk' }).x as string;
const newKey = () => generateKeyPairSync('ed25519').privateKey;
const tag = (text: string) => hash('sha256', text).slice(0, 8);

function paper(
  key: KeyObject,
  fields: Partial<Parameters<typeof paperCodeBody>[0]> & { progressToken: string; number: string },
  hall = config.id,
): string {
  const body = paperCodeBody({
    ...{ day: new Date().toLocaleDateString('sv', { timeZone: config.timeZone }), ordinal: 1 },
    ...{
      offline: false,
      daySure: true,
      hallTag: tag(hallTagText(hall)),
      keyTag: tag(keyTagText(publicOf(key))),
    },
    ...fields,
  });
  return paperCodeText(body, sign(null, signedBytes(body), key));
}

describe('papers that are scanned', () => {
  const key = newKey();
  let taken: { ticket: string; number: string; progressToken: string };

  it('are signed with a key that their machine has told, once and for good', async () => {
    const key1 = publicOf(key);
    expect((await ask('kiosk-1', 'POST', '/paper-keys', { key: key1 })).status).toBe(200);
    expect((await ask('kiosk-1', 'POST', '/paper-keys', { key: key1 })).status).toBe(200);
    // Nobody takes over the key of another machine.
    expect(await ask('kiosk-2', 'POST', '/paper-keys', { key: key1 })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN' },
    });
    expect((await ask('guide01', 'POST', '/paper-keys', { key: key1 })).status).toBe(403);
    expect((await ask('clerk02', 'GET', '/paper-keys')).body).toEqual({
      hall: config.id,
      keys: [{ device: 'kiosk-1', key: key1 }],
    });
    expect((await ask('auditor01', 'GET', '/paper-keys')).status).toBe(403);
  });

  it('no machine can tell the key of another one as its own by writing it another way', async () => {
    const bytes = publicOf(key);
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(bytes.at(-1) ?? '');
    for (const bits of [1, 2, 3]) {
      const twin = `${bytes.slice(0, -1)}${alphabet[last + bits]}`;
      expect((await ask('kiosk-2', 'POST', '/paper-keys', { key: twin })).status).toBe(400);
    }
  });

  it('a machine has some new keys a day and no flood of them; papers of its first one stay good', async () => {
    const first = newKey();
    const tell = async (one: KeyObject) =>
      (await ask('kiosk-2', 'POST', '/paper-keys', { key: publicOf(one) })).status;
    const statuses = [await tell(first)];
    for (let n = 0; n < 12; n += 1) statuses.push(await tell(newKey()));
    expect(statuses).toEqual([...Array(4).fill(200), ...Array(9).fill(429)]);
    expect(await tell(first)).toBe(200);
    const own = { number: 'G995', progressToken: 'c'.repeat(32), offline: true };
    expect((await scan(paper(first, own))).machine?.device).toBe('kiosk-2');
    // Two machines, each with its own key: one that names the other’s signs nothing.
    const keyTag = tag(keyTagText(publicOf(key)));
    expect((await scan(paper(first, { ...own, keyTag }))).verdict).toBe('forged');
  });

  it('are the newest of their number until another one is asked for', async () => {
    const slip = await ask('kiosk-1', 'POST', '/tickets', { queue: QUEUE });
    taken = slip.body as typeof taken;
    const first = paper(key, taken);
    expect(await scan(first, 'clerk02')).toMatchObject({ verdict: 'newest', row: { ticket: taken.ticket } });
    await ask('kiosk-1', 'POST', `/tickets/${taken.ticket}/reprint`, {});
    expect(await scan(first)).toMatchObject({ verdict: 'replaced', newest: { ordinal: 2 } });
    expect(await scan(`https://hall.example/p/${paper(key, { ...taken, ordinal: 2 })}`)).toMatchObject({
      verdict: 'newest',
      ordinal: 2,
    });
  });

  it('are forged where another key signed, and where a sign was changed', async () => {
    expect(await scan(paper(newKey(), taken))).toMatchObject({ verdict: 'forged', number: null, row: null });
    const good = paper(key, taken);
    const at = 12;
    const changed = `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`;
    expect((await scan(changed)).verdict).toBe('forged');
  });

  it('of a kiosk without a server wait for it; of another hall or day, or none at all, say so', async () => {
    const own = { number: 'G996', progressToken: 'a'.repeat(32), offline: true };
    expect((await scan(paper(key, own))).verdict).toBe('not-yet');
    expect((await scan(paper(key, taken, 'elsewhere'))).verdict).toBe('other-hall');
    expect((await scan(paper(key, { ...own, day: '2026-01-05' }))).verdict).toBe('other-day');
    expect((await scan('6901234567892')).verdict).toBe('no-code');
    expect(await scan(taken.progressToken)).toMatchObject({ verdict: 'unsigned', number: taken.number });
    expect((await ask('auditor01', 'POST', '/tickets/scan', { code: 'x' })).status).toBe(403);
  });

  it('open the progress on a phone, signed or not', async () => {
    const page = async (shown: string) => fetch(`${new URL(server.api).origin}/p/${shown}`);
    for (const shown of [paper(key, taken), paper(key, taken).toLowerCase(), taken.progressToken]) {
      const response = await page(shown);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain(taken.number);
    }
    expect((await page(paper(key, { ...taken, progressToken: 'b'.repeat(32) }))).status).toBe(404);
  });
});

it('the test key of RFC 8032 is what this test believes a key to be', () => {
  const der = `302e020100300506032b657004220420${'9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'}`;
  const key = createPrivateKey({ key: Buffer.from(der, 'hex'), format: 'der', type: 'pkcs8' });
  expect(publicOf(key)).toBe('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo');
});
