import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { InsuranceRecord } from '@hall/shared/contracts/platform';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  CASE,
  CERTIFICATE,
  CREDENTIAL,
  HEAD,
  RATING,
  type RunningPlatform,
  signedHead,
  startPlatform,
} from './testing.ts';

let platform: RunningPlatform;
beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(() => platform.stop());

const casePath = `/v1/cases/${CASE.caseNumber}`;
const ratingPath = `/v1/ratings/${RATING.rating}`;
const certificatePath = `/v1/certificates/${CERTIFICATE.verification}`;

async function answer(response: Response) {
  return { status: response.status, body: await response.json() };
}

test.each([
  ['none', null],
  ['a wrong one', CREDENTIAL.replace(/.$/, 'f')],
  ['one that is a part', CREDENTIAL.slice(0, -1)],
])('credential: %s is refused with a problem document', async (_name, token) => {
  const calls = [
    ['PUT', casePath, CASE],
    ['PUT', ratingPath, RATING],
    ['PUT', certificatePath, CERTIFICATE],
    ['POST', '/v1/ledger-heads', HEAD],
    ['POST', '/v1/insurance/query', { name: '样老伯', idNumber: '100001195103089013' }],
  ] as const;
  for (const [method, path, body] of calls) {
    const response = await platform.send(method, path, body, token);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="hall"');
    expect(await answer(response)).toMatchObject({
      status: 401,
      body: { status: 401, code: 'CREDENTIAL_WRONG' },
    });
  }
  expect(platform.db.prepare('SELECT count(*) AS n FROM records').get()).toEqual({ n: 0 });
});

test('a case sent again is answered as before; a lower version is ignored; a changed one needs a higher version', async () => {
  const put = async (body: object) => answer(await platform.send('PUT', casePath, body));
  expect(await put(CASE)).toEqual({ status: 200, body: { accepted: true, version: 1 } });
  // The batch time of a resend differs, and so may the order of keys: neither is content.
  const again = Object.fromEntries(Object.entries({ ...CASE, batchAt: CASE.batchAt + 60_000 }).reverse());
  expect(await put(again)).toEqual({ status: 200, body: { accepted: true, version: 1 } });

  const changed = { ...CASE, window: 25 };
  expect(await put(changed)).toMatchObject({ status: 409, body: { code: 'VERSION_CONFLICT', status: 409 } });
  expect(await put({ ...changed, operation: 'update', version: 3 })).toEqual({
    status: 200,
    body: { accepted: true, version: 3 },
  });
  expect(await put({ ...CASE, version: 2 })).toEqual({ status: 200, body: { accepted: true, version: 3 } });
  const page = await (await platform.send('GET', '/', undefined, null)).text();
  expect(page).toContain('25 号窗口');
  expect(page).not.toContain('24 号窗口');
});

test('ratings follow the same rule, and a changed secret field counts as changed', async () => {
  const put = async (body: object) => answer(await platform.send('PUT', ratingPath, body));
  expect((await put(RATING)).body).toEqual({ accepted: true, version: 1 });
  expect((await put(RATING)).body).toEqual({ accepted: true, version: 1 });
  expect(await put({ ...RATING, comment: null })).toMatchObject({ status: 409 });
  expect((await put({ ...RATING, comment: null, version: 2 })).body).toEqual({ accepted: true, version: 2 });
});

test.each([
  [
    'an id that is not the path’s',
    { ...CASE, caseNumber: CASE.caseNumber.replace(/1$/, '2') },
    'the id of the path',
  ],
  ['a field too many', { ...CASE, mood: 'good' }, '(body)'],
  ['a missing field', { ...CASE, window: undefined }, 'window'],
  ['version 0', { ...CASE, version: 0 }, 'version'],
])('%s is a bad request that names fields, never values', async (_name, body, words) => {
  const result = await answer(await platform.send('PUT', casePath, body));
  expect(result).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  expect(result.body.detail).toContain(words);
  expect(JSON.stringify(result.body)).not.toContain('范例');
});

test('broken JSON, a body too large, an unknown path: problem documents too', async () => {
  const raw = (body: string) =>
    fetch(`${platform.url}${casePath}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${CREDENTIAL}`, 'content-type': 'application/json' },
      body,
    });
  expect(await answer(await raw('{"version": 1'))).toMatchObject({
    status: 400,
    body: { code: 'BAD_REQUEST' },
  });
  expect(await answer(await raw(JSON.stringify({ text: 'x'.repeat(70_000) })))).toMatchObject({
    status: 413,
    body: { code: 'BODY_TOO_LARGE' },
  });
  expect(await answer(await platform.send('GET', '/v1/nothing'))).toMatchObject({
    status: 404,
    body: { code: 'NOT_FOUND' },
  });
});

test('insurance: number and name together find a person, x counts as X, and a wrong name finds nobody', async () => {
  const query = async (name: string, idNumber: string) =>
    answer(await platform.send('POST', '/v1/insurance/query', { name, idNumber }));
  const found = await query('范例𬭎', '100001198811209024');
  expect(found.status).toBe(200);
  expect(InsuranceRecord.parse(found.body).insurances).toHaveLength(4);
  expect((await query(' 样老伯 ', '100001195103089013')).body.personalNumber).toBe('990000000901');
  const wrongName = await query('范例宏', '100001198811209024');
  const nobody = await query('范例𬭎', '11010519491231002X');
  expect(wrongName).toMatchObject({ status: 404, body: { code: 'PERSON_NOT_FOUND' } });
  expect(wrongName.body).toEqual(nobody.body);
});

test('ledger heads: kept for ever, given back, and only where they are signed', async () => {
  const post = async (body: object) => answer(await platform.send('POST', '/v1/ledger-heads', body));
  const accepted = { status: 200, body: { accepted: true, version: 1 } };
  expect(await post(HEAD)).toEqual(accepted);
  expect(await post(signedHead({ at: HEAD.at + 5 }))).toEqual(accepted);
  const next = signedHead({ seq: 4800, hash: 'ab'.repeat(32) });
  expect(await post(next)).toEqual(accepted);
  expect(await post({ ...next, seq: 4801 })).toMatchObject({ status: 400, body: { code: 'BAD_REQUEST' } });
  const kept = await answer(await platform.send('GET', '/v1/ledger-heads'));
  expect(kept.body).toEqual({ heads: [HEAD, next] });
  expect((await answer(await platform.send('GET', '/v1/ledger-heads?limit=1'))).body).toEqual({
    heads: [next],
  });
  expect((await platform.send('GET', '/v1/ledger-heads', undefined, null)).status).toBe(401);
  expect(() => platform.db.prepare('DELETE FROM ledger_heads').run()).toThrow('never deleted');
  expect(() => platform.db.prepare("UPDATE ledger_heads SET hash = 'x'").run()).toThrow('never changed');
});

test.each([
  ['other-hash', signedHead({ hash: 'ee'.repeat(32) }), '账本被改写'],
  ['went-back', signedHead({ seq: 4000 }), '账本变短或主机被回滚'],
  ['left-epoch', signedHead({ seq: 5000 }), '主机被回滚到恢复之前'],
  ['other-key', signedHead({ seq: 5000 }, generateKeyPairSync('ed25519')), '账本换了签名密钥'],
])(
  'a head that contradicts what is kept (%s) is refused, and the page says so',
  async (reason, head, words) => {
    const post = async (body: object) => answer(await platform.send('POST', '/v1/ledger-heads', body));
    await post(HEAD);
    if (reason === 'left-epoch') {
      expect((await post(signedHead({ epoch: 'feedbeef', seq: 4000 }))).status).toBe(200);
    }
    const live = async () => (await platform.send('GET', '/', undefined, null)).text();
    expect(await live()).not.toContain('role="alert"');
    const refused = await post(head);
    expect(refused).toMatchObject({ status: 409, body: { code: 'HEAD_CONFLICT' } });
    expect(refused.body.detail).toContain(reason);
    expect(await live()).toContain(words);
    expect((await post(head)).status).toBe(409);
    expect((await live()).match(/role="alert"/g)).toHaveLength(1);
  },
);

test('names, numbers, comments and holders stand nowhere in the database file or the log', async () => {
  await platform.send('PUT', casePath, CASE);
  await platform.send('PUT', ratingPath, RATING);
  await platform.send('PUT', certificatePath, CERTIFICATE);
  await platform.send('POST', '/v1/insurance/query', CASE.applicant);
  await platform.send('POST', '/v1/insurance/query', { name: '样老伯', idNumber: '100001195103089013' });
  await platform.send('PUT', casePath, { ...CASE, window: 25 });
  await platform.send('GET', `/verify/${CERTIFICATE.verification}`, undefined, null);
  platform.db.pragma('wal_checkpoint(TRUNCATE)');
  const file = readFileSync(platform.databaseFile);
  const log = platform.logged.join('');
  expect(file.includes('社会保险参保证明打印')).toBe(true);
  expect(log).toContain('/v1/cases/:id');
  for (const secret of [
    '范例',
    '100001198811209024',
    '样老伯',
    '100001195103089013',
    '13800000000',
    '江老师',
    '范**',
  ]) {
    expect(file.includes(secret)).toBe(false);
    expect(log).not.toContain(secret);
  }
  for (const secret of [CREDENTIAL, CASE.caseNumber, CERTIFICATE.verification])
    expect(log).not.toContain(secret);
});
