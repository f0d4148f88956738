import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const page = (name: string) => fileURLToPath(new URL(`./${name}.html`, import.meta.url));

/** One page a screen; relative addresses, so that the hall server may serve `dist` under any path. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Font slices must stay files of their own: inlined, a page would carry all of Chinese.
    assetsInlineLimit: 0,
    // React, zod and mqtt together are one cached file of a LAN.
    chunkSizeWarningLimit: 900,
    rollupOptions: {
      input: {
        wall: page('wall'),
        board: page('board'),
        window: page('window'),
        pad: page('pad'),
        sound: page('sound'),
      },
    },
  },
});
