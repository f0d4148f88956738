import type { HallView } from '@hall/shared/contracts/commands';
import { Drawer } from 'antd';
import { Link } from 'react-router';
import { may } from '../access.ts';
import { useSession } from '../api/hooks.ts';
import { useSpeech } from '../words/language.tsx';
import { clockTime, stopwatch } from '../words/say-time.ts';
import { STATE_WORDS, t, windowName } from '../words/words.ts';
import { Assignment } from './assignment.tsx';
import { replayPath } from './replay-path.ts';
import styles from './window-drawer.module.css';

type WindowRow = HallView['windows'][number];

/** One window of the live hall: who sits there, whom it serves, and what would change if it served others. */
export function WindowDrawer({
  hall,
  window,
  now,
  close,
}: {
  readonly hall: HallView;
  readonly window: WindowRow | null;
  readonly now: number;
  readonly close: () => void;
}) {
  const { say } = useSpeech();
  const { roles } = useSession();
  return (
    <Drawer
      open={window !== null}
      onClose={close}
      size="min(480px, 100vw)"
      title={window ? say(windowName(window.number)) : ''}
      destroyOnHidden
    >
      {window && (
        <div className={styles['drawer']} data-testid="window-drawer">
          <dl>
            <dt>{say(t('状态', 'State'))}</dt>
            <dd>
              {say(STATE_WORDS[window.state])}
              {window.state === 'paused' && window.reason && ` · ${say(window.reason)}`}
              {window.returnAt != null &&
                ` · ${say(t(`约 ${clockTime(window.returnAt)} 返回`, `back about ${clockTime(window.returnAt)}`))}`}
            </dd>
            <dt>{say(t('人员', 'Clerk'))}</dt>
            <dd>{window.clerkName ?? '–'}</dd>
            <dt>{say(t('正在办理', 'Serving'))}</dt>
            <dd className="number">
              {window.serving ?? '–'}
              {window.serving && window.since !== null && ` · ${stopwatch(now - window.since)}`}
            </dd>
            <dt>{say(t('今天已办', 'Served today'))}</dt>
            <dd className="number">{window.served}</dd>
          </dl>
          <Assignment key={window.id} hall={hall} window={window} />
          {may(roles, 'replay.minute') && (
            <Link to={replayPath(hall.day, hall.at)} data-testid="replay-this">
              {say(t('回放刚才的大厅', 'Replay the hall as it just was'))}
            </Link>
          )}
        </div>
      )}
    </Drawer>
  );
}
