import type { Message } from '@hall/shared/contracts/messages';
import type { Text } from '@hall/shared/contracts/text';

/** What a window screen says; drawn by window-screen.tsx. */
export type Showing =
  | { readonly is: 'idle' }
  | { readonly is: 'called'; readonly number: string; readonly lit: boolean }
  | { readonly is: 'serving'; readonly number: string }
  | { readonly is: 'paused'; readonly reason: Text | null }
  | { readonly is: 'closed' };

/** An announcement that the kept state does not know yet is shown at once; otherwise the kept state counts. */
export function showingOf(window: Message<'window'>, live: Message<'call'> | undefined): Showing {
  const ahead = live !== undefined && live.epoch === window.epoch && live.seq > window.seq;
  if (ahead) return { is: 'called', number: live.number, lit: true };
  const { serving } = window;
  if (serving?.state === 'called') {
    return { is: 'called', number: serving.number, lit: live?.number === serving.number };
  }
  if (serving?.state === 'serving') return { is: 'serving', number: serving.number };
  if (window.state === 'paused') return { is: 'paused', reason: window.reason };
  return { is: window.state === 'closed' ? 'closed' : 'idle' };
}
