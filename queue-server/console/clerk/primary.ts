import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';
import { canCallPaper } from './can.ts';

/** The one sensible next thing at a window; Space and the big button do it. */
export interface Primary {
  readonly action: 'open' | 'resume' | 'call' | 'paper' | 'start' | 'finish';
  readonly command: 'window.open' | 'window.call' | 'window.start' | 'window.finish' | 'paper.call';
  readonly label: Text;
  /** Why it cannot be done at this moment, or null. */
  readonly blocked: 'locked' | 'nobody' | 'printing' | 'held' | null;
}

export function primaryOf(desk: Desk, now: number): Primary {
  if (desk.state === 'closed') {
    return { action: 'open', command: 'window.open', label: t('开放窗口', 'Open window'), blocked: null };
  }
  // A service that runs is ended before anything else, also at a window that has been paused meanwhile.
  if (desk.serving?.state === 'called') {
    return { action: 'start', command: 'window.start', label: t('开始办理', 'Start service'), blocked: null };
  }
  if (desk.serving?.state === 'serving') {
    return {
      action: 'finish',
      command: 'window.finish',
      label: t('办理完成', 'Finish service'),
      blocked: null,
    };
  }
  if (desk.state === 'paused') {
    return {
      action: 'resume',
      command: 'window.open',
      label: t('恢复服务', 'Resume service'),
      blocked: null,
    };
  }
  // Whoever holds a pre-printed number stands in no line: it is typed. Where a helped queue is open, Space calls from
  // there, which no other key does; the paper number has a key of its own.
  if (desk.waitingTotal === 0 && helpsWith(desk).length === 0 && canCallPaper(desk)) {
    return {
      action: 'paper',
      command: 'paper.call',
      label: t('呼叫纸号', 'Call a paper number'),
      blocked: desk.lockedUntil > now ? 'locked' : null,
    };
  }
  return {
    action: 'call',
    command: 'window.call',
    label: t('呼叫下一位', 'Call next'),
    blocked: blockedOf(desk, now),
  };
}

/** [X6] The helped queues from which the next call comes: none while somebody in the own lines can be called. */
export function helpsWith(desk: Desk): Desk['secondary'] {
  return mayHaveOwn(desk) ? [] : desk.secondary.filter(({ open }) => open);
}

/** The list may be the head of a longer one: only a complete list proves that no one can be called. */
function mayHaveOwn({ waiting, waitingTotal }: Desk): boolean {
  return waiting.length < waitingTotal || waiting.some(({ callable }) => callable);
}

function blockedOf(desk: Desk, now: number): Primary['blocked'] {
  if (desk.lockedUntil > now) return 'locked';
  if (mayHaveOwn(desk) || helpsWith(desk).length > 0) return null;
  if (desk.waitingTotal === 0) return 'nobody';
  return desk.waiting.every(({ held }) => held === 'slot' || held === 'window') ? 'held' : 'printing';
}
