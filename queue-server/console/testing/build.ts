import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the console into a folder of its own, so that tests never touch what a server serves. */
export async function buildConsole(outDir: string): Promise<void> {
  await build({
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, minify: false },
  });
}
