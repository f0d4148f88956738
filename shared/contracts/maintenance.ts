import type { CommandEntry } from './command-entry.ts';

/** What keeps a hall running for years: health, backup, the ledger's heads. */
export const MAINTENANCE_COMMANDS = {} as const satisfies Record<string, CommandEntry>;
