import type { WindowMessage } from '@hall/shared/contracts/messages';
import type { z } from 'zod';

type WindowState = z.infer<typeof WindowMessage>;

/** What hangs above a window, and how urgent it is for the eye. */
export interface LedWords {
  readonly text: string;
  readonly tone: 'idle' | 'call' | 'serving' | 'paused' | 'closed' | 'lost';
}

/** What a panel says where the hall says nothing else. */
export interface LedWording {
  /** With `{number}` and `{window}`. */
  readonly call: string;
  readonly idle: string;
  readonly paused: string;
  readonly closed: string;
  readonly lost: string;
}

export const DEFAULT_WORDING: LedWording = {
  call: '请{number}到{window}号窗口',
  idle: '热情为您服务',
  paused: '暂停服务',
  closed: '暂停使用',
  lost: '请看大屏',
};

export function callWords(wording: LedWording, number: string, windowNumber: number): string {
  return wording.call.replaceAll('{number}', number).replaceAll('{window}', String(windowNumber));
}

/**
 * The words for one window; a function of the retained state only, so that a host that starts late or comes back
 * is right at once. Without a server nothing is claimed: the bar sends people to the wall.
 */
export function ledWords(
  window: WindowState | null,
  online: boolean,
  wording: LedWording = DEFAULT_WORDING,
): LedWords {
  if (!online || window === null) return { text: wording.lost, tone: 'lost' };
  if (window.state === 'closed') return { text: `${window.number}号窗口 ${wording.closed}`, tone: 'closed' };
  if (window.state === 'paused') {
    return { text: `${window.number}号窗口 ${window.reason?.zh ?? wording.paused}`, tone: 'paused' };
  }
  if (window.serving === null) return { text: `${window.number}号窗口 ${wording.idle}`, tone: 'idle' };
  const { number, state } = window.serving;
  return state === 'called'
    ? { text: callWords(wording, number, window.number), tone: 'call' }
    : { text: `${window.number}号窗口 正在办理 ${number}`, tone: 'serving' };
}
