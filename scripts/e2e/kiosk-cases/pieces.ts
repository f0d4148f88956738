import type { SimulatedTicket } from '@hall/hardware/simulators/ticket-printer';
import { papersOn, printsOf, type Slip } from '../../soak/kiosk-kills/papers.ts';

/** What came out of the ticket printer, told apart by what is on it: the bytes are read, as they were received. */

export interface Pieces {
  /** Whole tickets; see papers.ts. */
  readonly tickets: readonly Slip[];
  /** Booking slips, by the booking of their code; `whole`: cut, and ending with their last words. */
  readonly bookings: readonly { readonly booking: string; readonly whole: boolean }[];
  readonly lists: readonly { readonly whole: boolean }[];
  /** Something hangs on the same piece as a booking slip or list. Of tickets {@link Slip} says it itself. */
  readonly joined: number;
}

/** As kiosk/device-host/resident/booking-layout.ts and query/guide-layout.ts lay them out. */
const BOOKING = /YC-BOOKING:([0-9a-f]{32})/;
const BOOKING_END = 'cancel.';
const LIST = 'What you need, in one list';
const LIST_END = 'not a ticket.';

export function sorted(pieces: readonly Pick<SimulatedTicket, 'bytes' | 'cut'>[]): Pieces {
  const bookings: { booking: string; whole: boolean }[] = [];
  const lists: { whole: boolean }[] = [];
  let joined = 0;
  for (const { bytes, cut } of pieces) {
    const prints = printsOf(bytes).map((print) => print.toString('latin1'));
    prints.forEach((text, i) => {
      const isCut = cut && i === prints.length - 1;
      const booking = BOOKING.exec(text)?.[1];
      const isList = text.includes(LIST);
      if (booking !== undefined) bookings.push({ booking, whole: isCut && text.includes(BOOKING_END) });
      else if (isList) lists.push({ whole: isCut && text.includes(LIST_END) });
      if ((booking !== undefined || isList) && prints.length > 1) joined += 1;
    });
  }
  return { tickets: papersOn(pieces), bookings, lists, joined };
}
