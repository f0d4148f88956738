import { EMPTY_QUEUE, windowOf } from '@hall/queue-server/hall/domain/state';
import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Chance } from './chance.ts';
import { dayAfter } from './config.ts';
import type { Later } from './desk.ts';
import type { SimulatedHall } from './hall.ts';
import type { Resident } from './residents.ts';

/** The people of the hall: they take numbers, book, wander off, come back; and the guide who helps them. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const GUIDE = 'guide-1';
const KIOSKS = ['kiosk-1', 'kiosk-2'];

export class Crowd {
  readonly #hall: SimulatedHall;
  readonly #chance: Chance;
  readonly #later: Later;
  readonly #away = new Set<string>();
  #paper: { readonly queue: string; readonly until: number; next: number } | null = null;

  constructor(hall: SimulatedHall, chance: Chance, later: Later) {
    this.#hall = hall;
    this.#chance = chance;
    this.#later = later;
  }

  get #config(): HallConfig {
    return this.#hall.config;
  }

  isAway(ticket: string): boolean {
    return this.#away.has(ticket);
  }

  comes(resident: Resident): void {
    const chance = this.#chance;
    const person = { personRef: resident.personRef, age: resident.age };
    const atDesk = resident.claim !== 'none' || resident.agent;
    const claim = claimOf(this.#config, resident);
    const decision = this.#hall.run(
      'ticket.take',
      {
        ...(resident.items.length > 0 ? {} : { queue: resident.queue }),
        items: [...resident.items],
        paperless: chance.is(0.15),
        person: atDesk || chance.is(0.97) ? person : null,
        ...(claim !== null && chance.is(0.6) ? { claim } : {}),
        ...(resident.agent && {
          agent: { personRef: `agent-${Math.floor(chance.next() * 6)}`, authorisation: 'letter' },
        }),
      },
      atDesk ? GUIDE : chance.pick(KIOSKS),
    );
    if (!decision.ok) {
      // Some take no number for an answer and ask the guide.
      if (chance.is(0.2)) this.#books(resident);
      return;
    }
    const { ticket } = decision.value.answer as { ticket: string };
    this.#prints(ticket, 1);
    if (!resident.patient) this.#away.add(ticket);
    if (claim !== null) this.#later(chance.between(1, 4) * MINUTE, () => this.#confirms(ticket, claim));
    if (chance.is(0.015)) this.#later(chance.between(2, 25) * MINUTE, () => this.#givesUp(ticket));
    if (chance.is(0.01)) this.#later(chance.between(2, 15) * MINUTE, () => this.#moves(ticket));
    if (chance.is(0.05)) this.#books(resident);
  }

  #prints(ticket: string, ordinal: number): void {
    if (this.#hall.state.tickets.get(ticket)?.print !== 'pending') return;
    this.#later(4 * SECOND, () => {
      const drawn = this.#chance.next();
      // A kiosk that dies says nothing at all.
      if (drawn < 0.003) return;
      const outcome = drawn < 0.01 ? 'unknown' : drawn < 0.016 ? 'failed' : 'printed';
      const report =
        outcome === 'printed'
          ? ({ outcome, proof: 'status' } as const)
          : ({ outcome, reason: 'paper' } as const);
      this.#hall.run('ticket.report-print', { ticket, ordinal, report }, KIOSKS[0] as string);
      if (outcome !== 'failed') return;
      this.#later(MINUTE, () => {
        const again = this.#hall.run('ticket.reprint', { ticket }, GUIDE);
        if (again.ok) this.#prints(ticket, ordinal + 1);
      });
    });
  }

  #confirms(ticket: string, claim: NonNullable<ReturnType<typeof claimOf>>): void {
    this.#hall.run('ticket.confirm-class', { ticket, claim }, GUIDE);
  }

  #givesUp(ticket: string): void {
    this.#hall.run('ticket.cancel', { ticket, reason: 'person' }, KIOSKS[0] as string);
  }

  #moves(ticket: string): void {
    const { queues, windows } = this.#config;
    const open = windows.filter(({ id }) => windowOf(this.#hall.state, id).state === 'open');
    const to =
      this.#chance.is(0.5) || open.length === 0
        ? { queue: this.#chance.pick(queues).id }
        : { window: this.#chance.pick(open).id };
    this.#hall.run('ticket.move', { ticket, to }, GUIDE);
  }

  /** Whoever was passed mostly comes running, some too often. */
  passed(ticket: string): void {
    if (this.#chance.is(0.4)) return;
    this.#later(this.#chance.between(2, 15) * MINUTE, () => {
      if (this.#chance.is(0.8)) this.#away.delete(ticket);
      this.#hall.run('ticket.reactivate', { ticket }, GUIDE);
    });
  }

  served(window: string): void {
    const ref = windowOf(this.#hall.state, window).pad.rating;
    if (ref === null || !this.#chance.is(0.4)) return;
    this.#later(10 * SECOND, () => {
      const grade = this.#chance.is(0.9) ? 5 : 3;
      this.#hall.run('rating.give', { window, ref, grade, reasons: [], commentRef: null }, `pad-${window}`);
    });
  }

  /** For one of the next days; some do not think of the limits. */
  #books(resident: Resident): void {
    const chance = this.#chance;
    const queue = this.#config.queues.find(({ id }) => id === resident.queue);
    const { day } = this.#hall.state;
    if (!queue || day === null) return;
    if (queue.bookings.length === 0 && chance.is(0.9)) return;
    const from = queue.bookings.length > 0 ? chance.pick(queue.bookings).from : '09:00';
    // A few book all the time, and do not come or give up.
    const regular = chance.is(0.12);
    const personRef = regular ? `regular-${Math.floor(chance.next() * 4)}` : resident.personRef;
    const person = { personRef, age: resident.age };
    const on = dayAfter(day, chance.is(0.03) ? 30 : 1 + Math.floor(chance.next() * 3));
    const made = this.#hall.run(
      'booking.make',
      { queue: queue.id, items: [], person, day: on, from },
      chance.pick(KIOSKS),
    );
    if (!made.ok || !chance.is(regular ? 0.6 : 0.1)) return;
    const { booking } = made.value.answer as { booking: string };
    this.#later(5 * MINUTE, () => this.#hall.run('booking.cancel', { booking }, KIOSKS[0] as string));
  }

  /** Bookings of the day: most come in time, some early or late, some not at all. */
  expectBooked(at: (ms: number, act: () => void) => void): void {
    const { state } = this.#hall;
    for (const booking of state.bookings.values()) {
      if (booking.day !== state.day || booking.state !== 'booked') continue;
      if (this.#chance.is(booking.personRef.startsWith('regular') ? 0.9 : 0.12)) continue;
      const minutes = this.#chance.is(0.1) ? this.#chance.between(12, 40) : this.#chance.between(-35, 8);
      at(booking.from + minutes * MINUTE, () => {
        const person = { personRef: booking.personRef, age: 40 };
        const body = { booking: booking.booking, items: [], paperless: false, person };
        const taken = this.#hall.run('ticket.take', body, KIOSKS[1] as string);
        if (taken.ok) this.#prints((taken.value.answer as { ticket: string }).ticket, 1);
      });
    }
  }

  /** The kiosks of a queue are dead for a while: pre-printed numbers are handed out. */
  paperBegins(queue: string, forMs: number): void {
    if (!this.#hall.run('paper.start', { queue, manager: true }, GUIDE).ok) return;
    const range = this.#config.queues.find(({ id }) => id === queue)?.paperNumbers;
    if (!range) return;
    this.#paper = { queue, until: this.#hall.at + forMs, next: range.first };
    this.#later(forMs, () => {
      this.#paper = null;
      this.#hall.run('paper.end', { queue }, GUIDE);
    });
  }

  /** The number that somebody holds up at this window, or null. */
  paperNumber(window: WindowConfig, at: number): string | null {
    const paper = this.#paper;
    if (!paper || at >= paper.until || !window.queues.includes(paper.queue) || !this.#chance.is(0.5))
      return null;
    const queue = this.#config.queues.find(({ id }) => id === paper.queue) as HallConfig['queues'][number];
    if (paper.next > (queue.paperNumbers?.last ?? -1)) return null;
    const number = `${queue.prefix}${String(paper.next).padStart(queue.digits, '0')}`;
    paper.next += 1;
    return number;
  }

  /** The manager gives the shortest line's window to the longest one. */
  reassign(): void {
    const { state } = this.#hall;
    const { windows, queues } = this.#config;
    const waiting = (queue: string) => (state.queues.get(queue) ?? EMPTY_QUEUE).waiting.size;
    const longest = queues.reduce((a, b) => (waiting(b.id) > waiting(a.id) ? b : a));
    const window = this.#chance.pick(windows);
    const body = {
      window: window.id,
      queues: [longest.id],
      secondary: [{ queue: window.queues[0] as string, above: 2 }],
    };
    const own = body.secondary.filter(({ queue }) => queue !== longest.id);
    const asked = this.#hall.run('window.assign', { ...body, secondary: own }, 'manager-1');
    if (!asked.ok) this.#hall.run('window.assign', { ...body, secondary: own, anyway: true }, 'manager-1');
  }

  closeAll(): void {
    this.#hall.run('tickets.close', { queues: this.#config.queues.map(({ id }) => id) }, 'manager-1');
  }
}

function claimOf({ priority }: HallConfig, { claim }: Resident) {
  if (claim === 'none') return null;
  if (claim === 'enterprise') return { kind: claim };
  if (claim === 'green') return { kind: claim, reason: priority.greenReasons[0]?.id ?? 'urgent' };
  return { kind: claim };
}
