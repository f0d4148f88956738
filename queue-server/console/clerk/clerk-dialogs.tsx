import type { Desk } from '@hall/shared/contracts/commands';
import { useCatalogue } from '../api/hooks.ts';
import { t } from '../words/words.ts';
import { paperQueues } from './can.ts';
import { ChoiceDialog } from './dialogs/choice-dialog.tsx';
import { destinationChoices, serviceChoices } from './dialogs/choices.ts';
import { HelpDialog } from './dialogs/help-dialog.tsx';
import { NoteDialog } from './dialogs/note-dialog.tsx';
import { PaperDialog } from './dialogs/paper-dialog.tsx';
import { PauseDialog } from './dialogs/pause-dialog.tsx';
import { QuestionDialog } from './dialogs/question-dialog.tsx';
import { ReasonDialog } from './dialogs/reason-dialog.tsx';
import { NO_SHOW_REASONS } from './dialogs/reasons.ts';
import type { Clerk } from './use-clerk.ts';

interface Props {
  readonly desk: Desk;
  readonly now: number;
  readonly clerk: Clerk;
}

/** Every dialog of the clerk's page; one at a time. */
export function ClerkDialogs({ desk, now, clerk }: Props) {
  const catalogue = useCatalogue().data;
  const { dialog, close, run } = clerk;
  const { window } = desk;
  const number = desk.serving?.number ?? '';
  const chosen = dialog?.is === 'out-of-turn' ? dialog.ticket : null;
  return (
    <>
      <ReasonDialog
        open={dialog?.is === 'no-show'}
        title={t(`${number} 过号`, `${number}: no-show`)}
        hint={t('选择原因，号票将记为过号。', 'Choose the reason. The ticket will be marked a no-show.')}
        reasons={NO_SHOW_REASONS}
        cancel={close}
        choose={(reason) => run('window.no-show', { window, reason })}
      />
      <ReasonDialog
        open={chosen !== null}
        title={t(`指定呼叫 ${chosen?.number ?? ''}`, `Call ${chosen?.number ?? ''} out of turn`)}
        hint={t('排在前面的人会等得更久，请选择原因。', 'Others wait longer for it: choose the reason.')}
        reasons={desk.choices.outOfTurn}
        cancel={close}
        choose={(reason) => chosen && run('window.call-ticket', { window, ticket: chosen.ticket, reason })}
      />
      <PauseDialog
        open={dialog?.is === 'pause'}
        reasons={desk.choices.pause}
        now={now}
        cancel={close}
        choose={(what) => run('window.pause', { window, ...what })}
      />
      <ChoiceDialog
        open={dialog?.is === 'transfer'}
        title={t(`${number} 转移到`, `Transfer ${number} to`)}
        hint={t('可输入队列、功能区或窗口号。', 'Type a queue, a zone or a window’s number.')}
        placeholder={t('找队列或窗口', 'Find a queue or window')}
        choices={destinationChoices(desk, catalogue?.zones)}
        cancel={close}
        choose={(to) => run('window.transfer', { window, to })}
      />
      <ChoiceDialog
        open={dialog?.is === 'serve'}
        title={t('无号办理', 'Serve without a number')}
        hint={t('办事人已在窗口，选择要办的事。', 'The person is at the window: choose what it is about.')}
        placeholder={t('找业务或事项', 'Find a queue or item')}
        choices={serviceChoices(desk, catalogue?.items)}
        cancel={close}
        choose={(what) => run('window.serve', { window, ...what })}
      />
      <PaperDialog
        open={dialog?.is === 'paper'}
        queues={paperQueues(desk)}
        cancel={close}
        call={(typed) => run('paper.call', { window, number: typed })}
      />
      <NoteDialog
        open={dialog?.is === 'note'}
        number={number}
        note={desk.serving?.note ?? null}
        cancel={close}
        save={(text) => desk.serving && run('ticket.note', { ticket: desk.serving.ticket, text })}
      />
      <QuestionDialog question={clerk.question} serving={number} yes={clerk.yes} no={clerk.drop} />
      <HelpDialog open={dialog?.is === 'help'} cancel={close} />
    </>
  );
}
