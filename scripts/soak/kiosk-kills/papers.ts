import type { SimulatedTicket } from '@hall/hardware/simulators/ticket-printer';

/** Papers as staff read them: number, code and ordinal stand at the foot, in letters that every printer has. */

export interface Slip {
  readonly number: string;
  /** Last characters of the ledger's head; the same on every paper of a number. */
  readonly code: string;
  readonly ordinal: number;
  /** False: it hangs in the slot, or was torn off by hand. */
  readonly cut: boolean;
  /** Another ticket, or the beginning of one, hangs on the same piece. */
  readonly joined: boolean;
}

/** Begins each ticket anew. */
const INITIALISE = Buffer.from([0x1b, 0x40]);
const FOOT = /([A-Z]{1,2}\d+) +([0-9A-F]{6})(?:\/(\d))?/g;

/** The whole tickets among the pieces; one without its foot is a scrap that nobody takes for a ticket. */
export function papersOn(pieces: readonly Pick<SimulatedTicket, 'bytes' | 'cut'>[]): readonly Slip[] {
  return pieces.flatMap((piece) => {
    const tickets = printsOf(piece.bytes);
    return tickets.flatMap((bytes, i): Slip[] => {
      const foot = [...bytes.toString('latin1').matchAll(FOOT)].at(-1);
      if (foot === undefined) return [];
      return [
        {
          number: foot[1] as string,
          code: foot[2] as string,
          ordinal: Number(foot[3] ?? 1),
          cut: piece.cut && i === tickets.length - 1,
          joined: tickets.length > 1,
        },
      ];
    });
  });
}

/** What each initialisation began, but for those after which nothing was printed. */
export function printsOf(bytes: Buffer): Buffer[] {
  const tickets: Buffer[] = [];
  for (let at = bytes.indexOf(INITIALISE); at >= 0; ) {
    const next = bytes.indexOf(INITIALISE, at + INITIALISE.length);
    const ticket = bytes.subarray(at, next < 0 ? bytes.length : next);
    if (ticket.length > INITIALISE.length) tickets.push(ticket);
    at = next;
  }
  return tickets;
}
