import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { UndoIcon } from '../icons/turn-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { keepFocus } from './action-button.tsx';
import styles from './actions.module.css';

const ACTS: Readonly<Record<string, Text>> = {
  call: t('已呼叫', 'Called'),
  start: t('已开始', 'Started'),
  finish: t('已完成', 'Finished'),
  'no-show': t('已过号', 'No-show'),
  park: t('已挂起', 'Parked'),
  resume: t('已回呼', 'Called back'),
  transfer: t('已转移', 'Transferred'),
};
const DONE = t('已办', 'Done');

interface Props {
  readonly undo: Desk['undo'];
  readonly now: number;
  readonly busy: boolean;
  readonly act: () => void;
}

/** What was just done, and for how long it can be taken back [K12]. Readers hear the act, not the seconds. */
export function UndoBar({ undo, now, busy, act }: Props) {
  const { say } = useSpeech();
  const left = undo ? Math.ceil((undo.until - now) / 1_000) : 0;
  const open = undo !== null && left > 0;
  return (
    <div className={styles['undo']}>
      <p role="status" data-testid="undo-words">
        {open && (
          <>
            {say(ACTS[undo.act] ?? DONE)} <b className="number">{undo.number}</b>
          </>
        )}
      </p>
      {open && (
        <button
          type="button"
          data-testid="undo"
          aria-disabled={busy}
          aria-keyshortcuts="Control+Z"
          onMouseDown={keepFocus}
          onClick={act}
        >
          <UndoIcon size={18} />
          <span>{say(t('撤销', 'Undo'))}</span>
          <span className="number" aria-hidden="true">
            ({left} s)
          </span>
          <kbd>Ctrl+Z</kbd>
        </button>
      )}
    </div>
  );
}
