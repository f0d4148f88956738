import { useId } from 'react';
import type { DockState } from '../dock-contract.ts';
import { DeviceFaults, FaultDrawer } from './fault-drawer.tsx';
import type { Live } from './live.ts';
import { Station } from './station.tsx';
import { useSay } from './words.ts';

/** Pixels of the simulated panel (see startWindowLedSimulator). */
const WIDTH = 128;
const HEIGHT = 32;
const BRIGHTEST = 15;
/** A dim panel is still readable. */
const LEAST_LIGHT = 0.35;

export function LedPanel({ state, act }: { state: DockState; act: Live['act'] }) {
  const say = useSay();
  const face = state.led;
  return (
    <Station
      line={state.lines.led}
      name={say('led')}
      status={face.on ? `${say('brightness')} ${face.brightness}` : say('ledOff')}
      tone={face.on ? 'calm' : 'wait'}
    >
      <LedGlass face={face} />
      <FaultDrawer device="led" line={state.lines.led} act={act}>
        <DeviceFaults
          act={act}
          faults={[
            ['readerSilent', 'led/fault', { fault: 'silent' }],
            ['ledBusy', 'led/fault', { fault: 'busy' }],
            ['readerChecksum', 'led/fault', { fault: 'damaged' }],
            ['allWell', 'led/fault', { fault: null }],
          ]}
        />
      </FaultDrawer>
    </Station>
  );
}

/** What a person in front of one panel sees. */
export function LedGlass({ face }: { face: DockState['led'] }) {
  const say = useSay();
  const id = useId();
  const lit = face.on && face.areas.length > 0;
  return (
    <div className="led" data-theme="wall">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={lit ? textOf(face) : say('ledDark')}>
        <defs>
          <pattern id={`${id}-dots`} width="1" height="1" patternUnits="userSpaceOnUse">
            <rect width="1" height="1" fill="#06090d" />
            <circle cx="0.5" cy="0.5" r="0.42" fill="#10161d" />
          </pattern>
          <pattern id={`${id}-grid`} width="1" height="1" patternUnits="userSpaceOnUse">
            <path d="M1 0H0V1" fill="none" stroke="#06090d" strokeWidth="0.22" />
          </pattern>
        </defs>
        <rect width={WIDTH} height={HEIGHT} fill={`url(#${id}-dots)`} />
        {lit && (
          <g opacity={LEAST_LIGHT + (1 - LEAST_LIGHT) * (face.brightness / BRIGHTEST)}>
            {face.areas.map((area) => (
              <LedText key={area.id} area={area} />
            ))}
          </g>
        )}
        {lit && <rect width={WIDTH} height={HEIGHT} fill={`url(#${id}-grid)`} />}
      </svg>
      {!lit && <p className="led__dark">{say(face.on ? 'ledDark' : 'ledOff')}</p>}
    </div>
  );
}

function LedText({ area }: { area: DockState['led']['areas'][number] }) {
  const lines = area.text.split(/\r?\n/);
  const cells = Math.max(...lines.map(cellsOf), 1);
  // A panel's font is as high as its line; a text that is wider than the area runs through it.
  const size = Math.min(area.height / lines.length, Math.max(12, (area.width / cells) * 2)) * 0.9;
  return (
    <svg
      x={area.x}
      y={area.y}
      width={area.width}
      height={area.height}
      className={`glow glow--${area.colour ?? 'red'}`}
    >
      <title>{area.text}</title>
      {lines.map((line, index) => (
        <text
          // biome-ignore lint/suspicious/noArrayIndexKey: equal lines may follow each other; the text is drawn anew as a whole.
          key={index}
          x={area.width / 2}
          y={(area.height / lines.length) * (index + 0.5)}
          fontSize={size}
          textAnchor="middle"
          dominantBaseline="central"
        >
          {line}
        </text>
      ))}
    </svg>
  );
}

const cellsOf = (text: string): number =>
  [...text].reduce((cells, character) => cells + (character.codePointAt(0)! < 0x80 ? 1 : 2), 0);

const textOf = (face: DockState['led']): string => face.areas.map((area) => area.text).join(' ');
