import type { CommandName, Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';

/** The one sensible next thing at a window; Space and the big button do it. */
export interface Primary {
  readonly action: 'open' | 'resume' | 'call' | 'start' | 'finish';
  readonly command: Extract<CommandName, `window.${string}`>;
  readonly label: Text;
  /** Why it cannot be done at this moment, or null. */
  readonly blocked: 'locked' | 'nobody' | 'printing' | null;
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
  return {
    action: 'call',
    command: 'window.call',
    label: t('呼叫下一位', 'Call next'),
    blocked: blockedOf(desk, now),
  };
}

function blockedOf(desk: Desk, now: number): Primary['blocked'] {
  if (desk.lockedUntil > now) return 'locked';
  if (desk.waitingTotal === 0) return 'nobody';
  // The list may be the head of a longer one: only a complete list proves that no one can be called.
  const complete = desk.waiting.length >= desk.waitingTotal;
  return complete && !desk.waiting.some((ticket) => ticket.callable) ? 'printing' : null;
}

export const canRecall = (desk: Desk): boolean => desk.serving?.state === 'called';
export const canNoShow = (desk: Desk): boolean => desk.serving?.state === 'called';
/** A pause stops calling; the present person is served to the end first. */
export const canPause = (desk: Desk): boolean => desk.state === 'open' && desk.serving === null;
export const canLeave = (desk: Desk): boolean => desk.state !== 'closed' && desk.serving === null;
