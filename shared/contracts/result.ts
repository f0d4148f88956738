import type { Text } from './text.ts';

/**
 * An expected outcome: failures that a caller must handle are returned, bugs are thrown.
 *
 * `E` is usually a {@link Fault}: a code from the error table with words for the log.
 */
export type Result<T, E = Fault> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** A failure by its code (see `errors.ts` for the hall's table; drivers have their own codes). */
export interface Fault<Code extends string = string> {
  readonly code: Code;
  /** English, for logs and technicians; never personal data. */
  readonly message: string;
  /** Machine-readable particulars (field names, limits); never personal data. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** What the person reads, where it can be said more precisely than the table of codes does. */
  readonly text?: Text;
}

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}

export function fault<Code extends string>(
  code: Code,
  message: string,
  details?: Readonly<Record<string, unknown>>,
  text?: Text,
): Fault<Code> {
  return {
    ...{ code, message },
    ...(details === undefined ? {} : { details }),
    ...(text === undefined ? {} : { text }),
  };
}
