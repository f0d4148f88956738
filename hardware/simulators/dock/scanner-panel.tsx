import { type FormEvent, useState } from 'react';
import type { DockState } from '../dock-contract.ts';
import { DeviceFaults, FaultDrawer } from './fault-drawer.tsx';
import type { Live } from './live.ts';
import { Station } from './station.tsx';
import { useSay } from './words.ts';

export function ScannerPanel({ state, act }: { state: DockState; act: Live['act'] }) {
  const say = useSay();
  const { scans } = state.scanner;
  const [text, setText] = useState('');
  const scan = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') act('scanner/scan', { text: text.trim() });
  };
  return (
    <Station
      line={state.lines.scanner}
      name={say('scanner')}
      status={scans === 0 ? say('ready') : say('scanned', { n: scans })}
    >
      <form className="scan" onSubmit={scan}>
        <label>
          {say('scanLabel')}
          <input value={text} onChange={(event) => setText(event.target.value)} maxLength={2_953} />
        </label>
        <button type="submit" className="button" disabled={text.trim() === ''}>
          {say('scan')}
        </button>
      </form>
      <FaultDrawer device="scanner" line={state.lines.scanner} act={act}>
        <DeviceFaults
          act={act}
          faults={[
            ['noise', 'scanner/fault', { fault: 'garbage' }],
            ['readerSilent', 'scanner/fault', { fault: 'silent' }],
            ['allWell', 'scanner/fault', { fault: null }],
          ]}
        />
      </FaultDrawer>
    </Station>
  );
}
