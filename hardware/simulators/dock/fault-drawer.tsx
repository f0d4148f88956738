import type { ReactNode } from 'react';
import type { DockLine } from '../dock-lines.ts';
import type { LineFaults } from '../line-faults.ts';
import type { Live } from './live.ts';
import { useSay, type Word } from './words.ts';

/** What one tries in practice; scripts and the API can set any other. */
const LINE_FAULTS: readonly (readonly [Word, LineFaults | null])[] = [
  ['lineNone', null],
  ['lineDelay', { delayMs: 1_000 }],
  ['lineSplit', { split: { bytes: 3, gapMs: 30 } }],
  ['lineDropBytes', { dropBytes: 0.02 }],
  ['lineDropChunks', { dropChunks: 0.3 }],
  ['lineCorrupt', { corruptBytes: 0.01 }],
  ['lineSilent', { halfOpen: 'silent' }],
  ['lineStuck', { halfOpen: 'stuck' }],
];
const SHORT_CUT_S = 10;

/** Closed until somebody wants to break something: cable and plug of one device, and what else can fail on it. */
export function FaultDrawer(props: {
  device: string;
  line: DockLine | undefined;
  act: Live['act'];
  children?: ReactNode;
}) {
  const say = useSay();
  const { device, line, act } = props;
  if (line === undefined) return null;
  const current = LINE_FAULTS.find(([, faults]) => isSame(faults, line.faults))?.[0] ?? 'lineOther';
  const isWell = line.powered && line.faults === null;
  return (
    <details className="faults">
      <summary>
        {say('faults')}
        {!isWell && <span className="faults__mark">{say(line.powered ? current : 'powerOff')}</span>}
      </summary>
      <fieldset className="chips">
        <legend>{say('line')}</legend>
        {LINE_FAULTS.map(([word, faults]) => (
          <button
            key={word}
            type="button"
            aria-pressed={current === word}
            onClick={() => act('line/faults', { device, faults })}
          >
            {say(word)}
          </button>
        ))}
      </fieldset>
      <fieldset className="chips">
        <legend>{say('plug')}</legend>
        <button type="button" onClick={() => act('line/cut', { device })}>
          {say('pullCable')}
        </button>
        <button
          type="button"
          disabled={!line.powered}
          onClick={() => act('line/power-off', { device, seconds: SHORT_CUT_S })}
        >
          {say('shortCut', { n: SHORT_CUT_S })}
        </button>
        <button
          type="button"
          aria-pressed={!line.powered}
          onClick={() => act(line.powered ? 'line/power-off' : 'line/power-on', { device })}
        >
          {say(line.powered ? 'powerCut' : 'powerOn')}
        </button>
      </fieldset>
      {props.children}
    </details>
  );
}

/** Buttons for what only this device can suffer. */
export function DeviceFaults(props: {
  act: Live['act'];
  faults: readonly (readonly [Word, string, Readonly<Record<string, unknown>>])[];
}) {
  const say = useSay();
  return (
    <fieldset className="chips">
      <legend>{say('ofDevice')}</legend>
      {props.faults.map(([word, action, body]) => (
        <button key={word} type="button" onClick={() => props.act(action, body)}>
          {say(word)}
        </button>
      ))}
    </fieldset>
  );
}

function isSame(a: LineFaults | null, b: LineFaults | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
