import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { PaperCodeFields } from '@hall/shared/contracts/paper-code';
import type { PaperScan } from '@hall/shared/contracts/paper-scan';
import { ticketRow } from './find.ts';
import { type HallState, isLive, type Ticket } from './state.ts';

/** What a paper is worth, once its signature was checked. Pure. */

export interface Printer {
  readonly device: string;
  /** `out`: it has no good credential any more. */
  readonly state: 'online' | 'away' | 'out';
}

/** A scan of which nothing else can be said. */
export function bareScan(verdict: PaperScan['verdict']): PaperScan {
  return { verdict, number: null, day: null, ordinal: null, newest: null, machine: null, row: null };
}

/** `code` was signed by `printer`. */
export function judgePaper(
  state: HallState,
  config: HallConfig,
  code: PaperCodeFields,
  printer: Printer,
): PaperScan {
  const { number, day, ordinal } = code;
  const name = config.devices.find(({ id }) => id === printer.device)?.name ?? null;
  const said = { number, day, ordinal, machine: { ...printer, name } };
  const ticket = ticketOf(state, code.progressToken);
  if (ticket !== undefined && ticket.number === number) {
    // Whoever was carried over midnight holds yesterday's paper, and it counts.
    if (isPast(ticket, state)) return { ...bareScan('other-day'), ...said, day: ticket.day };
    const newest = { ordinal: ticket.ordinal, print: ticket.print };
    // A key that was turned out: nothing of it is on its way, and anybody may have it by now.
    if (ordinal > ticket.ordinal && printer.state === 'out') return bareScan('forged');
    // Newer than the hall knows: printed without a server, and about to be told.
    const verdict = ordinal === ticket.ordinal ? 'newest' : ordinal < ticket.ordinal ? 'replaced' : 'not-yet';
    return { ...said, verdict, newest, row: ticketRow(ticket, state, config) };
  }
  // Whoever has a key that was turned out can sign what they like, but not guess a token that the hall knows.
  if (printer.state === 'out') return bareScan('forged');
  if (day !== state.day && code.daySure) return { ...bareScan('other-day'), ...said };
  const taken = state.tickets.find((other) => other.number === number && other.day === state.day);
  if (taken !== undefined) return { ...bareScan('other-paper'), ...said };
  return { ...bareScan(code.offline && printer.state === 'away' ? 'not-yet' : 'lost'), ...said };
}

/** A code of a machine that signs nothing. */
export function judgePlain(state: HallState, config: HallConfig, progressToken: string): PaperScan {
  const ticket = ticketOf(state, progressToken);
  if (ticket === undefined) return bareScan('forged');
  const { number, day } = ticket;
  if (isPast(ticket, state)) return { ...bareScan('other-day'), number, day };
  const newest = { ordinal: ticket.ordinal, print: ticket.print };
  return { ...bareScan('unsigned'), number, day, newest, row: ticketRow(ticket, state, config) };
}

function isPast(ticket: Ticket, state: HallState): boolean {
  return ticket.day !== state.day && !isLive(ticket);
}

function ticketOf(state: HallState, progressToken: string): Ticket | undefined {
  return state.tickets.find((ticket) => ticket.progressToken === progressToken);
}
