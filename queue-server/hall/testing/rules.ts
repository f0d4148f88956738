import type { HallConfig, QueueConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import type { TicketPlace } from '../domain/place.ts';
import type { TakeBody } from '../domain/taking.ts';
import { PureHall, testConfig } from './hall.ts';

/** What the tests of the rules share. */

export const QUEUE = 'invoices';
export const GUIDE = 'guide01';

/** The demo hall with another queue or other sections. */
export function hallWith(
  queue: Partial<QueueConfig> = {},
  sections: Partial<HallConfig> = {},
  id: string = QUEUE,
): HallConfig {
  return testConfig((config) => ({
    ...config,
    ...sections,
    queues: config.queues.map((entry) => (entry.id === id ? { ...entry, ...queue } : entry)),
  }));
}

export function changed(
  hall: PureHall,
  queue: Partial<QueueConfig>,
  sections: Partial<HallConfig> = {},
): void {
  hall.config = {
    ...hall.config,
    ...sections,
    queues: hall.config.queues.map((entry) => (entry.id === QUEUE ? { ...entry, ...queue } : entry)),
  };
}

export const person = (n: number, age = 40) => ({ personRef: `p${n.toString(16).padStart(32, '0')}`, age });

export const body = (more: Partial<TakeBody> = {}): TakeBody => ({
  queue: QUEUE,
  items: [],
  paperless: true,
  person: null,
  ...more,
});

export function take(hall: PureHall, more: Partial<TakeBody> = {}, actor = 'kiosk-1'): TicketPlace {
  return hall.must<'ticket.take', TicketPlace>('ticket.take', body(more), actor);
}

/** Code and words of a refusal; throws where there was none. */
export function refusedTo(
  hall: PureHall,
  more: Partial<TakeBody> = {},
  actor = 'kiosk-1',
): { code: string; text: Text | undefined } {
  return refusalOf(hall.run('ticket.take', body(more), actor));
}

export function refusalOf(decision: ReturnType<PureHall['run']>): { code: string; text: Text | undefined } {
  if (decision.ok) throw new Error('it was not refused');
  return { code: decision.error.code, text: decision.error.text };
}

/** An instant in November 2026, Asia/Shanghai: `24T08:29`. */
export function november(dayAndTime: string): number {
  return Date.parse(`2026-11-${dayAndTime}:00+08:00`);
}

export { PureHall };
