import type { Text } from '@hall/shared/contracts/text';
import type { ReactNode } from 'react';
import { CallIcon, FinishIcon, StartIcon, WindowIcon } from '../icons/icons.tsx';
import { PaperIcon } from '../icons/turn-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { keepFocus } from './action-button.tsx';
import styles from './actions.module.css';
import { SPACE } from './key-words.ts';
import type { Primary } from './primary.ts';

const ICONS: Readonly<Record<Primary['action'], ReactNode>> = {
  open: <WindowIcon size={28} />,
  resume: <StartIcon size={28} />,
  call: <CallIcon size={28} />,
  paper: <PaperIcon size={28} />,
  start: <StartIcon size={28} />,
  finish: <FinishIcon size={28} />,
};

interface Props {
  readonly action: Primary['action'];
  readonly label: Text;
  /** Why it cannot be done now. */
  readonly blocked: Text | null;
  readonly icon?: ReactNode;
  readonly running?: boolean;
  /** Shortly after an act: it looks as ever and does nothing. */
  readonly settling?: boolean;
  readonly act: () => void;
}

/** The one thing to do next, always under the hand: Space does it. */
export function PrimaryButton({ action, label, blocked, icon, running, settling, act }: Props) {
  const { say } = useSpeech();
  return (
    <button
      type="button"
      className={styles['primary']}
      data-primary
      data-testid="primary"
      data-action={action}
      data-settling={settling === true && blocked === null}
      aria-disabled={running === true || settling === true || blocked !== null}
      aria-busy={running === true}
      aria-keyshortcuts="Space"
      onMouseDown={keepFocus}
      onClick={act}
    >
      {icon ?? ICONS[action]}
      <span className={styles['primaryWords']}>
        <b>{say(label)}</b>
        {blocked && <small>{say(blocked)}</small>}
      </span>
      <kbd>{say(SPACE)}</kbd>
    </button>
  );
}
