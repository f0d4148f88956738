import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Of this package, for the presence message. */
export const VERSION = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;
