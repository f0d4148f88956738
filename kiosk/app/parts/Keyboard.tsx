import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { W } from '../words/words.ts';
import { Icon } from './Icon.tsx';

const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'] as const;

/** Letters are enough: initials find every item. Keys never take the focus from the field. */
export function Keyboard(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly max: number;
}) {
  const say = useSay();
  const type = (letter: string): void => {
    if (props.value.length < props.max) props.onChange(props.value + letter);
  };
  return (
    <div className="keyboard" data-testid="keyboard" onPointerDown={(event) => event.preventDefault()}>
      {ROWS.map((row) => (
        <div className="keys" key={row}>
          {[...row].map((letter) => (
            <button
              type="button"
              className="key"
              key={letter}
              data-testid={`key-${letter}`}
              onClick={() => type(letter)}
            >
              {letter.toUpperCase()}
            </button>
          ))}
          {row === 'zxcvbnm' && (
            <button
              type="button"
              className="key key-wide"
              data-testid="key-backspace"
              aria-label={say(W.backspace)}
              onClick={() => props.onChange([...props.value].slice(0, -1).join(''))}
            >
              <Icon name="erase" />
            </button>
          )}
        </div>
      ))}
      <div className="keys">
        <button type="button" className="key key-space" data-testid="key-space" onClick={() => type(' ')}>
          {say(W.space)}
        </button>
        <button
          type="button"
          className="key key-clear"
          data-testid="key-clear"
          onClick={() => props.onChange('')}
        >
          {say(W.clear)}
        </button>
      </div>
    </div>
  );
}
