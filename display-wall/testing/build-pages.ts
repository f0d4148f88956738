import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** Builds the pages into a folder of their own: a `dist` that a hall is serving stays untouched. */
export function buildPages(): string {
  const out = mkdtempSync(join(tmpdir(), 'display-wall-'));
  const vite = join(PACKAGE, 'node_modules', '.bin', 'vite');
  execFileSync(vite, ['build', PACKAGE, '--outDir', out, '--emptyOutDir', '--logLevel', 'error'], {
    cwd: PACKAGE,
  });
  return out;
}
