import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isKioskUrl } from './policy.ts';

/** `node kiosk/shell/chromium.ts --url http://127.0.0.1:PORT/ [--chromium /usr/bin/chromium]` */

/** A browser that dies at once must not be started in a tight loop. */
const RESTART_MS = 2_000;

/** Kiosk mode without dialogs, translation, pinch, swipe or a word to the outside. */
export function chromiumArguments(url: string, profile: string): string[] {
  return [
    '--kiosk',
    `--app=${url}`,
    `--user-data-dir=${profile}`,
    '--incognito',
    '--no-first-run',
    '--no-default-browser-check',
    '--noerrdialogs',
    '--disable-infobars',
    '--disable-translate',
    '--disable-pinch',
    '--overscroll-history-navigation=0',
    '--disable-features=Translate,TouchpadOverscrollHistoryNavigation,MediaRouter',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--disable-extensions',
    '--deny-permission-prompts',
    '--block-new-web-contents',
  ];
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, chromium: { type: 'string', default: '/usr/bin/chromium' } },
  });
  const { url } = values;
  if (url === undefined || !isKioskUrl(url)) {
    process.stderr.write('kiosk shell: give --url http://127.0.0.1:PORT/ of the device host\n');
    process.exit(1);
  }
  let stopping = false;
  while (!stopping) {
    // A fresh profile for each start: nothing of one visitor survives for the next.
    const profile = mkdtempSync(path.join(tmpdir(), 'kiosk-chromium-'));
    const browser = spawn(values.chromium, chromiumArguments(url, profile), { stdio: 'ignore' });
    const stop = (): void => {
      stopping = true;
      browser.kill('SIGTERM');
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    await new Promise<void>((resolve) => {
      browser.on('exit', () => resolve());
      browser.on('error', (problem) => {
        process.stderr.write(`kiosk shell: Chromium does not start: ${problem.message}\n`);
        resolve();
      });
    });
    process.off('SIGTERM', stop);
    process.off('SIGINT', stop);
    rmSync(profile, { recursive: true, force: true });
    if (!stopping) await new Promise((resolve) => setTimeout(resolve, RESTART_MS));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run();
