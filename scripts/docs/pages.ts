import path from 'node:path';
import { formatted } from '../checks/tools.ts';
import { commandsPage } from './commands.ts';
import { errorsPage } from './errors.ts';
import { messagesPage } from './messages.ts';
import { thirdPartyPage } from './third-party.ts';

export const DOCS = path.resolve(import.meta.dirname, '..', '..', 'docs');

const MAKERS: Readonly<Record<string, () => string>> = {
  'messages.md': messagesPage,
  'commands.md': commandsPage,
  'errors.md': errorsPage,
  'third-party.md': thirdPartyPage,
};

/** File names in `docs/` of the generated pages. */
export const PAGE_NAMES = Object.keys(MAKERS);

/** The page as it should stand in `docs/`, in the formatter's shape. */
export function makePage(name: string): string {
  const make = MAKERS[name];
  if (!make) throw new Error(`there is no generated page ${name}`);
  return formatted(`docs/${name}`, make());
}
