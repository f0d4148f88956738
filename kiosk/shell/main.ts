import { fileURLToPath } from 'node:url';
import * as electron from 'electron';
import type { ElectronParts } from './electron-shell.ts';
import { runShell } from './electron-shell.ts';

/** `electron kiosk/shell/main.ts --url=http://127.0.0.1:PORT/` */

const argument = process.argv.find((one) => one.startsWith('--url='));
await runShell(electron as unknown as ElectronParts, {
  url: argument?.slice('--url='.length) ?? '',
  preload: fileURLToPath(new URL('./preload.ts', import.meta.url)),
  after: (ms, run) => void setTimeout(run, ms),
});
