import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DOCS, makePage, PAGE_NAMES } from './docs/pages.ts';

/** `npm run docs`: writes the pages of `docs/` that are made from tables in the code. */

for (const name of PAGE_NAMES) {
  const file = path.join(DOCS, name);
  const text = makePage(name);
  const same = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (!same) writeFileSync(file, text);
  console.log(`docs/${name}${same ? '' : ' (changed)'}`);
}
