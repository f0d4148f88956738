import { fileURLToPath } from 'node:url';

/**
 * The console as it was built last: by the global set-up of the tests, by `npm start`. The hall servers of the tests
 * serve the same.
 */
export const CONSOLE = fileURLToPath(new URL('../../dist/console', import.meta.url));
