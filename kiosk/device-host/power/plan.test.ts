import type { UpsState } from '@hall/hardware';
import { describe, expect, it } from 'vitest';
import type { PowerPlan, SeenUps } from './plan.ts';
import { committed, heard, looked, nextLook, PLAN_START } from './plan.ts';

const TIMES = { stopAfterMs: 100_000, lostMs: 15_000, backMs: 10_000 };
const ups = (state: UpsState, more: Partial<SeenUps> = {}): SeenUps => ({
  state,
  lastKnown: state === 'stale' || state === 'away' ? 'on-battery' : state,
  batteryLow: state === 'low-battery',
  ...more,
});
/** What the UPS says, at which second. */
function after(...said: ReadonlyArray<readonly [number, UpsState | SeenUps]>): PowerPlan {
  return said.reduce(
    (plan, [at, state]) => heard(plan, typeof state === 'string' ? ups(state) : state, at * 1_000, TIMES),
    PLAN_START,
  );
}
const at = (plan: PowerPlan, second: number) => looked(plan, second * 1_000, TIMES);

describe('with mains', () => {
  it.each(['online', 'stale', 'away'] as const)('%s changes nothing', (state) => {
    const plan = after([1, state]);
    expect(plan.phase).toBe('mains');
    expect(nextLook(plan, TIMES)).toBeNull();
  });
});

describe('on battery', () => {
  it('goes on, and closes when its time is over', () => {
    const plan = after([1, 'online'], [10, 'on-battery'], [60, 'on-battery']);
    expect(plan.phase).toBe('battery');
    expect(nextLook(plan, TIMES)).toBe(110_000);
    expect(at(plan, 109).phase).toBe('battery');
    expect(at(plan, 110)).toMatchObject({ phase: 'closing', reason: 'time' });
  });

  it.each(['low-battery', 'forced-shutdown'] as const)('%s closes at once', (state) => {
    expect(after([1, 'online'], [10, 'on-battery'], [11, state])).toMatchObject({
      phase: 'closing',
      reason: state,
    });
    expect(after([1, state])).toMatchObject({ phase: 'closing', reason: state });
  });

  it('mains that come back end it', () => {
    expect(after([1, 'on-battery'], [50, 'online']).phase).toBe('mains');
  });

  it('a UPS that falls silent on battery counts as empty after a while', () => {
    const lost = after([1, 'on-battery'], [20, 'away']);
    expect(lost.phase).toBe('battery');
    expect(nextLook(lost, TIMES)).toBe(35_000);
    expect(at(lost, 35)).toMatchObject({ phase: 'closing', reason: 'lost-on-battery' });
    // Its word again: not lost.
    const heardAgain = heard(lost, ups('on-battery'), 30_000, TIMES);
    expect(at(heardAgain, 36).phase).toBe('battery');
  });

  it('from stale to away is one silence each', () => {
    expect(at(after([1, 'on-battery'], [20, 'stale'], [30, 'away']), 44).phase).toBe('battery');
    expect(at(after([1, 'on-battery'], [20, 'stale'], [30, 'away']), 45).phase).toBe('closing');
  });
});

describe('closing', () => {
  const closing = after([1, 'low-battery']);

  it('mains that come back before the point of no return end it', () => {
    const back = heard(closing, ups('online'), 2_000, TIMES);
    expect(back).toMatchObject({ phase: 'mains', reason: null });
    expect(committed(back)).toMatchObject({ may: false, plan: { phase: 'mains' } });
  });

  it('a silent UPS does not', () => {
    expect(heard(closing, ups('away'), 2_000, TIMES).phase).toBe('closing');
  });

  it('stops once, and stays stopped until the mains are back for good', () => {
    const { may, plan } = committed(closing);
    expect(may).toBe(true);
    expect(plan.phase).toBe('stopped');
    expect(committed(plan).may).toBe(true);
    const flicker = heard(heard(plan, ups('online'), 5_000, TIMES), ups('on-battery'), 9_000, TIMES);
    expect(at(flicker, 60).phase).toBe('stopped');
    const good = heard(flicker, ups('online'), 70_000, TIMES);
    expect(nextLook(good, TIMES)).toBe(80_000);
    expect(at(good, 79).phase).toBe('stopped');
    expect(at(good, 80).phase).toBe('back');
    expect(at(at(good, 80), 999).phase).toBe('back');
  });

  it('a battery that is still low is not started on, though it is charging', () => {
    const { plan } = committed(closing);
    const charging = heard(plan, ups('online', { batteryLow: true }), 10_000, TIMES);
    expect(nextLook(charging, TIMES)).toBeNull();
    expect(at(charging, 500).phase).toBe('stopped');
    const charged = heard(charging, ups('online'), 600_000, TIMES);
    expect(at(charged, 610).phase).toBe('back');
  });
});
