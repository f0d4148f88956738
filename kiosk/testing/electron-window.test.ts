import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { buildShell } from '../shell/build.ts';
import { tryAll, untilWell } from './breakout/breakout.ts';
import { MISSING, startDisplay } from './breakout/display.ts';
import { buildHostilePages } from './breakout/hostile-page.ts';
import { startElectronWindow } from './breakout/locked-window.ts';
import { personAt } from './breakout/person.ts';
import { KEY_TRIES } from './breakout/tries.ts';

/** The real Electron window, wherever its program is; everything up to it is tested in `shell` with a fake module. */
const PROGRAM = fileURLToPath(new URL('../node_modules/electron/dist/electron', import.meta.url));
const missing = [
  ...(existsSync(PROGRAM) ? [] : ['Electron’s program']),
  ...MISSING.filter((name) => name !== 'chromium'),
];
const why = missing.length === 0 ? '' : ` [skipped: ${missing.join(', ')} not installed]`;
const WITHIN_MS = 120_000;

it.skipIf(why !== '')(
  `the Electron window fills its screen, stays shut, and refuses a second one${why}`,
  async () => {
    const shell = mkdtempSync(path.join(tmpdir(), 'kiosk-electron-'));
    const pages = await buildHostilePages();
    const [page, display] = await Promise.all([
      pages.serve(),
      startDisplay({ width: 1080, height: 1920, windowManager: false }),
      buildShell(shell),
    ]);
    chmodSync(shell, 0o755);
    const start = () => startElectronWindow({ program: PROGRAM, shell, url: page.url, display });
    const window = start();
    try {
      await untilWell(window, personAt(display), display);
      const findings = await tryAll(KEY_TRIES, { window, display, page: page.hand(display) }, { atOnce: 10 });
      expect(findings.filter(({ problems }) => problems.length > 0)).toEqual([]);
      const second = start();
      const code = await new Promise((resolve) => second.launcher.once('exit', resolve));
      expect([code, second.said()]).toEqual([69, expect.stringContaining('already')]);
      await second.close();
    } finally {
      await window.close();
      await display.close();
      await page.close();
      await pages.remove();
      rmSync(shell, { recursive: true, force: true });
    }
  },
  WITHIN_MS,
);
