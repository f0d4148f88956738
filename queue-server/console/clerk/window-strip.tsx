import type { Desk } from '@hall/shared/contracts/commands';
import { LeaveIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { STATE_WORDS, t, windowName } from '../words/words.ts';
import styles from './clerk.module.css';

interface Props {
  readonly desk: Desk;
  readonly canLeave: boolean;
  readonly leave: () => void;
}

/** Where am I, is the window open, and the way out. */
export function WindowStrip({ desk, canLeave, leave }: Props) {
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
        onMouseDown={(event) => event.preventDefault()}
        onClick={leave}
      >
        <LeaveIcon size={18} />
        {say(t('离开窗口', 'Leave'))}
      </button>
    </div>
  );
}
