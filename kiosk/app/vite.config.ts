import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: '../dist/app',
    emptyOutDir: true,
    assetsDir: 'assets',
    // A data: URL would need a looser policy than the page server gives.
    assetsInlineLimit: 0,
    // Kiosk terminals are older than what Vite builds for by itself.
    target: 'chrome100',
  },
});
