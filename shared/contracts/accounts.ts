import type { CommandEntry } from './command-entry.ts';

/** Staff accounts: who may log in, in which roles, with which second factor; and the sessions that are open. */
export const ACCOUNT_COMMANDS = {} as const satisfies Record<string, CommandEntry>;
