import type { Desk } from '@hall/shared/contracts/commands';
import { LeaveIcon } from '../icons/icons.tsx';
import { HelpIcon } from '../icons/turn-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { STATE_WORDS, t, windowName } from '../words/words.ts';
import { keepFocus } from './action-button.tsx';
import styles from './clerk.module.css';
import type { KeyAction } from './keyboard.ts';

interface Props {
  readonly desk: Desk;
  readonly canLeave: boolean;
  readonly act: (action: KeyAction) => void;
}

/** Where am I, is the window open, which keys there are, and the way out. */
export function WindowStrip({ desk, canLeave, act }: Props) {
  const { say } = useSpeech();
  return (
    <div className={styles['strip']}>
      <b>{say(windowName(desk.number))}</b>
      <span className={styles['state']} data-state={desk.state} data-testid="window-state">
        {say(STATE_WORDS[desk.state])}
        {desk.reason && desk.state === 'paused' && <> · {say(desk.reason)}</>}
      </span>
      <button
        type="button"
        className={styles['leave']}
        data-testid="leave"
        disabled={!canLeave}
        aria-keyshortcuts="Q"
        onMouseDown={keepFocus}
        onClick={() => act('leave')}
      >
        <LeaveIcon size={18} />
        <span>{say(t('离开窗口', 'Leave'))}</span>
        <kbd>Q</kbd>
      </button>
      <button
        type="button"
        className={styles['help']}
        data-testid="help"
        aria-label={say(t('按键说明', 'Keys'))}
        aria-keyshortcuts="?"
        onMouseDown={keepFocus}
        onClick={() => act('help')}
      >
        <HelpIcon />
        <kbd>?</kbd>
      </button>
    </div>
  );
}
