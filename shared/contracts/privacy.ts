import type { CommandEntry } from './command-entry.ts';

/** Personal data: who reads it and why, and how it is forgotten. */
export const PRIVACY_COMMANDS = {} as const satisfies Record<string, CommandEntry>;
