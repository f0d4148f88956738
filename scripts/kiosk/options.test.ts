import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { sight } from '@hall/kiosk/shell/alive';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEMO_URL, kioskPlan } from './options.ts';

const there: typeof sight = async () => ({ host: 'there', pages: [] });
const away: typeof sight = async () => ({ host: 'away' });

let folder: string;
const file = (name: string): string => path.join(folder, name);
const settings = (more: object): string =>
  JSON.stringify({
    profile: 'kiosk',
    enrol: { url: 'https://hall.example:8443/' },
    mqttUrl: 'mqtts://hall.example:8883',
    httpUrl: 'https://hall.example:8443',
    dataDir: '/var/lib/x',
    port: 18_603,
    ...more,
  });
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kiosk-options-'));
  writeFileSync(file('kiosk.json'), settings({ camera: true }));
  writeFileSync(file('any-port.json'), settings({ port: 0 }));
  writeFileSync(file('wrong.json'), settings({ port: 'x' }));
  writeFileSync(
    file('window.json'),
    settings({
      profile: 'window',
      port: undefined,
      httpUrl: undefined,
      leds: [{ window: 'w1', transport: { kind: 'tcp', host: '127.0.0.1', port: 18_100 }, model: '6k' }],
    }),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const plan = (words: string[], see = away, installed = file('none.json')) => kioskPlan(words, see, installed);

it('shows the page that it is given, and starts no device host', async () => {
  expect(await plan(['--shell', 'electron', '--url', 'http://127.0.0.1:21603/', '--camera'])).toMatchObject({
    ok: true,
    value: { shell: 'electron', config: null, url: 'http://127.0.0.1:21603/', camera: true },
  });
});

it('takes port and camera of the page from the settings of its device host', async () => {
  const wanted = {
    ok: true,
    value: {
      shell: 'chromium',
      config: file('kiosk.json'),
      url: 'http://127.0.0.1:18603/',
      camera: true,
    },
  };
  expect(await plan(['--config', file('kiosk.json')])).toMatchObject(wanted);
  expect(await plan([], there, file('kiosk.json'))).toMatchObject(wanted);
});

it('shows the kiosk of the demo where nothing is installed', async () => {
  expect(await plan([], there)).toMatchObject({ ok: true, value: { config: null, url: DEMO_URL } });
});

it.each([
  [[], 'npm start first'],
  [['--shell', 'firefox'], '--shell is chromium or electron: firefox'],
  [['--config', 'x', '--url', 'y'], 'not both'],
  [['--kiosk'], '--kiosk'],
  [['--config', '/nonexistent.json'], '/nonexistent.json cannot be read (ENOENT)'],
])('says in a sentence what is wrong with %j', async (words, sentence) => {
  expect(await plan(words)).toMatchObject({
    ok: false,
    error: { code: 'USAGE', message: expect.stringContaining(sentence) },
  });
});

it.each([
  ['wrong.json', 'port'],
  ['any-port.json', 'give the page a port of its own'],
  ['window.json', 'is not of the profile "kiosk"'],
])('refuses the settings %s', async (name, sentence) => {
  expect(await plan(['--config', file(name)])).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining(sentence) },
  });
});
