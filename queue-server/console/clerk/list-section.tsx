import type { Text } from '@hall/shared/contracts/text';
import type { ReactNode } from 'react';
import { useSpeech } from '../words/language.tsx';
import { keepFocus } from './action-button.tsx';
import { keyOf } from './key-words.ts';
import type { KeyAction } from './keyboard.ts';
import styles from './lists.module.css';

interface Props {
  readonly id: string;
  readonly title: Text;
  readonly count: number;
  readonly countTestid?: string;
  /** The key that leads into the list. */
  readonly action?: KeyAction | undefined;
  readonly act?: (action: KeyAction) => void;
  readonly hint?: Text | undefined;
  readonly children: ReactNode;
}

/** A heading with its number and its key, and a list under it. */
export function ListSection({ id, title, count, countTestid, action, act, hint, children }: Props) {
  const { say } = useSpeech();
  return (
    <section className={styles['section']} aria-labelledby={id} data-testid={`section-${id}`}>
      <header>
        <h2 id={id}>
          {say(title)}
          <b className={`number ${styles['count']}`} data-testid={countTestid}>
            {count}
          </b>
        </h2>
        {action && act && count > 0 && (
          <button
            type="button"
            className={styles['jump']}
            data-testid={`go-${id}`}
            aria-label={`${say({ zh: '到名单', en: 'Go to the list' })}: ${say(title)}`}
            aria-keyshortcuts={say(keyOf(action))}
            onMouseDown={keepFocus}
            onClick={() => act(action)}
          >
            <kbd>{say(keyOf(action))}</kbd>
          </button>
        )}
        {hint && <small className={styles['aside']}>{say(hint)}</small>}
      </header>
      {children}
    </section>
  );
}
