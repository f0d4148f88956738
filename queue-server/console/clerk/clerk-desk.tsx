import type { Desk } from '@hall/shared/contracts/commands';
import { ClerkScan } from '../scan/clerk-scan.tsx';
import { useKeepPaperKeys } from '../scan/paper-keys.ts';
import { useTicketScan } from '../scan/use-ticket-scan.ts';
import { useSpeech } from '../words/language.tsx';
import { t, windowName } from '../words/words.ts';
import { Actions } from './actions.tsx';
import { ParkedList, PassedList } from './away-lists.tsx';
import * as can from './can.ts';
import styles from './clerk.module.css';
import { ClerkDialogs } from './clerk-dialogs.tsx';
import { Details } from './details.tsx';
import { Hero } from './hero.tsx';
import { MissedPanel } from './missed-panel.tsx';
import { OfflineDesk } from './offline/offline-desk.tsx';
import { Outcome } from './offline/outcome.tsx';
import type { PaperDesk } from './offline/use-paper-book.ts';
import { primaryOf } from './primary.ts';
import { UndoBar } from './undo-bar.tsx';
import type { Missed } from './use-catch-up.ts';
import { type Clerk, useClerk } from './use-clerk.ts';
import { useKeyboard } from './use-keyboard.ts';
import { WaitingList } from './waiting-list.tsx';
import { WindowStrip } from './window-strip.tsx';

interface Props {
  readonly desk: Desk;
  readonly now: number;
  /** Since when the line is lost, browser's time. */
  readonly lostSince: number | null;
  /** It has been lost for so long that nothing can be done with the server. */
  readonly away: boolean;
  readonly paper: PaperDesk;
  /** Only paper numbers are offered. */
  readonly onPaper: boolean;
  readonly missed: readonly Missed[];
  readonly dismiss: () => void;
}

export function ClerkDesk(props: Props) {
  const { desk, now, lostSince, away, paper } = props;
  const { say } = useSpeech();
  const clerk = useClerk(desk.window, desk, now, away || props.onPaper);
  // Nobody's half-typed note is taken away: the page changes once the dialog is closed.
  const onPaper = props.onPaper && clerk.dialog === null && clerk.question === null;
  const may = clerk.busy === null && !away && !onPaper;
  const lists = { desk, now, act: clerk.act };
  const { scanned, dismiss } = useTicketScan(away || onPaper);
  useKeepPaperKeys(lostSince === null);
  return (
    <div className={styles['page']} data-offline={lostSince !== null}>
      <h1 className="hidden-to-eyes">{say(windowName(desk.number))}</h1>
      <div className={styles['work']}>
        {onPaper ? (
          <OfflineDesk paper={paper} now={now} lostSince={lostSince} serving={desk.serving} />
        ) : (
          <Work {...props} clerk={clerk} />
        )}
      </div>
      <div className={styles['lists']}>
        {scanned && (
          <ClerkScan
            scanned={scanned}
            desk={desk}
            can={{
              call: may && can.canCallOutOfTurn(desk),
              resume: may && can.canResume(desk),
              act: may,
            }}
            call={clerk.callOutOfTurn}
            resume={clerk.resume}
            reactivate={clerk.reactivate}
            dismiss={dismiss}
          />
        )}
        <WaitingList {...lists} can={may && can.canCallOutOfTurn(desk)} call={clerk.callOutOfTurn} />
        <ParkedList {...lists} can={may && can.canResume(desk)} resume={clerk.resume} />
        <PassedList {...lists} can={may} reactivate={clerk.reactivate} />
      </div>
    </div>
  );
}

/** The left half: where the hand is. */
function Work({ desk, now, away, paper, missed, dismiss, clerk }: Props & { readonly clerk: Clerk }) {
  const { say } = useSpeech();
  useKeyboard(clerk.act, clerk.dialog !== null || clerk.question !== null);
  const called = desk.serving?.state === 'called' ? desk.serving : null;
  const idle = clerk.busy === null;
  return (
    <>
      <p className="hidden-to-eyes" role="status" aria-live="assertive" data-testid="call-words">
        {called &&
          say(
            t(
              `请 ${called.number} 到 ${desk.number} 号窗口`,
              `${called.number}, please come to window ${desk.number}`,
            ),
          )}
      </p>
      <WindowStrip desk={desk} canLeave={can.canLeave(desk) && idle && !away} act={clerk.act} />
      <Hero desk={desk} now={now} />
      <Actions desk={desk} primary={primaryOf(desk, now)} busy={clerk.busy} away={away} act={clerk.act} />
      <UndoBar undo={desk.undo} now={now} busy={!idle} act={() => clerk.act('undo')} />
      <p className={styles['problem']} role="alert" data-testid="problem">
        {clerk.problem && say(clerk.problem)}
      </p>
      <p className={styles['notice']} role="status" data-testid="notice">
        {clerk.notice && say(clerk.notice)}
      </p>
      <Outcome paper={paper} />
      {missed.length > 0 && <MissedPanel missed={missed} dismiss={dismiss} />}
      <Details desk={desk} now={now} />
      <ClerkDialogs desk={desk} now={now} clerk={clerk} />
    </>
  );
}
