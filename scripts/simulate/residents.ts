import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Chance } from './chance.ts';

/** Who comes on a day, when, and what for. */
export interface Resident {
  /** Minutes after midnight. */
  readonly comes: number;
  readonly queue: string;
  readonly items: readonly string[];
  readonly personRef: string;
  readonly age: number;
  /** What a guide confirms. */
  readonly claim: 'none' | 'disabled' | 'soldier' | 'pregnant' | 'green' | 'enterprise';
  readonly agent: boolean;
  /** Whether the person is there when called. */
  readonly patient: boolean;
}

/** People live in the town, and some come again. */
const TOWN = 60_000;
/** Share of the day's people a queue gets, where it is not like the others. */
const POPULAR: Readonly<Record<string, number>> = {
  enquiry: 1.8,
  collect: 1.4,
  tax: 1.3,
  projects: 0.35,
  construction: 0.4,
};

export function residentsOf(config: HallConfig, chance: Chance, count: number): Resident[] {
  const shares = config.queues.map(({ id }) => POPULAR[id] ?? 1);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return Array.from({ length: count }, () => {
    let left = chance.next() * total;
    const at = shares.findIndex((share) => {
      left -= share;
      return left < 0;
    });
    const queue = (config.queues[at] ?? config.queues[0]) as HallConfig['queues'][number];
    const own = config.items.filter((item) => item.queue === queue.id);
    const joined = chance.is(0.05) ? [chance.pick(config.items).id] : [];
    const items = own.length > 0 && chance.is(0.7) ? [chance.pick(own).id, ...joined] : [];
    return {
      comes: comes(chance),
      queue: queue.id,
      items: [...new Set(items)],
      personRef: `person-${Math.floor(chance.next() * TOWN)}`,
      age: Math.floor(Math.max(18, Math.min(92, 42 + 16 * chance.normal()))),
      claim: claimOf(chance),
      agent: chance.is(0.02),
      patient: chance.is(0.93),
    };
  });
}

function comes(chance: Chance): number {
  const peak = chance.is(0.6) ? 9.6 * 60 : 14.7 * 60;
  return Math.max(8.2 * 60, Math.min(17.8 * 60, peak + 62 * chance.normal()));
}

function claimOf(chance: Chance): Resident['claim'] {
  const drawn = chance.next();
  if (drawn < 0.01) return 'disabled';
  if (drawn < 0.018) return 'soldier';
  if (drawn < 0.024) return 'pregnant';
  if (drawn < 0.036) return 'green';
  return drawn < 0.042 ? 'enterprise' : 'none';
}
