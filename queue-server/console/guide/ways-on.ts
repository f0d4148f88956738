import type { Failure } from '../api/failure.ts';

/** What a guide can do after a refusal. */
export type WayOn = 'book' | 'enquiry' | 'find' | 'take-now' | 'show-number';

const WAYS: Readonly<Record<string, WayOn>> = {
  QUEUE_CLOSED: 'book',
  QUOTA_USED_UP: 'book',
  SLOT_USED_UP: 'book',
  CLOSING_SOON: 'book',
  NUMBERS_USED_UP: 'enquiry',
  QUEUE_WITHOUT_WINDOW: 'enquiry',
  ALREADY_WAITING: 'find',
  BOOKING_BLOCKED: 'take-now',
  CHECK_IN_EARLY: 'take-now',
  REPRINT_LIMIT: 'show-number',
  KIOSK_AWAY: 'show-number',
};

/** Null: the text says all there is. Pure. */
export function wayOn(failure: Failure): WayOn | null {
  return failure.kind === 'problem' ? (WAYS[failure.code] ?? null) : null;
}

/** The number of a ticket that stands in the way [T6]. */
export function numberIn(failure: Failure): string | null {
  const number = failure.kind === 'problem' ? failure.details?.['number'] : undefined;
  return typeof number === 'string' ? number : null;
}
