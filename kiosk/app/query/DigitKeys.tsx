import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Q } from '../words/query.ts';

export const RECEIPT = /^([0-9A-Z]{31})?\d{12}$/;
export const DIGITS = /^\d{3}[\dX]$/;

const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 'X', '0', 'back'] as const;

/** Digits, and the X with which some ID numbers end. */
export function DigitKeys(props: { readonly withX: boolean; readonly onKey: (key: string) => void }) {
  const say = useSay();
  return (
    <div className="digit-keys" data-testid="digit-keys">
      {KEYS.map((key) => (
        <button
          key={key}
          type="button"
          className="digit-key number"
          data-testid={`key-${key}`}
          disabled={key === 'X' && !props.withX}
          aria-label={key === 'back' ? say(Q.keyBack) : undefined}
          onClick={() => props.onKey(key)}
        >
          {key === 'back' ? <Icon name="erase" /> : key}
        </button>
      ))}
    </div>
  );
}
