import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Ticket } from '../state.ts';

/** Who counts at all when a window asks: see "Who comes next" in RULES.md. */

/** A kiosk that never reported a paper: after this its number counts as one with an unknown paper. */
export const PRINT_SILENCE_MS = 60_000;

/** [B3] [K4] A number may be called once its paper is out, or a set time after nobody knows whether it is. */
export function isCallable(ticket: Ticket, config: HallConfig, at: number): boolean {
  return slotBegan(ticket, at) && paperIsOut(ticket, config, at);
}

/** [B3] */
export function slotBegan(ticket: Ticket, at: number): boolean {
  return ticket.notBefore === null || at >= ticket.notBefore;
}

function paperIsOut(ticket: Ticket, config: HallConfig, at: number): boolean {
  if (ticket.state === 'waiting') return true;
  if (ticket.state !== 'committed') return false;
  const unknownMs = config.calling.unknownPrintSeconds * 1000;
  if (ticket.print === 'unknown') return at >= ticket.printAt + unknownMs;
  return ticket.print === 'pending' && at >= ticket.printAt + PRINT_SILENCE_MS + unknownMs;
}

export function isWaiting(ticket: Ticket): boolean {
  return ticket.state === 'waiting' || ticket.state === 'committed';
}

export function isBoundElsewhere(ticket: Ticket, window: string): boolean {
  return ticket.boundTo !== null && !ticket.boundTo.includes(window);
}

/** What a turn is reckoned from. */
export type Waits = Pick<Ticket, 'arrival' | 'notBefore' | 'virtual'>;

/**
 * The instant from which a person may claim a turn: the arrival, for a booking the slot. Who began anew, after a
 * no-show [K6] or a transfer that keeps no arrival [K8], has a place later than that, and counts from the place.
 * So nobody's turn is earlier than their place, and whoever walks along a line knows where to stop.
 */
export function turnOf(ticket: Waits): number {
  return Math.max(ticket.notBefore ?? ticket.arrival, ticket.virtual);
}

/**
 * [K8] The place of somebody who begins anew at an instant: what a class is worth stays with the person, a booking
 * does not count before its slot.
 */
export function placeAnew(ticket: Waits, at: number): number {
  return Math.max(at, ticket.notBefore ?? at) - (turnOf(ticket) - ticket.virtual);
}

/** In order of turns, ties by ledger position. */
export function isEarlierTurn(a: Ticket, b: Ticket): boolean {
  const [first, second] = [turnOf(a), turnOf(b)];
  return first < second || (first === second && a.seq < b.seq);
}
