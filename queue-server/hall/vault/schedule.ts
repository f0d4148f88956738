import { type PrivacySettings, RECORD_KINDS, type RecordKind } from '@hall/shared/contracts/privacy';

const DAY_MS = 86_400_000;

export type KeepDays = PrivacySettings['keepDays'];

/** What is due: records of a kind that were last used before an instant (ms). */
export interface Due {
  readonly kind: RecordKind;
  readonly before: number;
}

/** What is to be destroyed at an instant (ms): a record on the day after its last day of keeping. Pure. */
export function dueAt(keepDays: KeepDays, at: number): readonly Due[] {
  return RECORD_KINDS.map((kind) => ({ kind, before: at - keepDays[kind] * DAY_MS }));
}

/** Entries of the access log from before this instant (ms) may go. */
export function accessLogDueAt(keepDays: KeepDays, at: number): number {
  return at - keepDays.accessLog * DAY_MS;
}

/** When a record that was last used at an instant is to be destroyed, ms. */
export function endOfKeeping(keepDays: KeepDays, kind: RecordKind, lastUsedAt: number): number {
  return lastUsedAt + keepDays[kind] * DAY_MS;
}
