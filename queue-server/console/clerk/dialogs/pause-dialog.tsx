import type { CommandInput, Desk } from '@hall/shared/contracts/commands';
import { useEffect, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { clockTime } from '../../words/say-time.ts';
import { t } from '../../words/words.ts';
import styles from './dialogs.module.css';
import { ReasonDialog } from './reason-dialog.tsx';

const MINUTE_MS = 60_000;
/** As the command takes it. */
const MINUTES_MAX = 240;

interface Props {
  readonly open: boolean;
  readonly reasons: Desk['choices']['pause'];
  readonly now: number;
  readonly choose: (what: Pick<CommandInput<'window.pause'>, 'reason' | 'minutes'>) => void;
  readonly cancel: () => void;
}

/** [W1] Why, and until when: each reason has its usual time, and another one can be typed first. */
export function PauseDialog({ open, reasons, now, choose, cancel }: Props) {
  const { say } = useSpeech();
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (open) setTyped('');
  }, [open]);
  const minutes = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  const own = minutes >= 1 && minutes <= MINUTES_MAX ? minutes : null;
  const back = (after: number) => clockTime(now + after * MINUTE_MS);
  return (
    <ReasonDialog
      open={open}
      title={t('暂停服务', 'Pause')}
      hint={t(
        '原因和返回时间会显示在窗口屏上。',
        'The window screen shows the reason and when you are back.',
      )}
      reasons={reasons.map(({ id, name, minutes: usual }) => ({
        id,
        name,
        aside: t(`${back(own ?? usual)} 回来`, `back at ${back(own ?? usual)}`),
      }))}
      cancel={cancel}
      choose={(reason) => choose({ reason, ...(own === null ? {} : { minutes: own }) })}
    >
      <label className={styles['line']}>
        <span>{say(t('改为', 'Instead, back in'))}</span>
        <input
          inputMode="numeric"
          maxLength={3}
          value={typed}
          aria-invalid={typed !== '' && own === null}
          data-testid="pause-minutes"
          onChange={(event) => setTyped(event.target.value.normalize('NFKC'))}
        />
        <span>
          {say(
            t(`分钟后回来（最多 ${MINUTES_MAX}），再选原因`, `min (up to ${MINUTES_MAX}); then the reason`),
          )}
        </span>
      </label>
    </ReasonDialog>
  );
}
