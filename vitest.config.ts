import { defineConfig } from 'vitest/config';
import SpreadLong from './scripts/testing/sequencer.ts';

/** Unit and integration tests beside the code; no test judges seconds, it only times out at 60 s. */
export default defineConfig({
  test: {
    include: ['{shared,hardware,queue-server,kiosk,display-wall,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: './scripts/testing/set-up.ts',
    setupFiles: './scripts/testing/patience.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Many tests wait for a browser or another process: on two cores a third keeps them busy. A fourth is too much.
    maxWorkers: 3,
    sequence: { sequencer: SpreadLong },
  },
});
