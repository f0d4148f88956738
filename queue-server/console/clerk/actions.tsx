import type { Desk } from '@hall/shared/contracts/commands';
import { NoShowIcon, PauseIcon, RecallIcon } from '../icons/icons.tsx';
import {
  EndAndCallIcon,
  NoteIcon,
  PaperIcon,
  ParkIcon,
  TransferIcon,
  WalkInIcon,
} from '../icons/turn-icons.tsx';
import { t } from '../words/words.ts';
import { ActionButton } from './action-button.tsx';
import styles from './actions.module.css';
import * as can from './can.ts';
import type { KeyAction } from './keyboard.ts';
import { LockRing } from './lock-ring.tsx';
import type { Primary } from './primary.ts';
import { PrimaryButton } from './primary-button.tsx';
import type { DeskActions } from './use-desk-actions.ts';

const BLOCKED = {
  locked: t('刚叫过号，稍候可叫下一位', 'A call was just made: wait a moment'),
  nobody: t('没有人在等候', 'Nobody is waiting'),
  printing: t('号票正在打印，稍候', 'Their tickets are still printing'),
  held: t('预约时段未到，暂无可叫的号', 'Their booked time has not come yet'),
} as const;
const OFFLINE = t('连接中断，恢复后可继续', 'Connection lost: goes on once it is back');

interface Props {
  readonly desk: Desk;
  readonly primary: Primary;
  readonly busy: DeskActions['busy'];
  /** The server is away. */
  readonly away: boolean;
  readonly act: (action: KeyAction) => void;
}

export function Actions({ desk, primary, busy, away, act }: Props) {
  const blocked = away ? OFFLINE : primary.blocked && BLOCKED[primary.blocked];
  const rest = { busy: busy !== null, act };
  const may = (yes: boolean) => yes && !away;
  return (
    <div className={styles['actions']}>
      <PrimaryButton
        action={primary.action}
        label={primary.label}
        blocked={blocked}
        icon={primary.blocked === 'locked' && !away ? <LockRing until={desk.lockedUntil} /> : undefined}
        running={busy === primary.command}
        settling={busy !== null}
        act={() => act('primary')}
      />
      <div className={styles['secondary']}>
        <ActionButton action="recall" name={t('重呼', 'Recall')} can={may(can.canRecall(desk))} {...rest}>
          <RecallIcon />
        </ActionButton>
        <ActionButton action="no-show" name={t('过号', 'No-show')} can={may(can.canNoShow(desk))} {...rest}>
          <NoShowIcon />
        </ActionButton>
        <ActionButton action="park" name={t('挂起', 'Park')} can={may(can.canPark(desk))} {...rest}>
          <ParkIcon />
        </ActionButton>
        <ActionButton
          action="transfer"
          name={t('转移', 'Transfer')}
          can={may(can.canTransfer(desk))}
          {...rest}
        >
          <TransferIcon />
        </ActionButton>
        <ActionButton
          action="end-and-call"
          name={t('完成续叫', 'End + call')}
          can={may(can.canEndAndCall(desk))}
          {...rest}
        >
          <EndAndCallIcon />
        </ActionButton>
        <ActionButton action="serve" name={t('无号办理', 'Walk-in')} can={may(can.canServe(desk))} {...rest}>
          <WalkInIcon />
        </ActionButton>
        <ActionButton action="note" name={t('备注', 'Note')} can={may(can.canNote(desk))} {...rest}>
          <NoteIcon />
        </ActionButton>
        <ActionButton action="pause" name={t('暂停', 'Pause')} can={may(can.canPause(desk))} {...rest}>
          <PauseIcon />
        </ActionButton>
        {can.paperQueues(desk).length > 0 && (
          <ActionButton
            action="paper"
            name={t('呼叫纸号', 'Call a paper number')}
            can={may(can.canCallPaper(desk))}
            {...rest}
          >
            <PaperIcon />
          </ActionButton>
        )}
      </div>
    </div>
  );
}
