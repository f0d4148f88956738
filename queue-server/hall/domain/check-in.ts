import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { isLate } from './bookings.ts';
import { isMachine } from './classes.ts';
import { type Context, type Decision, refused } from './context.ts';
import { instantOf, MINUTE_MS } from './dates.ts';
import { dayWords } from './opening.ts';
import type { Booking, HallState } from './state.ts';
import type { KnownPerson } from './taking.ts';

/** Somebody comes to a booking [B3] [B4]. */

export type CheckIn =
  | { readonly ok: false; readonly refusal: Decision }
  /** `late`: the number is an ordinary one. */
  | { readonly ok: true; readonly booking: Booking; readonly late: boolean };

export function checkIn(
  state: HallState,
  body: {
    readonly booking: string;
    readonly person: KnownPerson | null;
    readonly withoutCard?: true | undefined;
  },
  context: Context,
): CheckIn {
  const { config, at, actor } = context;
  const no = (refusal: Decision): CheckIn => ({ ok: false, refusal });
  const booking = state.bookings.get(body.booking);
  if (!booking || (body.person && body.person.personRef !== booking.personRef)) {
    return no(refused('BOOKING_UNKNOWN', 'no such booking of this person'));
  }
  // At the desk a guide has seen who it is; a machine needs the card, or what the person got with the booking [B3].
  if (!body.person && !body.withoutCard && isMachine(actor, config))
    return no(refused('CARD_NEEDED', 'a machine needs the card'));
  if (booking.state === 'cancelled' || booking.state === 'checked-in') {
    return no(refused('BOOKING_STATE', `the booking is ${booking.state}`, { state: booking.state }));
  }
  // Not on the evening before: a number of that day is over at midnight.
  const midnight = instantOf(booking.day, 0, config.timeZone);
  const opens = Math.max(midnight, booking.from - config.booking.earlyMin * MINUTE_MS);
  if (at < opens) {
    const text = earlyWords(booking, opens, config, at);
    return no(refused('CHECK_IN_EARLY', 'check-in is not open yet', { opens, from: booking.from }, text));
  }
  return { ok: true, booking, late: booking.state === 'missed' || isLate(booking, config, at) };
}

function earlyWords(booking: Booking, opens: number, config: HallConfig, at: number): Text {
  const day = dayWords(booking.day, localTime(at, config.timeZone).day);
  const from = localTime(booking.from, config.timeZone).clock;
  const { clock } = localTime(opens, config.timeZone);
  return {
    zh: `您预约的是${day.zh} ${from}，${clock} 起可以签到，请届时再来。`,
    en: `Your booking is ${day.en} at ${from}. Check-in opens at ${clock}: please come back then.`,
  };
}
