import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

export interface BuiltApp {
  readonly folder: string;
  remove(): Promise<void>;
}

/** The kiosk's page as it is now, built into a folder of its own: other tests may be serving the common one. */
export async function buildApp(): Promise<BuiltApp> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kiosk-app-'));
  await build({
    configFile: fileURLToPath(new URL('../app/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, minify: false },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
