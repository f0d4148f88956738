import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sight } from '../alive.ts';
import { type OfflineServer, openOfflineServer } from './offline-server.ts';

let app: string;
let server: OfflineServer;
beforeEach(async () => {
  app = mkdtempSync(path.join(tmpdir(), 'offline-'));
  mkdirSync(path.join(app, 'assets'));
  writeFileSync(
    path.join(app, 'index.html'),
    '<link rel="stylesheet" crossorigin href="./assets/index-CHt3.css">',
  );
  writeFileSync(path.join(app, 'assets', 'index-CHt3.css'), ':root { --ink: #1a1d21 }');
  server = await openOfflineServer({ port: 0, appFolder: app });
});
afterEach(async () => {
  await server.close();
  rmSync(app, { recursive: true, force: true });
});

it('says it in Chinese first, and in English, in the kiosk’s own colours and fonts', async () => {
  const text = await (await fetch(server.url)).text();
  expect(text.indexOf('本机暂时不能使用')).toBeGreaterThan(0);
  expect(text.indexOf('This machine is out of use')).toBeGreaterThan(text.indexOf('本机暂时不能使用'));
  expect(text).toContain('<link rel="stylesheet" href="/assets/index-CHt3.css" />');
  const styles = await fetch(new URL('/assets/index-CHt3.css', server.url));
  expect([styles.headers.get('content-type'), await styles.text()]).toEqual([
    'text/css; charset=utf-8',
    ':root { --ink: #1a1d21 }',
  ]);
});

it('comes without the kiosk’s page too', async () => {
  const bare = await openOfflineServer({ port: 0, appFolder: '/nonexistent' });
  expect(await (await fetch(bare.url)).text()).toContain('<link rel="stylesheet" href="/page.css" />');
  await bare.close();
});

it('lets its page do nothing but beat', async () => {
  const policy = (await fetch(server.url)).headers.get('content-security-policy') ?? '';
  expect(policy.split('; ')).toEqual([
    ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "font-src 'self'", 'img-src data:'],
    ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
    'sandbox allow-scripts allow-same-origin',
  ]);
});

it.each([
  '/../index.html',
  '/assets/../index.html',
  '/assets/%2e%2e/index.html',
  '/assets/x.js',
  '/page.html',
  '/beat',
])('serves no %s', async (place) => {
  // fetch would tidy the path.
  const status = await new Promise((resolve) => {
    request(server.url, { path: place }, (reply) => resolve(reply.resume().statusCode)).end();
  });
  expect(status).toBe(404);
});

it('tells how its page stands, as the page says it', async () => {
  expect(await sight(server.url)).toEqual({ host: 'there', pages: [] });
  const view = { place: '/?window=1', full: true, plain: true };
  const beat = (body: string, origin: string) =>
    fetch(new URL('/beat', server.url), { method: 'POST', body, headers: { origin } });
  expect((await beat(JSON.stringify(view), server.url.slice(0, -1))).status).toBe(204);
  expect(await sight(server.url)).toEqual({
    host: 'there',
    pages: [{ ...view, heardMsAgo: expect.any(Number) }],
  });
  expect((await beat('{"place":1}', server.url.slice(0, -1))).status).toBe(400);
  expect((await beat(JSON.stringify(view), 'http://example.com')).status).toBe(404);
});

it('does not answer to another name', async () => {
  const status = await new Promise((resolve) => {
    request(server.url, { headers: { host: 'kiosk.example.com' } }, (reply) =>
      resolve(reply.resume().statusCode),
    ).end();
  });
  expect(status).toBe(421);
});

it('is away once it is closed', async () => {
  const other = await openOfflineServer({ port: 0, appFolder: app });
  await other.close();
  expect(await sight(other.url)).toEqual({ host: 'away' });
});
