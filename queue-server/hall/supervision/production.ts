import { existsSync } from 'node:fs';
import path from 'node:path';

/** What a demo leaves in its keys folder: logins that were shown to anyone. */
const DEMO_CREDENTIALS = 'demo-credentials.json';

/** Why this cannot be a production hall, as a sentence with the way out; null where it can. */
export function whyNotProduction(keys: string): string | null {
  if (!existsSync(path.join(keys, DEMO_CREDENTIALS))) return null;
  return `${keys} belonged to a demo (${DEMO_CREDENTIALS} lies there), whose logins everybody could see: choose new folders with --data and --keys. A demo is never turned into a real hall.`;
}
