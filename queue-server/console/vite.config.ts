import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Two entries: the console at `/console/`, and the demo's landing page, which the server also answers at `/`.
 * The absolute base lets both find their assets.
 */
export default defineConfig({
  root: here('.'),
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: here('../dist/console'),
    emptyOutDir: true,
    target: 'chrome111',
    chunkSizeWarningLimit: 1_500,
    rolldownOptions: { input: { console: here('index.html'), landing: here('landing.html') } },
  },
});
