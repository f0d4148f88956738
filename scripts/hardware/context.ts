import type { PortHealth } from '@hall/hardware';
import type { Clock } from '@hall/hardware/clock';
import type { Text } from '@hall/shared/contracts/text';
import type { PortForm } from './port-form.ts';
import type { Report } from './report.ts';

/** What a check of one device gets. */
export interface CheckContext {
  readonly form: PortForm;
  /** The port as it was written. */
  readonly name: string;
  /** What stands behind the colon of `printer:xprinter-80`; null: found out, or the usual one. */
  readonly model: string | null;
  /** How long a person has for laying a card or holding a code. */
  readonly waitMs: number;
  readonly print: boolean;
  readonly show: boolean;
  readonly scan: boolean;
  /** File of a keypad map. */
  readonly map: string | null;
  readonly clock: Clock;
  /** Says at once what the person in front of the device should do. */
  readonly ask: (words: Text) => void;
}

export type Check = (context: CheckContext) => Promise<Report>;

/** Settles with what `start` gives, or with null when the time is over. */
export function within<T>(
  clock: Clock,
  ms: number,
  start: (settle: (value: T) => void) => void,
): Promise<T | null> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(null));
    start((value) => {
      cancel();
      resolve(value);
    });
  });
}

/**
 * Why a port that was open is not any more, from one health record after another; null: it is open, or not yet.
 *
 * @param before what this function gave for the record before
 */
export function lostReason({ state, reason, counters }: PortHealth, before: string | null): string | null {
  if (state !== 'down' || reason === 'closed') return state === 'down' ? before : null;
  // A try to open it again that fails says less than how it was lost.
  return before ?? ((counters.closed ?? 0) > 0 || (counters.openFailed ?? 0) > 0 ? reason : null);
}

/** The first character and how many follow: enough to tell two people apart, not enough to name one. */
export function masked(text: string): string {
  const [first = '', ...rest] = [...text];
  return first + '*'.repeat(rest.length);
}
