import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { wallClock } from '@hall/kiosk/device-host/clock';
import type { KioskConfig } from '@hall/kiosk/device-host/config';
import { openKiosk } from '@hall/kiosk/device-host/kiosk/kiosk-profile';
import { openLog } from '@hall/kiosk/device-host/log';
import { openLogRing } from '@hall/kiosk/device-host/logs/log-ring';
import type { TestServer } from '@hall/queue-server/hall/testing/server';
import type { FromHost, FromPage } from '@hall/shared/contracts/kiosk-link';
import { FromHost as FromHostSchema } from '@hall/shared/contracts/kiosk-link';
import type { PagePicture } from '@hall/shared/contracts/screen-picture';
import WebSocket from 'ws';

/** A real device host of `kiosk-1` in this process, and a page as far as its link shows one. */

export const KIOSK = 'kiosk-1';
const BEAT_MS = 100;

type Closers = (() => Promise<unknown> | unknown)[];

export async function openRemoteKiosk(
  server: TestServer,
  folder: string,
  closers: Closers,
  options: {
    /** Of its data folder: the same one again is the same machine. */
    readonly name: string;
    readonly printer?: KioskConfig['printer'];
    /** A built page; absent: an empty one. */
    readonly appFolder?: string;
  },
) {
  const empty = path.join(folder, 'app');
  mkdirSync(path.join(empty, 'assets'), { recursive: true });
  writeFileSync(path.join(empty, 'index.html'), '<html><head></head><body></body></html>');
  const dataDir = path.join(folder, options.name);
  const ring = openLogRing(path.join(dataDir, 'log'));
  const log = openLog('info', KIOSK, ring);
  const { printer, appFolder = empty } = options;
  const config: KioskConfig = {
    ...{ profile: 'kiosk', device: KIOSK, secret: server.secret(KIOSK), hall: server.config.id },
    ...{ mqttUrl: server.mqttUrl, httpUrl: 'http://127.0.0.1:9', dataDir, logLevel: 'info', port: 0 },
    ...(printer === undefined ? {} : { printer }),
  };
  const setLevel = (level: string): void => {
    log.level = level;
  };
  const kiosk = await openKiosk({ config, appFolder, clock: wallClock, log, logs: { ring, setLevel } });
  if (!kiosk.ok) throw new Error(kiosk.error.message);
  closers.push(() => kiosk.value.close());
  return { host: kiosk.value, log, dataDir };
}

export async function openFakePage(url: string, closers: Closers) {
  const token = /content="([0-9a-f]{32})"/.exec(await (await fetch(url)).text())?.[1] ?? '';
  const socket = new WebSocket(`${url.replace('http', 'ws')}link`, { origin: new URL(url).origin });
  const got: FromHost[] = [];
  const say = (message: FromPage) => socket.send(JSON.stringify(message));
  let picture: PagePicture | null = null;
  let busy = false;
  socket.on('message', (data) => {
    const message = FromHostSchema.parse(JSON.parse(String(data)));
    got.push(message);
    if (message.type !== 'draw') return;
    say({ type: 'picture', id: message.id, picture: picture && { ...picture, visit: message.visit } });
  });
  await new Promise((resolve) => socket.on('open', resolve));
  say({ type: 'hello', token });
  say({ type: 'words', texts: [{ zh: '首页', en: 'Home' }] });
  const view = { place: '/?window=4f2a', full: true, plain: true };
  const beat = setInterval(() => {
    if (socket.readyState === WebSocket.OPEN) say({ type: 'alive', view, busy });
  }, BEAT_MS);
  let closedBy: number | null = null;
  socket.on('close', (code) => {
    clearInterval(beat);
    closedBy = code;
  });
  closers.push(() => socket.close());
  return {
    got,
    closedBy: () => closedBy,
    busy: (on: boolean) => {
      busy = on;
    },
    shows: (shapes: PagePicture['shapes']) => {
      picture = { width: 1080, height: 1920, visit: false, catalogue: null, shapes };
    },
  };
}
