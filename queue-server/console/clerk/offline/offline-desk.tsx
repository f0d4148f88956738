import type { Desk } from '@hall/shared/contracts/commands';
import { useRef, useState } from 'react';
import { NoShowIcon, OfflineIcon } from '../../icons/icons.tsx';
import { UndoIcon } from '../../icons/turn-icons.tsx';
import { useSpeech } from '../../words/language.tsx';
import { clockTime, stopwatch } from '../../words/say-time.ts';
import { t, windowName } from '../../words/words.ts';
import { ActionButton, keepFocus } from '../action-button.tsx';
import actions from '../actions.module.css';
import type { KeyAction } from '../keyboard.ts';
import { PrimaryButton } from '../primary-button.tsx';
import { useKeyboard } from '../use-keyboard.ts';
import { EntryList } from './entry-list.tsx';
import styles from './offline.module.css';
import { present, type TypedProblem } from './paper-book.ts';
import { PaperNumberForm } from './paper-number-form.tsx';
import type { PaperDesk } from './use-paper-book.ts';

interface Props {
  readonly paper: PaperDesk;
  readonly now: number;
  /** When the line was lost, the browser's time; null: it is back, and the present number is served to the end. */
  readonly lostSince: number | null;
  /** Who was at the window before. */
  readonly serving: Desk['serving'];
}

/** All that a console offers while the server is away: pre-printed numbers, called aloud and kept until the return. */
export function OfflineDesk({ paper, now, lostSince, serving }: Props) {
  const { say } = useSpeech();
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<TypedProblem | null>(null);
  const { book } = paper;
  const at = present(book);
  const next = at === null ? 'paper' : at.startedAt === null ? 'start' : 'finish';

  function act(action: KeyAction) {
    if (action === 'undo') paper.undo?.();
    else if (action === 'no-show' && next === 'start') paper.end('no-show');
    else if (action === 'paper' && next === 'paper') field.current?.focus();
    else if (action === 'primary') {
      if (next === 'start') paper.start();
      else if (next === 'finish') paper.end('finished');
      else if (field.current?.value.trim()) field.current.form?.requestSubmit();
      else field.current?.focus();
    }
  }
  useKeyboard(act, false);

  return (
    <div className={styles['desk']} data-testid="offline-desk">
      <div className={styles['mark']} role="status">
        <OfflineIcon size={22} />
        <div>
          <b>
            {say(
              lostSince === null
                ? t('连接已恢复 · 纸号', 'Connected again · paper numbers')
                : t('离线 · 只办纸号', 'Offline · paper numbers only'),
            )}
          </b>
          <p>
            {say(
              lostSince === null
                ? t(
                    `办完 ${at?.number ?? ''} 后自动补录，并回到正常叫号。`,
                    `After ${at?.number ?? ''} what was served is entered, and calling goes on as usual.`,
                  )
                : t(
                    '屏幕和广播收不到叫号，请口头招呼。记录存在本机，恢复后自动补录。',
                    'Screens and speakers hear nothing: call out aloud. All is kept here and entered on return.',
                  ),
            )}
          </p>
          {serving && lostSince !== null && (
            <p data-testid="before">
              {say(
                t(
                  `断线前 ${serving.number} 在本窗口：请先办完，恢复后再点完成。`,
                  `${serving.number} was at this window: serve on, and finish it once the line is back.`,
                ),
              )}
            </p>
          )}
        </div>
      </div>
      <section className={styles['hero']} data-next={next} aria-label={say(windowName(book.windowNumber))}>
        {at === null ? (
          <PaperNumberForm
            field={field}
            ranges={book.ranges}
            problem={problem}
            submitName={null}
            submit={(typed) => {
              const wrong = paper.call(typed);
              setProblem(wrong);
              // The field goes; Space is the next step at once.
              if (wrong === null) field.current?.blur();
              return wrong === null;
            }}
          />
        ) : (
          <>
            <p>{say(next === 'start' ? t('请口头招呼', 'Call out aloud') : t('正在办理', 'Being served'))}</p>
            <p className={`number ${styles['big']}`} data-testid="paper-present">
              {at.number}
            </p>
            <p className="number">{stopwatch(now - (at.startedAt ?? at.calledAt))}</p>
          </>
        )}
      </section>
      <div className={actions['actions']}>
        <PrimaryButton
          action={next}
          label={
            next === 'start'
              ? t('开始办理', 'Start service')
              : next === 'finish'
                ? t('办理完成', 'Finish service')
                : t('呼叫纸号', 'Call a paper number')
          }
          blocked={null}
          act={() => act('primary')}
        />
        <div className={styles['row']}>
          <ActionButton
            action="no-show"
            name={t('过号', 'No-show')}
            can={next === 'start'}
            busy={false}
            act={act}
          >
            <NoShowIcon />
          </ActionButton>
          <button
            type="button"
            className={actions['button']}
            data-testid="paper-undo"
            disabled={paper.undo === null}
            aria-keyshortcuts="Control+Z"
            onMouseDown={keepFocus}
            onClick={() => act('undo')}
          >
            <UndoIcon />
            <span>{say(t('撤销', 'Undo'))}</span>
            <kbd>Ctrl+Z</kbd>
          </button>
        </div>
      </div>
      <EntryList book={book} />
      {lostSince !== null && (
        <p className={styles['since']}>
          {say(
            t(
              `断线始于 ${clockTime(lostSince)}，正在自动重连。`,
              `Lost since ${clockTime(lostSince)}. Reconnecting by itself.`,
            ),
          )}
        </p>
      )}
    </div>
  );
}
