import type { CommandBody, CommandName, TicketSlip } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { FeedEvent } from '@hall/shared/contracts/feed';
import type { Text } from '@hall/shared/contracts/text';
import { backupsOf } from './fixture-backups.ts';
import {
  busyHall,
  catalogue,
  deskOf,
  HALL_NAME,
  type Hall,
  hallViewOf,
  isRealName,
  itemName,
  MINUTE_MS,
  placeOf,
  queueName,
  queueOfItem,
  type Seat,
  storyOf,
  type Waiting,
} from './fixture-hall.ts';
import { healthOf } from './fixture-health.ts';

/** Shorter than a real hall's lock: tests wait for it. */
const LOCK_MS = 1_500;

interface Parts {
  readonly now: () => number;
  readonly emit: (event: Partial<FeedEvent> & { type: string }) => void;
  readonly seq: () => number;
  readonly refuse: (code: ErrorCode) => Error;
}

export interface FixtureCommands {
  readonly hall: Hall;
  run(name: CommandName, body: unknown, username: string): unknown;
  /** Somebody takes a number at a kiosk. */
  arrive(queue: string, of?: Waiting['class']): void;
  /** Nobody waits any more. */
  clear(): void;
  /** Screens that stay silent about the present call of a window. */
  silentScreens(window: string, names: readonly Text[]): void;
  seedHistory(): void;
}

/** Just enough of a hall to work at: the rules that a page can run into, none of the fairness. */
export function createCommands({ now, emit, seq, refuse }: Parts): FixtureCommands {
  const hall = busyHall(now());

  function seatOf(body: unknown): Seat {
    const seat = hall.seats.get((body as { window: string }).window);
    if (!seat) throw refuse('WINDOW_UNKNOWN');
    return seat;
  }
  function own(body: unknown, username: string): Seat {
    const seat = seatOf(body);
    if (seat.clerk !== null && seat.clerk !== username) throw refuse('WINDOW_TAKEN');
    return seat;
  }
  function served(seat: Seat, state: 'called' | 'serving') {
    if (seat.serving?.state !== state) throw refuse('WINDOW_IDLE');
    return seat.serving;
  }
  const changed = (type: string, seat: Seat, ticket: { ticket: string; number: string } | null = null) =>
    emit({
      type,
      window: seat.id,
      queue: null,
      ticket: ticket?.ticket ?? null,
      number: ticket?.number ?? null,
    });

  function take(queue: string, items: readonly string[], of: Waiting['class'], callable = true): Waiting {
    const { prefix } = placeOf(queue);
    const n = hall.nextNumber.get(queue) ?? 1;
    hall.nextNumber.set(queue, n + 1);
    const ticket: Waiting = {
      ticket: (hall.nextTicket++).toString(16).padStart(32, '0'),
      number: `${prefix}${String(n).padStart(3, '0')}`,
      queue,
      class: of,
      items,
      arrivedAt: now(),
      callable,
    };
    hall.waiting.push(ticket);
    emit({ type: 'ticket.taken', ticket: ticket.ticket, number: ticket.number, queue });
    return ticket;
  }

  function slip(body: CommandBody<'ticket.take'>): TicketSlip {
    const queue = body.queue ?? queueOfItem(body.items[0] ?? '');
    if (!queue) throw refuse('ITEM_UNKNOWN');
    if (isRealName(queue) && !body.person) throw refuse('CARD_NEEDED');
    const ahead = hall.waiting.filter((ticket) => ticket.queue === queue).length;
    const ticket = take(queue, body.items, 'ordinary');
    const { zone, zoneName, place } = placeOf(queue);
    const windows = [...hall.seats.values()].filter(
      (seat) => seat.state === 'open' && seat.queues.includes(queue),
    );
    return {
      ticket: ticket.ticket,
      number: ticket.number,
      ordinal: 1,
      day: new Date(now()).toISOString().slice(0, 10),
      at: now(),
      hall: HALL_NAME,
      zone,
      zoneName,
      place,
      queue,
      queueName: queueName(queue),
      department: queueName(queue),
      items: body.items.map(itemName),
      class: 'ordinary',
      classReason: null,
      ahead,
      estimate: { lowMin: ahead * 2, highMin: ahead * 3 + 2 },
      windows: windows.map((seat) => seat.number),
      rule: {
        zh: '过号三次作废，可到导办台重排。',
        en: 'Void after three missed calls; the guide desk can re-queue you.',
      },
      progressToken: 'a'.repeat(32),
      shortCode: '3F9A1C',
    };
  }

  const run: FixtureCommands['run'] = (name, body, username) => {
    switch (name) {
      case 'hall.read':
        return hallViewOf(hall, now(), seq());
      case 'backup.list':
        return backupsOf(now());
      case 'maintenance.health':
        return healthOf(now());
      case 'catalogue.read':
        return catalogue();
      case 'desk.read':
        return deskOf(hall, seatOf(body));
      case 'ticket.read': {
        const { ticket } = body as { ticket: string };
        const waiting = hall.waiting.find((entry) => entry.ticket === ticket);
        return storyOf(ticket, waiting?.number ?? 'A012', now());
      }
      case 'ticket.take':
        return slip(body as CommandBody<'ticket.take'>);
      case 'ticket.cancel': {
        const i = hall.waiting.findIndex((entry) => entry.ticket === (body as { ticket: string }).ticket);
        if (i < 0) throw refuse('TICKET_UNKNOWN');
        const [gone] = hall.waiting.splice(i, 1);
        emit({
          type: 'ticket.cancelled',
          ticket: gone?.ticket ?? null,
          number: gone?.number ?? null,
          queue: gone?.queue ?? null,
        });
        return { done: true };
      }
      case 'window.open': {
        const seat = own(body, username);
        seat.state = 'open';
        seat.reason = null;
        seat.clerk = username;
        changed('window.opened', seat);
        return deskOf(hall, seat);
      }
      case 'window.pause': {
        const seat = own(body, username);
        const words: Record<string, Text> = {
          break: { zh: '短暂离开', en: 'Short break' },
          meal: { zh: '用餐', en: 'Meal' },
          meeting: { zh: '会议', en: 'Meeting' },
          filing: { zh: '整理材料', en: 'Filing papers' },
        };
        seat.state = 'paused';
        seat.reason = words[(body as { reason: string }).reason] ?? null;
        changed('window.paused', seat);
        return deskOf(hall, seat);
      }
      case 'window.close': {
        const seat = own(body, username);
        seat.state = 'closed';
        seat.clerk = null;
        changed('window.closed', seat);
        return deskOf(hall, seat);
      }
      case 'window.call': {
        const seat = own(body, username);
        if (seat.state !== 'open') throw refuse('WINDOW_CLOSED');
        if (seat.serving) throw refuse('WINDOW_BUSY');
        if (now() < seat.lockedUntil) throw refuse('CALL_LOCKED');
        const next = deskOf(hall, seat).waiting.find((ticket) => ticket.callable);
        if (!next) throw refuse('NOBODY_WAITING');
        hall.waiting.splice(
          hall.waiting.findIndex((ticket) => ticket.ticket === next.ticket),
          1,
        );
        const waitedMin = Math.floor((now() - next.arrivedAt) / MINUTE_MS);
        seat.lockedUntil = now() + LOCK_MS;
        seat.serving = {
          ticket: next.ticket,
          number: next.number,
          state: 'called',
          class: next.class,
          items: next.items,
          queueName: next.queueName,
          calledAt: now(),
          startedAt: null,
          waitedMin,
          recalls: 0,
          call: seq() + 1,
        };
        seat.since = now();
        seat.unacknowledged = [];
        changed('ticket.called', seat, next);
        return {
          ticket: next.ticket,
          number: next.number,
          call: seq(),
          why: {
            zh: `${next.number} 到达最早（已等候 ${waitedMin} 分钟）。`,
            en: `${next.number} arrived first (has waited ${waitedMin} min).`,
          },
        };
      }
      case 'window.recall': {
        const seat = own(body, username);
        const ticket = served(seat, 'called');
        seat.serving = { ...ticket, recalls: ticket.recalls + 1 };
        changed('ticket.recalled', seat, ticket);
        return { done: true };
      }
      case 'window.start': {
        const seat = own(body, username);
        seat.serving = { ...served(seat, 'called'), state: 'serving', startedAt: now() };
        seat.since = now();
        changed('ticket.started', seat, seat.serving);
        return { done: true };
      }
      case 'window.finish':
      case 'window.no-show': {
        const seat = own(body, username);
        const ticket = served(seat, name === 'window.finish' ? 'serving' : 'called');
        seat.serving = null;
        seat.since = null;
        seat.served += 1;
        seat.last = { number: ticket.number, rating: name === 'window.finish' ? 'open' : 'none' };
        changed(name === 'window.finish' ? 'ticket.finished' : 'ticket.no-show', seat, ticket);
        return name === 'window.finish' ? { ticket: ticket.ticket, caseNumber: null } : { done: true };
      }
      default:
        throw refuse('UNKNOWN_COMMAND');
    }
  };

  return {
    hall,
    run,
    arrive: (queue, of = 'ordinary') => void take(queue, [], of),
    clear: () => {
      hall.waiting.length = 0;
      emit({ type: 'day.closed', queue: 'company' });
    },
    silentScreens: (window, names) => {
      const seat = seatOf({ window });
      seat.unacknowledged = names.map((name, i) => ({ device: `screen-${i}`, name }));
      if (seat.serving) seat.serving = { ...seat.serving, calledAt: now() - 20_000 };
      changed('call.overdue', seat);
    },
    seedHistory: () => {
      for (const ticket of hall.waiting) {
        emit({
          type: 'ticket.taken',
          at: ticket.arrivedAt,
          ticket: ticket.ticket,
          number: ticket.number,
          queue: ticket.queue,
        });
      }
      emit({
        type: 'ticket.taken',
        at: now() - 31 * MINUTE_MS,
        ticket: 'f'.repeat(32),
        number: 'A012',
        queue: 'company',
      });
      emit({
        type: 'ticket.finished',
        at: now() - 2 * MINUTE_MS,
        ticket: 'f'.repeat(32),
        number: 'A012',
        queue: 'company',
        window: 'w3',
      });
    },
  };
}
