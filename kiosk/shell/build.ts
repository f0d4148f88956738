import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** `node kiosk/shell/build.ts`: the Electron shell as plain JavaScript in `kiosk/dist/shell`, one file and its pages. */

const HERE = import.meta.dirname;
export const SHELL_FOLDER = path.join(HERE, '../dist/shell');

/** Builds it into `folder`. Throws with the builder's words where it fails. */
export async function buildShell(folder: string = SHELL_FOLDER): Promise<void> {
  await build({
    configFile: false,
    root: HERE,
    logLevel: 'error',
    // Everything but Electron and Node comes along: a packaged program has no node_modules.
    ssr: { noExternal: true },
    build: {
      ssr: path.join(HERE, 'main.ts'),
      outDir: folder,
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      rollupOptions: { external: ['electron'], output: { format: 'es', entryFileNames: 'main.mjs' } },
    },
  });
  mkdirSync(folder, { recursive: true });
  copyFileSync(path.join(HERE, 'preload.cjs'), path.join(folder, 'preload.cjs'));
  for (const file of ['page.html', 'page.css', 'page.js']) {
    copyFileSync(path.join(HERE, 'offline', file), path.join(folder, file));
  }
  writeFileSync(
    path.join(folder, 'package.json'),
    `${JSON.stringify({ name: 'yichuang-kiosk', main: 'main.mjs', license: 'MIT' }, null, 2)}\n`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildShell();
