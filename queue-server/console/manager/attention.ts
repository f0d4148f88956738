import type { HallView } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { clockTime, minutesSince } from '../words/say-time.ts';
import { t, windowName } from '../words/words.ts';

/** Where a press leads. */
export type Target =
  | { readonly kind: 'queue'; readonly id: string }
  | { readonly kind: 'window'; readonly id: string }
  | { readonly kind: 'page'; readonly to: '/guide' };

export interface Attention {
  readonly id: string;
  readonly kind: 'bell' | 'alone' | 'late' | 'overdue' | 'paper';
  readonly says: Text;
  readonly target: Target;
}

/** A pause may run over by this before anybody is asked about it, minutes. */
const OVERDUE_MIN = 5;

/**
 * What needs a person, the most pressing first: somebody rings, a line that nobody serves, waits above target,
 * windows that are not back, queues on paper. Pure.
 */
export function attentionOf(hall: HallView, now: number): Attention[] {
  return [
    ...hall.bells.map((bell): Attention => {
      const minutes = minutesSince(bell.since, now);
      return {
        id: `bell-${bell.device}`,
        kind: 'bell',
        says: t(
          `${bell.name.zh} 有人呼叫导办，已 ${minutes} 分钟`,
          `Somebody rings at ${bell.name.en}, for ${minutes} min`,
        ),
        target: { kind: 'page', to: '/guide' },
      };
    }),
    ...hall.queues
      .filter((queue) => queue.waiting > 0 && queue.windows.length === 0)
      .map(
        (queue): Attention => ({
          id: `alone-${queue.id}`,
          kind: 'alone',
          says: t(
            `${queue.prefix} ${queue.name.zh}：${queue.waiting} 人等候，最久 ${queue.longestMin} 分钟，没有开放的窗口`,
            `${queue.prefix} ${queue.name.en}: ${queue.waiting} waiting, longest ${queue.longestMin} min, no window is open`,
          ),
          target: { kind: 'queue', id: queue.id },
        }),
      ),
    ...hall.queues
      // A line without a window was named above.
      .filter((queue) => queue.late > 0 && queue.windows.length > 0)
      .sort((a, b) => b.late - a.late)
      .map(
        (queue): Attention => ({
          id: `late-${queue.id}`,
          kind: 'late',
          says: t(
            `${queue.prefix} ${queue.name.zh}：${queue.late} 人超过 ${queue.warnAfterMin} 分钟，最久 ${queue.longestMin} 分钟`,
            `${queue.prefix} ${queue.name.en}: ${queue.late} above ${queue.warnAfterMin} min, longest ${queue.longestMin} min`,
          ),
          target: { kind: 'queue', id: queue.id },
        }),
      ),
    ...hall.windows
      .filter(({ state, returnAt }) => state === 'paused' && returnAt != null)
      .map((window) => ({ window, over: minutesSince(window.returnAt ?? now, now) }))
      .filter(({ over }) => over >= OVERDUE_MIN)
      .map(
        ({ window, over }): Attention => ({
          id: `overdue-${window.id}`,
          kind: 'overdue',
          says: t(
            `${windowName(window.number).zh}${window.clerkName ? ` ${window.clerkName}` : ''}：应于 ${clockTime(window.returnAt ?? now)} 返回，已过 ${over} 分钟`,
            `${windowName(window.number).en}${window.clerkName ? ` ${window.clerkName}` : ''}: due back ${clockTime(window.returnAt ?? now)}, ${over} min ago`,
          ),
          target: { kind: 'window', id: window.id },
        }),
      ),
    ...hall.queues
      .filter((queue) => queue.paper === true)
      .map(
        (queue): Attention => ({
          id: `paper-${queue.id}`,
          kind: 'paper',
          says: t(
            `${queue.prefix} ${queue.name.zh}：纸质号模式`,
            `${queue.prefix} ${queue.name.en}: on pre-printed numbers`,
          ),
          target: { kind: 'queue', id: queue.id },
        }),
      ),
  ];
}

/** People above target in the whole hall, and their share of those who wait, %. */
export function lateShare(hall: HallView): { readonly people: number; readonly percent: number } {
  const people = hall.queues.reduce((sum, queue) => sum + queue.late, 0);
  const waiting = hall.today.waiting;
  return { people, percent: waiting === 0 ? 0 : Math.round((people / waiting) * 100) };
}
