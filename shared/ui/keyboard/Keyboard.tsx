import './keyboard.css';
import type { Text } from '../../contracts/text.ts';
import { useSay } from '../i18n/language.tsx';
import { CandidateBar } from './CandidateBar.tsx';
import { type Command, type Key, LAYOUTS } from './layouts.ts';
import type { KeyboardHandle } from './use-keyboard.ts';
import { K } from './words.ts';

/** The keys, the ways to type, and the candidates. Touching it never takes the focus from the field. */
export function Keyboard({ keyboard }: { keyboard: KeyboardHandle }) {
  const say = useSay();
  const layout = LAYOUTS[keyboard.typing.layout];
  return (
    <section
      className="kb"
      data-testid="keyboard"
      data-layout={layout.id}
      aria-label={say(K.keyboard)}
      onPointerDown={(event) => event.preventDefault()}
    >
      {keyboard.layouts.length > 1 && (
        <fieldset className="kb-ways" aria-label={say(K.ways)}>
          {keyboard.layouts.map((id) => (
            <button
              key={id}
              type="button"
              className="kb-way"
              aria-pressed={id === layout.id}
              data-testid={`way-${id}`}
              onClick={() => keyboard.act({ type: 'layout', layout: id })}
            >
              {say(LAYOUTS[id].name)}
            </button>
          ))}
        </fieldset>
      )}
      {layout.chooses && <CandidateBar keyboard={keyboard} />}
      <div className="kb-keys">
        {layout.rows.map((row) => (
          <div className="kb-line" key={row.map((key) => key.type).join('')}>
            {row.map((key) => (
              <KeyButton key={key.type} of={key} keyboard={keyboard} />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
}

const TEST_IDS: Readonly<Record<Command, string>> = {
  erase: 'key-backspace',
  clear: 'key-clear',
  space: 'key-space',
};

function faceOf({ face, type }: Key, say: (text: Text) => string): string {
  return face === undefined ? type : typeof face === 'string' ? face : say(face);
}

function KeyButton({ of, keyboard }: { of: Key; keyboard: KeyboardHandle }) {
  const say = useSay();
  const command = of.isCommand ? (of.type as Command) : null;
  return (
    <button
      type="button"
      className={command ? 'kb-key kb-command' : 'kb-key'}
      style={{ flexGrow: of.span ?? 1 }}
      data-testid={command ? TEST_IDS[command] : `key-${of.type}`}
      aria-label={of.label ? say(of.label) : undefined}
      onClick={() => keyboard.act(command ? { type: command } : { type: 'key', text: of.type })}
    >
      {command === 'erase' ? (
        <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
          <path d="M8 5h13v14H8l-6-7zM12 9l6 6M18 9l-6 6" />
        </svg>
      ) : command ? (
        say(command === 'space' ? K.space : K.clear)
      ) : (
        faceOf(of, say)
      )}
    </button>
  );
}
