import { afterEach, beforeEach, expect, test } from 'vitest';
import { CASE, HEAD, RATING, type RunningPlatform, startPlatform } from '../testing.ts';

let platform: RunningPlatform;
beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(() => platform.stop());

/** Reads a stream of events until the text holds the words. */
async function until(reader: ReadableStreamDefaultReader<Uint8Array>, words: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes(words)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`the stream ended without ${words}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

test('an empty platform says so in words', async () => {
  const response = await platform.send('GET', '/', undefined, null);
  const text = await response.text();
  expect(text).toContain('大厅还没有报送办件');
  expect(text).toContain('No ratings yet');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('an open page is told what came in, masked and escaped', async () => {
  const response = await fetch(`${platform.url}/live`);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const reader = response.body?.getReader();
  if (!reader) throw new Error('no body');
  expect(await until(reader, '\n\n')).toContain('event: changed\ndata: <section');

  const odd = { ...CASE, itemName: '<img src=x onerror=alert(1)>打印' };
  await platform.send('PUT', `/v1/cases/${CASE.caseNumber}`, odd);
  const shown = await until(reader, '打印');
  expect(shown).toContain('&lt;img src=x onerror=alert(1)&gt;');
  expect(shown).not.toContain('<img');
  expect(shown).toContain('范**');
  expect(shown).not.toContain('范例');
  expect(shown).not.toContain('100001198811209024');

  await platform.send('PUT', `/v1/ratings/${RATING.rating}`, RATING);
  const rated = await until(reader, '一窗受理一次办结');
  expect(rated).toContain('（另有留言）');
  expect(rated).not.toContain('13800000000');

  await platform.send('POST', '/v1/ledger-heads', HEAD);
  await until(reader, 'cdcdcdcdcdcd…');
  await reader.cancel();
});

test('closing the platform ends open pages', async () => {
  const response = await fetch(`${platform.url}/live`);
  const reader = response.body?.getReader();
  if (!reader) throw new Error('no body');
  await until(reader, 'event: changed');
  const other = await startPlatform();
  await other.stop();
  await platform.stop();
  let ended = false;
  while (!ended) ended = (await reader.read()).done;
  expect(ended).toBe(true);
  platform = await startPlatform();
});

test.each(['/assets/tokens.css', '/assets/platform.css', '/assets/live.js'])('%s is served', async (path) => {
  const response = await platform.send('GET', path, undefined, null);
  expect(response.status).toBe(200);
  expect((await response.text()).length).toBeGreaterThan(100);
});
