import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { W } from '../words/words.ts';
import { Icon } from './Icon.tsx';

/** Keys for one short code: fewer and larger than a keyboard's, and only those that the code can have. */
export function Keypad(props: {
  /** One key for each character. */
  readonly keys: string;
  readonly value: string;
  readonly max: number;
  readonly onChange: (value: string) => void;
}) {
  const say = useSay();
  const { keys, value, max, onChange } = props;
  const wide = keys.length > PHONE_KEYS;
  return (
    <div className={wide ? 'keypad keypad-wide' : 'keypad'} data-testid="keypad">
      {[...keys].map((key) => (
        <button
          key={key}
          type="button"
          className="keypad-key number"
          data-testid={`pad-${key}`}
          disabled={value.length >= max}
          onClick={() => onChange(value + key)}
        >
          {key}
        </button>
      ))}
      <button
        type="button"
        className="keypad-key keypad-command"
        data-testid="pad-clear"
        disabled={value === ''}
        onClick={() => onChange('')}
      >
        {say(W.clear)}
      </button>
      <button
        type="button"
        className="keypad-key keypad-command"
        data-testid="pad-erase"
        aria-label={say(W.backspace)}
        disabled={value === ''}
        onClick={() => onChange(value.slice(0, -1))}
      >
        <Icon name="erase" />
      </button>
    </div>
  );
}

const PHONE_KEYS = 10;
