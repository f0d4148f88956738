import { useContext } from 'react';
import type { DockPerson, DockState } from '../dock-contract.ts';
import { FaultDrawer } from './fault-drawer.tsx';
import type { Live } from './live.ts';
import { Station } from './station.tsx';
import { LanguageContext, useSay, type Word } from './words.ts';

const FAULTS: readonly (readonly [string, Word])[] = [
  ['', 'readerFaultNone'],
  ['silent', 'readerSilent'],
  ['wrong-checksum', 'readerChecksum'],
  ['truncated', 'readerTruncated'],
];

export function ReaderPanel(props: { state: DockState; act: Live['act'] }) {
  const say = useSay();
  const { act } = props;
  const { people, reader, lines } = props.state;
  const laid = people.find(({ id }) => id === reader.laid);
  return (
    <Station
      line={lines.reader}
      name={say('reader')}
      status={say(reader.fault !== null ? 'readerFault' : laid ? 'readerLaid' : 'ready')}
      tone={reader.fault !== null ? 'stop' : laid ? 'busy' : 'calm'}
    >
      <div className={`pad ${laid ? 'pad--laid' : ''}`}>
        {laid ? <IdCard person={laid} /> : <p className="pad__hint">{say('readerEmpty')}</p>}
      </div>
      <div className="row">
        <button type="button" className="button" disabled={!laid} onClick={() => act('reader/lift')}>
          {say('lift')}
        </button>
      </div>
      <ul className="people">
        {people.map((person) => (
          <PersonButton
            key={person.id}
            person={person}
            laid={person.id === reader.laid}
            onLay={() => act('reader/lay', { person: person.id })}
          />
        ))}
      </ul>
      <FaultDrawer device="reader" line={lines.reader} act={act}>
        <label className="choice">
          {say('readerFault')}
          <select
            value={reader.fault ?? ''}
            onChange={(event) => act('reader/fault', { fault: event.target.value || null })}
          >
            {FAULTS.map(([fault, word]) => (
              <option key={fault} value={fault}>
                {say(word)}
              </option>
            ))}
          </select>
        </label>
      </FaultDrawer>
    </Station>
  );
}

function PersonButton(props: { person: DockPerson; laid: boolean; onLay: () => void }) {
  const language = useContext(LanguageContext);
  const { person, laid } = props;
  return (
    <li>
      <button type="button" className="person" aria-pressed={laid} onClick={props.onLay}>
        <span className="person__card" aria-hidden="true" data-kind={person.kind} />
        <span>
          <strong lang="zh-CN">{person.name}</strong>
          <small>{person.about[language]}</small>
        </span>
      </button>
    </li>
  );
}

/** A card as one knows it, and unmistakably not one. */
function IdCard({ person }: { person: DockPerson }) {
  const say = useSay();
  return (
    <div className="card" data-kind={person.kind}>
      <span className="card__mark" aria-hidden="true">
        {say('simulated')}
      </span>
      <div className="card__text">
        <strong className="card__name" lang="zh-CN">
          {person.name}
        </strong>
        <span>
          <small>{say('born')}</small> <span className="number">{person.birth}</span>
        </span>
        <span lang="zh-CN">{person.address}</span>
        <span>
          <small>{say('number')}</small> <span className="number">{person.number}</span>
        </span>
        <small className="card__note">{say('specimen')}</small>
      </div>
      <svg className="card__photo" viewBox="0 0 60 74" aria-hidden="true">
        <circle cx="30" cy="27" r="13" />
        <path d="M6 72c2-20 12-28 24-28s22 8 24 28z" />
      </svg>
    </div>
  );
}
