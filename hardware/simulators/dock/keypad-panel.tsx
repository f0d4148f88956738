import type { DockState } from '../dock-contract.ts';
import { DeviceFaults, FaultDrawer } from './fault-drawer.tsx';
import type { Live } from './live.ts';
import { Station } from './station.tsx';
import { useSay } from './words.ts';

export function KeypadPanel({ state, act }: { state: DockState; act: Live['act'] }) {
  const say = useSay();
  const { keypad, lines } = state;
  if (keypad === undefined) return null;
  return (
    <Station line={state.lines.keypad} name={say('keypad')} status={say('pressed', { n: keypad.presses })}>
      <div className="keys">
        {keypad.keys.map((key) => (
          <button key={key} type="button" className="key" onClick={() => act('keypad/press', { key })}>
            {key}
          </button>
        ))}
      </div>
      <FaultDrawer device="keypad" line={lines.keypad} act={act}>
        <DeviceFaults
          act={act}
          faults={[
            ['keypadBounce', 'keypad/fault', { fault: 'bounce' }],
            ['keypadHeld', 'keypad/fault', { fault: 'held' }],
            ['noise', 'keypad/fault', { fault: 'garbage' }],
            ['allWell', 'keypad/fault', { fault: null }],
          ]}
        />
      </FaultDrawer>
    </Station>
  );
}
