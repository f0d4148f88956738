import type { PeripheralHealth } from '@hall/shared/contracts/messages';
import type { HostClock } from './clock.ts';

const REASON_MAX = 200;

/** What a driver says of its device; see `PortHealth` of the hardware package. */
export interface DriverHealth {
  readonly state: PeripheralHealth['state'];
  readonly reason: string;
  readonly counters: Readonly<Record<string, number>>;
}

export interface Peripherals {
  list(): PeripheralHealth[];
  update(name: string, kind: PeripheralHealth['kind'], health: DriverHealth): void;
}

/** The health of everything that is plugged in, in the contract's words and the wall clock's time. */
export function trackPeripherals(clock: HostClock, onChange: () => void): Peripherals {
  const known = new Map<string, PeripheralHealth>();
  return {
    list: () => [...known.values()],
    update(name, kind, { state, reason, counters }) {
      const before = known.get(name);
      const words = state === 'up' ? null : reason.slice(0, REASON_MAX);
      const same = before?.state === state && before.reason === words;
      known.set(name, {
        name,
        kind,
        state,
        reason: words,
        since: same ? before.since : clock.now(),
        counters: { ...counters },
      });
      if (!same) onChange();
    },
  };
}
