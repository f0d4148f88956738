import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The device dock's page, served by `hardware/simulators/main.ts` from `hardware/dist/dock`. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  build: {
    outDir: '../../dist/dock',
    emptyOutDir: true,
    // Font slices must stay files of their own: inlined, the page would carry all of Chinese.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
});
