import type { DockState } from '../dock-contract.ts';
import { DeviceFaults, FaultDrawer } from './fault-drawer.tsx';
import type { Live } from './live.ts';
import { Station } from './station.tsx';
import { useSay } from './words.ts';

/** Steps that show every stage: full, half, and below the device's own low mark of 20. */
const CHARGES = [100, 50, 15] as const;
const LOW_PERCENT = 20;

export function UpsPanel({ state, act }: { state: DockState; act: Live['act'] }) {
  const say = useSay();
  const { ups, lines } = state;
  if (ups === undefined) return null;
  const isLow = ups.charge <= LOW_PERCENT;
  return (
    <Station
      line={state.lines.ups}
      name={say('ups')}
      status={`${say(ups.mains ? 'onMains' : 'onBattery')} · ${ups.charge}%`}
      tone={ups.mains ? 'calm' : isLow ? 'stop' : 'wait'}
    >
      <div className="ups">
        <button
          type="button"
          className={`button ${ups.mains ? 'button--quiet' : 'button--mend'}`}
          onClick={() => act('ups/mains', { on: !ups.mains })}
        >
          {say(ups.mains ? 'mainsFail' : 'mainsBack')}
        </button>
        <fieldset className="segments" aria-label={say('battery')}>
          {CHARGES.map((percent) => (
            <button
              key={percent}
              type="button"
              aria-pressed={ups.charge === percent}
              onClick={() => act('ups/charge', { percent })}
            >
              {percent}%
            </button>
          ))}
        </fieldset>
      </div>
      <FaultDrawer device="ups" line={lines.ups} act={act}>
        <DeviceFaults
          act={act}
          faults={[
            ['upsStale', 'ups/fault', { fault: 'stale' }],
            ['upsDriver', 'ups/fault', { fault: 'driver-away' }],
            ['allWell', 'ups/fault', { fault: null }],
          ]}
        />
      </FaultDrawer>
    </Station>
  );
}
