import type { HallConfig, QueueConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import type { PauseReason } from '../domain/events.ts';
import { EMPTY_QUEUE, type HallState, type QueueState, type Ticket, windowOf } from '../domain/state.ts';

/** Words and small look-ups that several views share. */

export const PAUSE_WORDS: Readonly<Record<PauseReason, Text>> = {
  break: { zh: '暂时离开', en: 'Back in a moment' },
  meal: { zh: '用餐', en: 'Meal break' },
  meeting: { zh: '开会', en: 'In a meeting' },
  filing: { zh: '整理材料', en: 'Filing papers' },
};

export function pauseWords(reason: PauseReason | null): Text | null {
  return reason === null ? null : PAUSE_WORDS[reason];
}

export function queueState(state: HallState, id: string): QueueState {
  return state.queues.get(id) ?? EMPTY_QUEUE;
}

export function openWindowsOf(state: HallState, config: HallConfig, queue: string): WindowConfig[] {
  return config.windows.filter(
    (window) => window.queues.includes(queue) && windowOf(state, window.id).state === 'open',
  );
}

export function queueConfig(config: HallConfig, id: string): QueueConfig {
  const queue = config.queues.find((entry) => entry.id === id);
  if (!queue) throw new Error(`the hall has no queue ${id}`);
  return queue;
}

export function itemNames(config: HallConfig, ticket: Ticket): Text[] {
  return ticket.items.flatMap((id) => config.items.find((item) => item.id === id)?.name ?? []);
}

/** The ticket that is at a window now. */
export function ticketAt(state: HallState, window: string): Ticket | null {
  const id = windowOf(state, window).ticket;
  return id === null ? null : (state.tickets.get(id) ?? null);
}

export const MINUTE_MS = 60_000;
