import { existsSync } from 'node:fs';
import path from 'node:path';
import packageFile from '../../package.json' with { type: 'json' };
import { ROOT } from './options.ts';

/** What backup, restore and upgrade have in common on the command line. */

export const VERSION: string = packageFile.version;
export const DATA = path.join(ROOT, '.data', 'demo');

/** `--data` is the folder with `hall/` in it, or the hall's data folder itself; the keys lie beside that. */
export function dataFolders(data: string, keys: string | undefined): { data: string; keys: string } {
  const root = path.resolve(data);
  const itself = existsSync(path.join(root, 'ledger.db'));
  return {
    data: itself ? root : path.join(root, 'hall'),
    keys: path.resolve(keys ?? path.join(itself ? path.dirname(root) : root, 'keys')),
  };
}

/** `A=57,B=12` */
export function readNumbers(text: string | undefined): Record<string, number> {
  if (text === undefined) return {};
  return Object.fromEntries(
    text.split(',').map((pair) => {
      const [, name, number] = /^\s*([A-Za-z0-9-]+)=(\d{1,4})\s*$/.exec(pair) ?? [];
      if (name === undefined) stopWith(`"${pair}" is not a queue and its last number: write A=57,B=12.`);
      return [name, Number(number)];
    }),
  );
}

/** A whole number of an option, or null where it is not given. */
export function readCount(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d{1,4}$/.test(text)) stopWith(`--${name} takes a number.`);
  return Number(text);
}

export function stopWith(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
