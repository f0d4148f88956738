import type { FeedEvent } from '@hall/shared/contracts/feed';

/** A ticket that carries the number asked for; numbers come round every day. */
export interface Found {
  readonly ticket: string;
  readonly number: string;
  /** First and last event seen of it. */
  readonly firstAt: number;
  readonly lastAt: number;
}

export interface TicketIndex {
  add(event: FeedEvent): void;
  /** Tickets of this number, newest first. */
  find(number: string): Found[];
}

/** From numbers, which people say, to tickets, which the server knows: built from the feed. */
export function createTicketIndex(): TicketIndex {
  const byNumber = new Map<string, Map<string, Found>>();
  return {
    add({ ticket, number, at }) {
      if (ticket === null || number === null) return;
      const tickets = byNumber.get(number) ?? new Map<string, Found>();
      byNumber.set(number, tickets);
      const known = tickets.get(ticket);
      tickets.set(ticket, {
        ticket,
        number,
        firstAt: Math.min(at, known?.firstAt ?? at),
        lastAt: Math.max(at, known?.lastAt ?? at),
      });
    },
    find(number) {
      return [...(byNumber.get(normaliseNumber(number))?.values() ?? [])].sort(
        (a, b) => b.firstAt - a.firstAt,
      );
    },
  };
}

/** ` a012 ` and `Ａ０１２` are A012: full-width forms come out of Chinese input methods. */
export function normaliseNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}
