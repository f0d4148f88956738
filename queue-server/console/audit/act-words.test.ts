import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { sayAct } from './act-words.ts';

const HALL = path.resolve(import.meta.dirname, '../../hall');

/** Acts as the server's files name them, in a note or as the first word that a note is made with. */
function actsOfTheServer(): string[] {
  const found = new Set<string>();
  for (const file of globSync('**/*.ts', { cwd: HALL, exclude: (name) => String(name).includes('.test.') })) {
    const text = readFileSync(path.join(HALL, file), 'utf8');
    for (const [, act] of text.matchAll(/(?:\bact: |\bnote\()'([a-z]+\.[a-z-]+)'/g)) found.add(act as string);
  }
  return [...found].sort();
}

it('has words in both languages for every act that the server notes', () => {
  const acts = actsOfTheServer();
  expect(acts.length).toBeGreaterThan(15);
  expect(acts.filter((act) => sayAct(act).zh === act)).toEqual([]);
});
