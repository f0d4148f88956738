import { WindowId } from '@hall/shared/contracts/identifiers';
import { useCallback, useState } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router';
import {
  deskKey,
  HALL_INTERVAL_MS,
  OWN_WINDOW_INTERVAL_MS,
  useDesk,
  useLostSince,
  useNow,
  useReread,
} from '../api/hooks.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { t, windowName } from '../words/words.ts';
import { Actions } from './actions.tsx';
import styles from './clerk.module.css';
import { Details } from './details.tsx';
import { Hero } from './hero.tsx';
import type { KeyAction } from './keyboard.ts';
import { canLeave, canNoShow, canPause, canRecall, primaryOf } from './primary.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { NO_SHOW_REASONS, PAUSE_REASONS } from './reasons.ts';
import { useDeskActions } from './use-desk-actions.ts';
import { useKeyboard } from './use-keyboard.ts';
import { WaitingList } from './waiting-list.tsx';
import { WindowStrip } from './window-strip.tsx';

export function ClerkPage() {
  const { window } = useParams();
  if (!WindowId.safeParse(window).success) return <Navigate to="/windows" replace />;
  return <ClerkDesk key={window} window={window as string} />;
}

type Dialog = 'no-show' | 'pause' | null;

function ClerkDesk({ window }: { readonly window: string }) {
  const { say } = useSpeech();
  const go = useNavigate();
  const desk = useDesk(window);
  const now = useNow();
  const offline = useLostSince() !== null;
  const { busy, problem, run } = useDeskActions(window);
  const [dialog, setDialog] = useState<Dialog>(null);
  useReread(deskKey(window), (event) => event.window === window, OWN_WINDOW_INTERVAL_MS);
  useReread(deskKey(window), (event) => event.window !== window && event.queue !== null, HALL_INTERVAL_MS);

  const view = desk.data;
  const idle = busy === null;
  const act = useCallback(
    (action: KeyAction) => {
      if (!view || !idle) return;
      if (action === 'primary') {
        const primary = primaryOf(view, now);
        if (!primary.blocked) void run(primary.command, { window });
      } else if (action === 'recall') {
        if (canRecall(view)) void run('window.recall', { window });
      } else if (action === 'no-show') {
        if (canNoShow(view)) setDialog('no-show');
      } else if (canPause(view)) setDialog('pause');
    },
    [view, idle, now, run, window],
  );
  useKeyboard(act, dialog !== null);

  async function leave() {
    if (await run('window.close', { window })) await go('/windows');
  }

  if (!view) {
    return desk.isPending ? (
      <Loading />
    ) : (
      <Failed text={desk.error.failure.text} retry={() => void desk.refetch()} />
    );
  }
  const called = view.serving?.state === 'called' ? view.serving : null;
  return (
    <div className={styles['page']} data-offline={offline}>
      <h1 className="hidden-to-eyes">{say(windowName(view.number))}</h1>
      <p className="hidden-to-eyes" role="status" aria-live="assertive">
        {called &&
          say(
            t(
              `请 ${called.number} 到 ${view.number} 号窗口`,
              `${called.number}, please come to window ${view.number}`,
            ),
          )}
      </p>
      <div className={styles['work']}>
        <WindowStrip desk={view} canLeave={canLeave(view) && idle} leave={() => void leave()} />
        <Hero desk={view} now={now} />
        <Actions
          desk={view}
          primary={primaryOf(view, now)}
          busy={busy}
          can={{ recall: canRecall(view), noShow: canNoShow(view), pause: canPause(view) }}
          act={act}
        />
        <p className={styles['problem']} role="alert" data-testid="problem">
          {problem && say(problem)}
        </p>
        <Details desk={view} now={now} />
      </div>
      <WaitingList desk={view} now={now} />
      <ReasonDialog
        open={dialog === 'no-show'}
        title={t(`${called?.number ?? ''} 过号`, `${called?.number ?? ''}: no-show`)}
        hint={t('选择原因，号票将记为过号。', 'Choose the reason. The ticket will be marked a no-show.')}
        reasons={NO_SHOW_REASONS}
        cancel={() => setDialog(null)}
        choose={(reason) => {
          setDialog(null);
          void run('window.no-show', { window, reason });
        }}
      />
      <ReasonDialog
        open={dialog === 'pause'}
        title={t('暂停服务', 'Pause')}
        hint={t('原因会显示在窗口屏上。', 'The window screen shows the reason.')}
        reasons={PAUSE_REASONS}
        cancel={() => setDialog(null)}
        choose={(reason) => {
          setDialog(null);
          void run('window.pause', { window, reason });
        }}
      />
    </div>
  );
}
