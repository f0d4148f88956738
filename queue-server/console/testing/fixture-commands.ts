import type { CommandBody, CommandName, TicketSlip } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { backupsOf } from './fixture-backups.ts';
import type { FixtureRules } from './fixture-desk.ts';
import { createGuide, type GuideFixture } from './fixture-guide.ts';
import {
  busyHall,
  catalogue,
  HALL_NAME,
  type Hall,
  hallViewOf,
  isRealName,
  itemName,
  MINUTE_MS,
  placeOf,
  queueName,
  queueOfItem,
  storyOf,
  type Waiting,
} from './fixture-hall.ts';
import { healthOf } from './fixture-health.ts';
import { createWindows, type FixtureParts } from './fixture-windows.ts';

export interface FixtureCommands {
  readonly hall: Hall;
  readonly guide: GuideFixture;
  /** What a manager has set; a test may change it. */
  readonly rules: FixtureRules;
  run(name: CommandName, body: unknown, username: string): unknown;
  /** Somebody takes a number at a kiosk. */
  arrive(queue: string, of?: Waiting['class']): void;
  /** Nobody waits any more. */
  clear(): void;
  /** Screens that stay silent about the present call of a window. */
  silentScreens(window: string, names: readonly Text[]): void;
  seedHistory(): void;
}

/** Shorter than a real hall's lock: tests wait for it. */
const CALL_LOCK_MS = 1_500;

/** Just enough of a hall to work at: the rules that a page can run into, none of the fairness. */
export function createCommands(parts: FixtureParts): FixtureCommands {
  const { now, emit, seq, refuse } = parts;
  const hall = busyHall(now());
  const rules: FixtureRules = {
    paper: new Set(),
    lastWindow: 'allow',
    overRunning: 'confirm',
    quickServe: true,
    callLockMs: CALL_LOCK_MS,
  };
  const windows = createWindows(parts, hall, rules, (queue) => take(queue, [], 'ordinary'));

  const guide = createGuide(parts, hall);

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
    const guided = guide.run(name, body);
    if (guided !== null) return guided;
    switch (name) {
      case 'hall.read':
        return { ...hallViewOf(hall, now(), seq()), bells: guide.bells() };
      case 'backup.list':
        return backupsOf(now());
      case 'maintenance.health':
        return healthOf(now());
      case 'catalogue.read':
        return catalogue();
      case 'ticket.read': {
        const { ticket } = body as { ticket: string };
        const waiting = hall.waiting.find((entry) => entry.ticket === ticket);
        return storyOf(ticket, waiting?.number ?? 'A012', now());
      }
      case 'ticket.take':
        return guide.take(body as CommandBody<'ticket.take'>, slip);
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
      default:
        return windows.run(name, body, username);
    }
  };

  return {
    hall,
    guide,
    rules,
    run,
    arrive: (queue, of = 'ordinary') => void take(queue, [], of),
    clear: () => {
      hall.waiting.length = 0;
      emit({ type: 'day.closed', queue: 'company' });
    },
    silentScreens: (window, names) => {
      const seat = windows.seatOf({ window });
      seat.unacknowledged = names.map((name, i) => ({ device: `screen-${i}`, name }));
      if (seat.serving) seat.serving = { ...seat.serving, calledAt: now() - 20_000 };
      windows.changed('call.overdue', seat);
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
