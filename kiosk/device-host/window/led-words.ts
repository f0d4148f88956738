import type { WindowMessage } from '@hall/shared/contracts/messages';
import type { z } from 'zod';

type WindowState = z.infer<typeof WindowMessage>;

/** What hangs above a window, and how urgent it is for the eye. */
export interface LedWords {
  readonly text: string;
  readonly tone: 'idle' | 'call' | 'serving' | 'paused' | 'closed' | 'lost';
}

const IDLE = '热情为您服务';
const CLOSED = '暂停使用';
const LOST = '请看大屏';

/**
 * The words for one window; a function of the retained state only, so that a host that starts late or comes back
 * is right at once. Without a server nothing is claimed: the bar sends people to the wall.
 */
export function ledWords(window: WindowState | null, online: boolean): LedWords {
  if (!online || window === null) return { text: LOST, tone: 'lost' };
  if (window.state === 'closed') return { text: `${window.number}号窗口 ${CLOSED}`, tone: 'closed' };
  if (window.state === 'paused') {
    return { text: `${window.number}号窗口 ${window.reason?.zh ?? '暂停服务'}`, tone: 'paused' };
  }
  if (window.serving === null) return { text: `${window.number}号窗口 ${IDLE}`, tone: 'idle' };
  const { number, state } = window.serving;
  return state === 'called'
    ? { text: `请${number}到${window.number}号窗口`, tone: 'call' }
    : { text: `${window.number}号窗口 正在办理 ${number}`, tone: 'serving' };
}
