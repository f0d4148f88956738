import { fileURLToPath } from 'node:url';

/** The pages of the displays as they were built last: by the global set-up of the tests, by `npm start`. */
export const PAGES = fileURLToPath(new URL('../dist', import.meta.url));
