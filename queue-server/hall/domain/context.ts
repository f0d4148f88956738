import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { type Fault, fault, type Result } from '@hall/shared/contracts/result';
import type { HallEvent } from './events.ts';
import type { HallState } from './state.ts';

/** All that a decision may know besides state and command: nothing in here touches clock, disk or network. */
export interface Context {
  readonly config: HallConfig;
  /** The hall's monotonic time, ms. */
  readonly at: number;
  /** Staff user name or device id. */
  readonly actor: string;
  /** 32 lower-case hex characters, unguessable. */
  readonly newId: () => string;
  /** As `newId`, but beginning with the time: for tickets, which lie together on disk. */
  readonly newTicketId: () => string;
  /** Hash of the ledger's head before this decision, hex: short codes on paper anchor it. */
  readonly head: string;
}

export interface Decided {
  readonly events: readonly HallEvent[];
  readonly answer: unknown;
}

/** A refusal by a code of the error table. */
export type Decision = Result<Decided, Fault<ErrorCode>>;

export type Decide<B> = (state: HallState, body: B, context: Context) => Decision;

export function decided(events: readonly HallEvent[], answer: unknown): Decision {
  return { ok: true, value: { events, answer } };
}

export function refused(code: ErrorCode, message: string, details?: Record<string, unknown>): Decision {
  return { ok: false, error: fault(code, message, details) };
}

export const DONE = { done: true } as const;
