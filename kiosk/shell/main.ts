import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as electron from 'electron';
import { runShell } from './electron-shell.ts';
import { openOfflineServer } from './offline/offline-server.ts';

/**
 * Electron's main, built by `kiosk/shell/build.ts` into `kiosk/dist/shell`: a packaged program has no TypeScript.
 * `electron kiosk/dist/shell --url=http://127.0.0.1:8603/ [--display=0] [--camera] [--offline-port=8619]`
 */

/** EX_UNAVAILABLE of sysexits.h: what is wrong has been said. */
const REFUSED = 69;

const here = import.meta.dirname;
const say = (line: string): void => void process.stderr.write(`kiosk shell: ${line}\n`);
const { app } = electron;
const words = process.argv.slice(app.isPackaged ? 1 : 2);
const { values } = parseArgs({
  args: words,
  strict: false,
  options: {
    url: { type: 'string' },
    display: { type: 'string', default: '0' },
    camera: { type: 'boolean', default: false },
    'offline-port': { type: 'string', default: '0' },
  },
});
const stop = new AbortController();
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stop.abort());

const offline = await openOfflineServer({
  port: Number(values['offline-port']) || 0,
  // Beside the built shell, or beside its sources.
  appFolder: [path.join(here, '../app'), path.join(here, '../dist/app')].find(existsSync) ?? here,
});
const end = await runShell(electron, {
  url: typeof values.url === 'string' ? values.url : '',
  offlineUrl: offline.url,
  display: String(values.display),
  camera: values.camera === true,
  preload: path.join(here, 'preload.cjs'),
  words,
  env: process.env,
  signal: stop.signal,
  log: (line) => say(`${new Date().toISOString()} ${line}`),
});
await offline.close();
if (end.refused !== null) say(end.refused);
app.exit(end.refused === null ? 0 : REFUSED);
