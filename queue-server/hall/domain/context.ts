import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { type Fault, fault, type Result } from '@hall/shared/contracts/result';
import type { Text } from '@hall/shared/contracts/text';
import type { HallEvent } from './events.ts';
import type { HallState } from './state.ts';

/** All that a decision may know besides state and command: nothing in here touches clock, disk or network. */
export interface Context {
  readonly config: HallConfig;
  /** The configuration at another instant, by what is planned now; absent where nothing is planned. */
  readonly configAt?: (instant: number) => HallConfig;
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
  /** The ticket that the actor was given under a request id of `ticket.take`; null: none. */
  readonly takenUnder?: (requestId: string) => string | null;
}

/** What is to be written. `occurredAt` (ms) where it happened earlier; the ledger keeps it within the day. */
export type Happening = HallEvent & { readonly occurredAt?: number };

export interface Decided {
  readonly events: readonly Happening[];
  readonly answer: unknown;
  /**
   * Answers to other requests of the same actor, which this decision settles: whoever asks under such an id
   * afterwards gets this, and a second number is never made of it. What was answered before stays.
   */
  readonly settles?: readonly SettledRequest[];
}

export interface SettledRequest {
  readonly requestId: string;
  readonly command: 'ticket.take';
  readonly answer: Result<unknown, Fault<ErrorCode>>;
}

/** A refusal by a code of the error table. */
export type Decision = Result<Decided, Fault<ErrorCode>>;

export type Decide<B> = (state: HallState, body: B, context: Context) => Decision;

export function decided(events: readonly Happening[], answer: unknown): Decision {
  return { ok: true, value: { events, answer } };
}

/** `text` says it more precisely than the table of codes: which window, until when, what else is possible. */
export function refused(
  code: ErrorCode,
  message: string,
  details?: Record<string, unknown>,
  text?: Text,
): Decision {
  return { ok: false, error: fault(code, message, details, text) };
}

export const DONE = { done: true } as const;
