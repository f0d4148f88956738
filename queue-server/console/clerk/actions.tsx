import type { Desk } from '@hall/shared/contracts/commands';
import type { ReactNode } from 'react';
import {
  CallIcon,
  FinishIcon,
  NoShowIcon,
  PauseIcon,
  RecallIcon,
  StartIcon,
  WindowIcon,
} from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './clerk.module.css';
import type { KeyAction } from './keyboard.ts';
import { LockRing } from './lock-ring.tsx';
import type { Primary } from './primary.ts';
import type { DeskActions } from './use-desk-actions.ts';

const SPACE = t('空格', 'Space');

const ICONS: Readonly<Record<Primary['action'], ReactNode>> = {
  open: <WindowIcon size={28} />,
  resume: <StartIcon size={28} />,
  call: <CallIcon size={28} />,
  start: <StartIcon size={28} />,
  finish: <FinishIcon size={28} />,
};

const BLOCKED = {
  locked: t('刚叫过号，稍候可叫下一位', 'A call was just made: wait a moment'),
  nobody: t('没有人在等候', 'Nobody is waiting'),
  printing: t('号票正在打印，稍候', 'Their tickets are still printing'),
} as const;

interface Props {
  readonly desk: Desk;
  readonly primary: Primary;
  readonly busy: DeskActions['busy'];
  readonly can: { readonly recall: boolean; readonly noShow: boolean; readonly pause: boolean };
  readonly act: (action: KeyAction) => void;
}

/** A mouse leaves the focus where it is, so that Space stays the primary action after a click. */
const keepFocus = (event: { preventDefault(): void }) => event.preventDefault();

export function Actions({ desk, primary, busy, can, act }: Props) {
  const { say } = useSpeech();
  const off = busy !== null || primary.blocked !== null;
  return (
    <div className={styles['actions']}>
      <button
        type="button"
        className={styles['primary']}
        data-primary
        data-testid="primary"
        data-action={primary.action}
        data-settling={busy === 'settling' && primary.blocked === null}
        aria-disabled={off}
        aria-busy={busy === primary.command}
        aria-keyshortcuts="Space"
        onMouseDown={keepFocus}
        onClick={() => act('primary')}
      >
        {primary.blocked === 'locked' ? <LockRing until={desk.lockedUntil} /> : ICONS[primary.action]}
        <span className={styles['primaryWords']}>
          <b>{say(primary.label)}</b>
          {primary.blocked && <small>{say(BLOCKED[primary.blocked])}</small>}
        </span>
        <kbd>{say(SPACE)}</kbd>
      </button>
      <div className={styles['secondary']}>
        <Secondary
          testid="recall"
          hotkey="R"
          name={say(t('重呼', 'Recall'))}
          can={can.recall}
          busy={busy}
          act={() => act('recall')}
        >
          <RecallIcon />
        </Secondary>
        <Secondary
          testid="no-show"
          hotkey="N"
          name={say(t('过号', 'No-show'))}
          can={can.noShow}
          busy={busy}
          act={() => act('no-show')}
        >
          <NoShowIcon />
        </Secondary>
        <Secondary
          testid="pause"
          hotkey="P"
          name={say(t('暂停', 'Pause'))}
          can={can.pause}
          busy={busy}
          act={() => act('pause')}
        >
          <PauseIcon />
        </Secondary>
      </div>
    </div>
  );
}

interface SecondaryProps {
  readonly testid: string;
  readonly hotkey: string;
  readonly name: string;
  readonly can: boolean;
  readonly busy: DeskActions['busy'];
  readonly act: () => void;
  readonly children: ReactNode;
}

function Secondary({ testid, hotkey, name, can, busy, act, children }: SecondaryProps) {
  return (
    <button
      type="button"
      data-testid={testid}
      disabled={!can}
      aria-disabled={!can || busy !== null}
      aria-keyshortcuts={hotkey}
      onMouseDown={keepFocus}
      onClick={act}
    >
      {children}
      <span>{name}</span>
      <kbd>{hotkey}</kbd>
    </button>
  );
}
