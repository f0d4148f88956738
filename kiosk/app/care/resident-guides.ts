import type { Text } from '@hall/shared/contracts/text';
import type { HostState } from '../session/availability.ts';
import { R } from '../words/resident.ts';
import { W } from '../words/words.ts';

/** What is said on the screens of bookings, own tickets and several things for one number. Never what was typed. */
export const RESIDENT_GUIDES = {
  who: (
    { of, way, trouble }: { of: 'bookings' | 'tickets'; way: string; trouble: Text | null },
    { host }: { host: HostState },
  ) => {
    if (!host.online) return [R.needsServer];
    if (trouble !== null) return [trouble];
    if (way === 'type') return [of === 'bookings' ? R.wayTypeBooking : R.wayTypeTicket].map(asked);
    return [of === 'bookings' ? R.whoBookings : R.whoTickets, R.saidWays];
  },
  bookings: ({ trouble, sure }: { trouble: Text | null; sure: string | null }) => [
    sure === null ? (trouble ?? R.bookingsTitle) : R.cancelSure,
  ],
  'my-tickets': ({ tickets }: { tickets: readonly { now: Text }[] }) =>
    tickets.length > 0 ? [R.ticketsTitle, tickets[0]!.now] : [R.ticketsTitle],
  'book-when': () => [R.bookTitle, R.saidWhen],
  'book-check': ({ typing }: { typing: boolean }) => [typing ? R.bookPhone : R.bookCheckTitle],
  booked: () => [R.booked, R.bookedMore],
  basket: () => [R.basketTitle, R.saidBasket],
  'no-card': () => [R.noCardTitle, W.guideText],
} as const;

function asked(what: Text): Text {
  return { zh: `请输入${what.zh}。`, en: `Please type ${what.en}.` };
}
