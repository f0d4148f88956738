import { fileURLToPath } from 'node:url';

/** The kiosk's page as it was built last: by the global set-up of the tests, by `npm start` and `npm run kiosk`. */
export const APP = fileURLToPath(new URL('../dist/app', import.meta.url));
