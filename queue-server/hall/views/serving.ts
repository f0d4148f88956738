import type { HallConfig, QueueConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { windowsServing } from '../domain/serving-windows.ts';
import { EMPTY_QUEUE, type HallState, type QueueState, type Ticket, windowOf } from '../domain/state.ts';

/** Words and small look-ups that several views share. */

/** The hall's words for a pause; the list may have lost the reason since. */
export function pauseWords(config: HallConfig, reason: string | null): Text | null {
  if (reason === null) return null;
  return config.windowRules.pauseReasons.find(({ id }) => id === reason)?.name ?? PAUSED;
}

/** [W1] 用餐，约 13:15 返回: what hangs at a paused window. A time that has passed is promised no more. */
export function awayWords(
  config: HallConfig,
  reason: string | null,
  returnAt: number | null,
  at: number,
): Text | null {
  const why = pauseWords(config, reason);
  if (why === null || returnAt === null) return why;
  if (at >= returnAt) return { zh: `${why.zh}，稍后返回`, en: `${why.en}, back soon` };
  const { clock } = localTime(returnAt, config.timeZone);
  return { zh: `${why.zh}，约 ${clock} 返回`, en: `${why.en}, back at about ${clock}` };
}

export const PAUSED: Text = { zh: '暂停服务', en: 'Paused' };

export function queueState(state: HallState, id: string): QueueState {
  return state.queues.get(id) ?? EMPTY_QUEUE;
}

export function openWindowsOf(state: HallState, config: HallConfig, queue: string): WindowConfig[] {
  return windowsServing(state, config, queue).filter(({ id }) => windowOf(state, id).state === 'open');
}

export function queueConfig(config: HallConfig, id: string): QueueConfig {
  const queue = config.queues.find((entry) => entry.id === id);
  if (!queue) throw new Error(`the hall has no queue ${id}`);
  return queue;
}

/** Also of one that is gone from the settings: then its id. */
export function queueName(config: HallConfig, id: string): Text {
  return config.queues.find((entry) => entry.id === id)?.name ?? { zh: id, en: id };
}

export function itemNames(config: HallConfig, ticket: Ticket): Text[] {
  return namesOf(config, ticket.items);
}

export function namesOf(config: HallConfig, items: readonly string[]): Text[] {
  return items.flatMap((id) => config.items.find((item) => item.id === id)?.name ?? []);
}

/** The ticket that is at a window now. */
export function ticketAt(state: HallState, window: string): Ticket | null {
  const id = windowOf(state, window).ticket;
  return id === null ? null : (state.tickets.get(id) ?? null);
}

export const MINUTE_MS = 60_000;
