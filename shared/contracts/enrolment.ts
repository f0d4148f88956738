import type { CommandEntry } from './command-entry.ts';

/** Devices: how they get a credential, and how they lose it. */
export const ENROLMENT_COMMANDS = {} as const satisfies Record<string, CommandEntry>;
