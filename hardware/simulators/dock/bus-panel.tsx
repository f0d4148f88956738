import type { DockState } from '../dock-contract.ts';
import { FaultDrawer } from './fault-drawer.tsx';
import { LedGlass } from './led-panel.tsx';
import type { Live } from './live.ts';
import { Station } from './station.tsx';
import { useSay, type Word } from './words.ts';

const FAULTS = [
  ['readerSilent', 'deaf'],
  ['readerChecksum', 'damaged'],
] as const satisfies readonly (readonly [Word, string])[];

/** Several panels on one RS-485 line, each by its address. */
export function BusPanel({ state, act }: { state: DockState; act: Live['act'] }) {
  const say = useSay();
  const { bus, lines } = state;
  if (bus === undefined) return null;
  return (
    <Station line={state.lines.bus} name={say('bus')} status={say('panels', { n: bus.length })}>
      <ol className="bus">
        {bus.map(({ address, face, powered }) => (
          <li key={address}>
            <span>{say('address', { n: address })}</span>
            <LedGlass face={powered ? face : { ...face, on: false }} />
          </li>
        ))}
      </ol>
      <FaultDrawer device="bus" line={lines.bus} act={act}>
        {bus.map(({ address, powered, fault }) => (
          <fieldset key={address} className="chips">
            <legend>{say('address', { n: address })}</legend>
            <button
              type="button"
              aria-pressed={powered && fault === null}
              onClick={() => {
                act('bus/fault', { address, fault: null });
                act('bus/power', { address, on: true });
              }}
            >
              {say('allWell')}
            </button>
            {FAULTS.map(([word, kind]) => (
              <button
                key={kind}
                type="button"
                aria-pressed={fault === kind}
                onClick={() => act('bus/fault', { address, fault: kind })}
              >
                {say(word)}
              </button>
            ))}
            <button
              type="button"
              aria-pressed={!powered}
              onClick={() => act('bus/power', { address, on: !powered })}
            >
              {say('powerCut')}
            </button>
          </fieldset>
        ))}
      </FaultDrawer>
    </Station>
  );
}
