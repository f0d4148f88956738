import { z } from 'zod';
import type { DeviceKind, Role } from './hall-config.ts';

/** One row of the command table (commands.ts). */
export interface CommandEntry {
  readonly body: z.ZodType;
  readonly answer: z.ZodType;
  /** Staff roles that may give it. */
  readonly roles: readonly Role[];
  /** Kinds of devices that may ask it; a pad only for its own window. */
  readonly devices: readonly DeviceKind[];
  /** Fields in braces of the path are put into the body. */
  readonly http: { readonly method: 'GET' | 'POST'; readonly path: string };
  /** Reads change nothing and need no requestId. */
  readonly reads: boolean;
  /** Of the request over HTTP, where the usual limit is too small. */
  readonly maxBytes?: number;
  readonly says: string;
}

export const post = (path: string) => ({ method: 'POST', path }) as const;
export const get = (path: string) => ({ method: 'GET', path }) as const;

/** The answer where there is nothing to say but that it was done. */
export const Done = z.strictObject({ done: z.literal(true) });
