import type { UpsPower, UpsState } from '@hall/hardware';

/**
 * What a machine does when the mains fail, pure. Times are milliseconds of one monotonic clock.
 *
 * - `mains`: all is well, or nothing is known.
 * - `battery`: people are warned, work goes on.
 * - `closing`: no new person; whatever runs is finished. Mains that come back end it.
 * - `stopped`: past the point of no return.
 * - `back`: the mains have been back for long enough; everything may start again.
 */
export type PowerPhase = 'mains' | 'battery' | 'closing' | 'stopped' | 'back';

/** Why it closes. */
export type ClosingReason = 'time' | 'low-battery' | 'forced-shutdown' | 'lost-on-battery';

export interface PlanSettings {
  readonly stopAfterMs: number;
  readonly lostMs: number;
  readonly backMs: number;
}

/** The UPS as it was last told. */
export interface SeenUps {
  readonly state: UpsState;
  readonly lastKnown: UpsPower | null;
  readonly batteryLow: boolean;
}

export interface PowerPlan {
  readonly phase: PowerPhase;
  /** Null before `closing`. */
  readonly reason: ClosingReason | null;
  readonly ups: SeenUps;
  /** Since when the UPS says what it says. */
  readonly upsSince: number;
  /** Since when the machine has been on battery. */
  readonly batterySince: number;
}

export const PLAN_START: PowerPlan = {
  phase: 'mains',
  reason: null,
  ups: { state: 'away', lastKnown: null, batteryLow: false },
  upsSince: 0,
  batterySince: 0,
};

const WITHOUT_MAINS: readonly UpsState[] = ['on-battery', 'low-battery', 'forced-shutdown'];

/** The UPS said something. */
export function heard(plan: PowerPlan, ups: SeenUps, at: number, settings: PlanSettings): PowerPlan {
  const same = plan.ups.state === ups.state && plan.ups.batteryLow === ups.batteryLow;
  return looked({ ...plan, ups, upsSince: same ? plan.upsSince : at }, at, settings);
}

/** Time has passed. */
export function looked(plan: PowerPlan, at: number, settings: PlanSettings): PowerPlan {
  const { state, batteryLow } = plan.ups;
  switch (plan.phase) {
    case 'mains':
      return WITHOUT_MAINS.includes(state)
        ? looked({ ...plan, phase: 'battery', batterySince: at }, at, settings)
        : plan;
    case 'battery': {
      if (state === 'online') return { ...plan, phase: 'mains' };
      const reason = whyClose(plan, at, settings);
      return reason === null ? plan : { ...plan, phase: 'closing', reason };
    }
    case 'closing':
      return state === 'online' ? { ...plan, phase: 'mains', reason: null } : plan;
    case 'stopped':
      return state === 'online' && !batteryLow && at - plan.upsSince >= settings.backMs
        ? { ...plan, phase: 'back' }
        : plan;
    case 'back':
      return plan;
  }
}

/** The caller has begun what it cannot take back. Only a closing machine may: false where the mains were faster. */
export function committed(plan: PowerPlan): { readonly plan: PowerPlan; readonly may: boolean } {
  return plan.phase === 'closing'
    ? { plan: { ...plan, phase: 'stopped' }, may: true }
    : { plan, may: plan.phase === 'stopped' };
}

/** When `looked` could find something new without a word of the UPS; null: never. */
export function nextLook(plan: PowerPlan, settings: PlanSettings): number | null {
  const { state, batteryLow } = plan.ups;
  switch (plan.phase) {
    case 'battery': {
      const byTime = plan.batterySince + settings.stopAfterMs;
      return isLost(state) ? Math.min(byTime, plan.upsSince + settings.lostMs) : byTime;
    }
    case 'stopped':
      return state === 'online' && !batteryLow ? plan.upsSince + settings.backMs : null;
    default:
      return null;
  }
}

function whyClose(plan: PowerPlan, at: number, settings: PlanSettings): ClosingReason | null {
  const { state } = plan.ups;
  if (state === 'forced-shutdown' || state === 'low-battery') return state;
  // As upsmon(8) does: a UPS that was on battery and is silent may be empty.
  if (isLost(state) && at - plan.upsSince >= settings.lostMs) return 'lost-on-battery';
  return at - plan.batterySince >= settings.stopAfterMs ? 'time' : null;
}

function isLost(state: UpsState): boolean {
  return state === 'stale' || state === 'away';
}
