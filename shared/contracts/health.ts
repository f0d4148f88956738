import { z } from 'zod';
import { Instant } from './identifiers.ts';
import { Text } from './text.ts';

/** How the hall is, for people: the health page, the doctor and whoever asks over HTTP share these words. */

/** `attention`: runs, but somebody should look this week. `trouble`: somebody must act now. */
export const HEALTH_STATES = ['good', 'attention', 'trouble'] as const;
export const HealthState = z.enum(HEALTH_STATES);
export type HealthState = z.infer<typeof HealthState>;

export const Finding = z.strictObject({
  /** Stable, for scripts: `disk-space`, `clock-jump`. */
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  state: HealthState,
  /** What is the case, in one sentence. Never personal data. */
  says: Text,
  /** What to do about it, in one sentence; null where there is nothing to do. */
  act: Text.nullable(),
});
export type Finding = z.infer<typeof Finding>;

export const HEALTH_GROUPS = [
  'server',
  'storage',
  'devices',
  'time',
  'certificates',
  'backup',
  'platform',
  'ledger',
] as const;
export const HealthGroupId = z.enum(HEALTH_GROUPS);
export type HealthGroupId = z.infer<typeof HealthGroupId>;

export const HealthReport = z.strictObject({
  at: Instant,
  /** The worst of the groups. */
  state: HealthState,
  /** The whole hall in one sentence. */
  says: Text,
  groups: z.array(z.strictObject({ id: HealthGroupId, state: HealthState, findings: z.array(Finding) })),
});
export type HealthReport = z.infer<typeof HealthReport>;

/** The worst state of a list; good where there is nothing. */
export function worstOf(states: Iterable<HealthState>): HealthState {
  let worst = 0;
  for (const state of states) worst = Math.max(worst, HEALTH_STATES.indexOf(state));
  return HEALTH_STATES[worst] as HealthState;
}
