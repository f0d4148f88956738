import type { Text } from '@hall/shared/contracts/text';
import type { ReactNode } from 'react';
import { useSpeech } from '../words/language.tsx';
import styles from './actions.module.css';
import { keyOf } from './key-words.ts';
import type { KeyAction } from './keyboard.ts';

/** A mouse leaves the focus where it is, so that Space stays the primary action after a click. */
export const keepFocus = (event: { preventDefault(): void }) => event.preventDefault();

interface Props {
  readonly action: KeyAction;
  readonly name: Text;
  readonly can: boolean;
  /** Something runs: it stays as it is and does nothing. */
  readonly busy: boolean;
  readonly act: (action: KeyAction) => void;
  readonly children: ReactNode;
}

/** A secondary action: always in the same place, with its key. */
export function ActionButton({ action, name, can, busy, act, children }: Props) {
  const { say } = useSpeech();
  const key = say(keyOf(action));
  return (
    <button
      type="button"
      className={styles['button']}
      data-testid={action}
      disabled={!can}
      aria-disabled={!can || busy}
      aria-keyshortcuts={key}
      onMouseDown={keepFocus}
      onClick={() => act(action)}
    >
      {children}
      <span>{say(name)}</span>
      <kbd>{key}</kbd>
    </button>
  );
}
