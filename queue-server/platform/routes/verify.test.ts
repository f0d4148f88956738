import { afterEach, beforeEach, expect, test } from 'vitest';
import { CERTIFICATE, type RunningPlatform, startPlatform } from '../testing.ts';
import { readCode } from './verify.ts';

let platform: RunningPlatform;
beforeEach(async () => {
  platform = await startPlatform({ verifyPerMinute: 5 });
  // A hall that forgets to mask: the page must not show it all the same.
  const registration = { ...CERTIFICATE, holder: '范例𬭎', idNumber: '100001198811209024' };
  const response = await platform.send('PUT', `/v1/certificates/${CERTIFICATE.verification}`, registration);
  expect(await response.json()).toEqual({ accepted: true, version: 1 });
});
afterEach(() => platform.stop());

async function page(path: string) {
  const response = await platform.send('GET', path, undefined, null);
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

test('a genuine paper: in Chinese and English, holder masked', async () => {
  const { status, type, text } = await page(`/verify/${CERTIFICATE.verification}`);
  expect(status).toBe(200);
  expect(type).toBe('text/html; charset=utf-8');
  for (const words of [
    '真实有效',
    'Genuine and valid',
    '社会保险参保证明',
    '范**',
    '100*************24',
    '2027-02-23',
  ]) {
    expect(text).toContain(words);
  }
  expect(text).not.toContain('范例');
  expect(text).not.toContain('198811209');
});

test('valid on its last day by the hall’s calendar, expired the day after', async () => {
  platform.clock = Date.parse('2027-02-23T23:59:00+08:00');
  expect((await page(`/verify/${CERTIFICATE.verification}`)).text).toContain('真实有效');
  platform.clock = Date.parse('2027-02-24T00:01:00+08:00');
  const { status, text } = await page(`/verify/${CERTIFICATE.verification}`);
  expect(status).toBe(200);
  expect(text).toContain('Genuine, but no longer valid');
  expect(text).not.toContain('真实有效');
});

test('an unknown code says so, and nothing of what was typed is taken for markup', async () => {
  const unknown = await page('/verify/AAAA-BBBB-CCCC');
  expect(unknown.status).toBe(404);
  expect(unknown.text).toContain('没有这份证明');
  expect(unknown.text).toContain('AAAA-BBBB-CCCC');
  const odd = await page(`/verify/${encodeURIComponent('<script>alert(1)</script>')}`);
  expect(odd.status).toBe(404);
  expect(odd.text).not.toContain('<script>alert');
});

test('the code may be typed in lower case and without hyphens', async () => {
  expect(readCode(' 7k3mq2xt 9abc')).toBe(CERTIFICATE.verification);
  expect(readCode('7k3m')).toBeNull();
  expect(readCode('7K3M-Q2XT-9ABC-1')).toBeNull();
  const form = await platform.send('GET', '/verify?code=7k3mq2xt9abc', undefined, null);
  expect([form.status, form.headers.get('location')]).toEqual([303, `/verify/${CERTIFICATE.verification}`]);
  expect((await page('/verify')).text).toContain('name="code"');
});

test('after so many checks a minute the page asks to wait', async () => {
  for (let i = 0; i < 5; i++) expect((await page('/verify/AAAA-BBBB-CCCC')).status).toBe(404);
  const { status, type, text } = await page(`/verify/${CERTIFICATE.verification}`);
  expect(status).toBe(429);
  expect(type).toBe('text/html; charset=utf-8');
  expect(text).toContain('查验过于频繁');
});

test('a code that was given to one paper is not given to another', async () => {
  const other = { ...CERTIFICATE, holder: '李**' };
  const response = await platform.send('PUT', `/v1/certificates/${CERTIFICATE.verification}`, other);
  expect([response.status, (await response.json()).code]).toEqual([409, 'VERSION_CONFLICT']);
});
