import { parseNutNumber, parseUpsStatus } from '../../codec/nut.ts';

/** What a UPS says of its load's power. */
export type UpsPower = 'online' | 'on-battery' | 'low-battery' | 'forced-shutdown';

/** One answer to `LIST VAR`. */
export interface UpsReading {
  readonly power: UpsPower;
  /** The words of `ups.status`, as they came. */
  readonly status: string;
  /** 0 to 100; null where the device does not say. */
  readonly chargePercent: number | null;
  /** Seconds on battery at the present load, as the device estimates. */
  readonly runtimeS: number | null;
  readonly loadPercent: number | null;
  /** The battery is low, also while it is charging again. */
  readonly batteryLow: boolean;
  /** Of what works but should be looked at; null: nothing. */
  readonly caution: 'replace-battery' | 'overload' | 'calibrating' | 'bypass' | null;
}

/** Null where the answer holds no status that says whether there is mains power: nothing is guessed. */
export function readingOf(variables: ReadonlyMap<string, string>): UpsReading | null {
  const status = variables.get('ups.status') ?? '';
  const flags = parseUpsStatus(status);
  const power = powerOf(flags);
  if (power === null) return null;
  return {
    power,
    status,
    chargePercent: percent(variables.get('battery.charge')),
    runtimeS: parseNutNumber(variables.get('battery.runtime')),
    loadPercent: parseNutNumber(variables.get('ups.load')),
    batteryLow: flags.has('LB'),
    caution: cautionOf(flags),
  };
}

/**
 * As upsmon(8) judges: FSD is treated as on battery with the battery low; a low battery counts only without mains;
 * while the device calibrates (CAL) it discharges on purpose, and there is mains.
 */
function powerOf(flags: ReadonlySet<string>): UpsPower | null {
  if (flags.has('FSD')) return 'forced-shutdown';
  if (flags.has('CAL')) return 'online';
  if (flags.has('OB')) return flags.has('LB') ? 'low-battery' : 'on-battery';
  return flags.has('OL') || flags.has('BYPASS') ? 'online' : null;
}

function cautionOf(flags: ReadonlySet<string>): UpsReading['caution'] {
  if (flags.has('OVER')) return 'overload';
  if (flags.has('RB')) return 'replace-battery';
  if (flags.has('CAL')) return 'calibrating';
  return flags.has('BYPASS') ? 'bypass' : null;
}

function percent(value: string | undefined): number | null {
  const number = parseNutNumber(value);
  return number === null ? null : Math.min(100, number);
}
