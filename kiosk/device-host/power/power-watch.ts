import type { Clock, Ups, UpsNow, UpsOptions } from '@hall/hardware';
import { openTransport, openUps, systemClock } from '@hall/hardware';
import type { HostLog } from '../log.ts';
import type { DriverHealth } from '../peripherals.ts';
import type { ClosingReason, PlanSettings, PowerPhase, PowerPlan } from './plan.ts';
import { committed, heard, looked, nextLook, PLAN_START } from './plan.ts';
import type { KioskUps, ServerUps } from './settings.ts';

export interface PowerNow {
  readonly phase: PowerPhase;
  readonly reason: ClosingReason | null;
}

export interface PowerWatch {
  now(): PowerNow;
  /**
   * The point of no return. False where the mains came back first: then nothing may be stopped.
   */
  commit(): boolean;
  /** After `back`: the plan begins anew. */
  again(): void;
  close(): Promise<void>;
}

export interface PowerWatchOptions {
  readonly settings: KioskUps | ServerUps;
  readonly log: HostLog;
  /** The phase changed. */
  readonly onPhase: (now: PowerNow) => void;
  readonly onHealth: (health: DriverHealth) => void;
  /** The process before this one had stopped everything: it goes on from there. */
  readonly stopped?: boolean;
  /** Monotonic: a wall clock that is set must neither stop a hall nor keep it running. */
  readonly clock?: Clock;
  /** For tests. */
  readonly open?: (options: UpsOptions) => Ups;
}

const MS = 1_000;

/** Watches one UPS and says in which phase the machine is. */
export function openPowerWatch(options: PowerWatchOptions): PowerWatch {
  const { settings, log } = options;
  const clock = options.clock ?? systemClock;
  const times: PlanSettings = {
    stopAfterMs: settings.stopAfterS * MS,
    lostMs: settings.lostS * MS,
    backMs: settings.backS * MS,
  };
  let plan: PowerPlan = options.stopped === true ? { ...PLAN_START, phase: 'stopped' } : PLAN_START;
  let cancelLook = (): void => {};
  let closed = false;

  const set = (next: PowerPlan): void => {
    const before = plan.phase;
    plan = next;
    cancelLook();
    const at = nextLook(plan, times);
    if (at !== null && !closed) {
      cancelLook = clock.after(Math.max(1, Math.ceil(at - clock.now())), () =>
        set(looked(plan, clock.now(), times)),
      );
    }
    if (plan.phase === before || closed) return;
    log.warn({ phase: plan.phase, reason: plan.reason }, 'power');
    options.onPhase({ phase: plan.phase, reason: plan.reason });
  };

  const ups = (options.open ?? openUps)({
    open: openTransport({ kind: 'tcp', host: settings.host, port: settings.port }),
    name: settings.name,
    ...(settings.user === undefined ? {} : { user: settings.user }),
    pollMs: settings.pollS * MS,
    clock,
    onChange: ({ state, lastKnown, reading }: UpsNow) =>
      set(heard(plan, { state, lastKnown, batteryLow: reading?.batteryLow ?? false }, clock.now(), times)),
    onHealth: options.onHealth,
  });
  options.onHealth(ups.health());

  return {
    now: () => ({ phase: plan.phase, reason: plan.reason }),
    commit() {
      const { plan: next, may } = committed(plan);
      set(next);
      return may;
    },
    again() {
      set({ ...PLAN_START, ups: plan.ups, upsSince: plan.upsSince });
    },
    async close() {
      closed = true;
      cancelLook();
      await ups.close();
    },
  };
}
