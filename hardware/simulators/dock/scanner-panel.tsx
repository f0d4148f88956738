import { type FormEvent, useState } from 'react';
import type { Live } from './live.ts';
import { Station } from './station.tsx';
import { useSay } from './words.ts';

export function ScannerPanel({ scans, act }: { scans: number; act: Live['act'] }) {
  const say = useSay();
  const [text, setText] = useState('');
  const scan = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') act('scanner/scan', { text: text.trim() });
  };
  return (
    <Station name={say('scanner')} status={scans === 0 ? say('ready') : say('scanned', { n: scans })}>
      <form className="scan" onSubmit={scan}>
        <label>
          {say('scanLabel')}
          <input value={text} onChange={(event) => setText(event.target.value)} maxLength={2_953} />
        </label>
        <button type="submit" className="button" disabled={text.trim() === ''}>
          {say('scan')}
        </button>
      </form>
    </Station>
  );
}
