import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import { build } from 'vite';
import { wallClock } from '../device-host/clock.ts';
import { silentLog } from '../device-host/log.ts';
import type { PageBackend } from '../device-host/page/backend.ts';
import { openPageServer } from '../device-host/page/page-server.ts';

/** Debian's Chromium; tests that need it are skipped by name where it is missing. */
const CHROMIUM = '/usr/bin/chromium';
export const chromiumMissing = existsSync(CHROMIUM) ? '' : ' [skipped: chromium is not installed]';

const ARGUMENTS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: [...ARGUMENTS, ...more] });
}

/** One whose process a test can kill. */
export function launchChromiumServer(): Promise<BrowserServer> {
  return chromium.launchServer({ executablePath: CHROMIUM, args: ARGUMENTS });
}

const SILENT: PageBackend = {
  greeting: () => [],
  listen: () => () => undefined,
  request: () => new Promise(() => undefined),
  abandoned: () => undefined,
};

export interface ServedPage {
  readonly url: string;
  close(): Promise<void>;
}

/** A page of `kiosk/testing/pages`, built once. */
export interface TestPage {
  /** Serves it as the device host serves the kiosk's own: the same loopback origin, the same policies. */
  serve(options?: {
    readonly camera?: boolean;
    readonly backend?: PageBackend;
    readonly port?: number;
  }): Promise<ServedPage>;
  remove(): Promise<void>;
}

export async function buildTestPage(name: 'wedge' | 'camera' | 'breakout'): Promise<TestPage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kiosk-page-'));
  const root = fileURLToPath(new URL('./pages', import.meta.url));
  await build({
    configFile: false,
    root,
    base: './',
    plugins: [react()],
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      assetsInlineLimit: 0,
      target: 'chrome100',
      rollupOptions: { input: { index: path.join(root, `${name}.html`) } },
    },
  });
  // The page server serves `index.html`.
  await rename(path.join(folder, `${name}.html`), path.join(folder, 'index.html'));
  return {
    async serve({ camera = false, backend = SILENT, port = 0 } = {}) {
      const server = await openPageServer({
        port,
        appFolder: folder,
        camera,
        backend,
        clock: wallClock,
        log: silentLog,
      });
      if (!server.ok) throw new Error(server.error.message);
      return server.value;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
