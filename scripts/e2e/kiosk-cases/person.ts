import type { IdCard } from '@hall/hardware/codec/sdt-card';
import { SIMULATED_PEOPLE } from '@hall/hardware/simulators/people';
import { localTime } from '@hall/shared/contracts/time';
import type { StaffClient } from '../../crowd/http-client.ts';
import { inventPerson, seeded } from '../../crowd/people.ts';
import type { Flow } from './cases.ts';

/** Who comes, and what they have already: an invented person each time, with a booking or a number where they need one. */

export const TIME_ZONE = 'Asia/Shanghai';
/** The platform knows these two: they have a record to be certified, and cases. */
const KNOWN_TO_PLATFORM = ['elder', 'rare-character'];
const PHONE_FIRST = 13_900_000_000;

export interface Visitor {
  readonly card: IdCard;
  readonly phone: string;
  /** Of their booking. */
  readonly code: string | null;
  /** Of the number that they hold. */
  readonly ticket: { readonly number: string; readonly code: string } | null;
}

/** Whoever makes the visit at this place of the order: the same person each time. */
export async function visitorFor(
  flow: Flow,
  { at, guide, now }: { readonly at: number; readonly guide: StaffClient; readonly now: number },
): Promise<Visitor> {
  const phone = String(PHONE_FIRST + at);
  if (flow === 'certificate' || flow === 'query') {
    const known = SIMULATED_PEOPLE.filter(({ id }) => KNOWN_TO_PLATFORM.includes(id));
    const { card } = known[at % known.length] as (typeof known)[number];
    return { card, phone, code: null, ticket: null };
  }
  const random = seeded(at + 1);
  // Neighbouring seeds begin alike.
  random();
  const person = inventPerson(random);
  const model = SIMULATED_PEOPLE.find(({ card }) => card.kind === 'resident')?.card;
  if (model === undefined) throw new Error('nobody has a card');
  const card: IdCard = {
    ...{ ...model, kind: 'resident' },
    ...{ name: person.name, number: person.idNumber, birth: person.birth ?? '1990-01-01' },
  };
  if (flow === 'check-in') {
    const { day, minutes } = localTime(now, TIME_ZONE);
    // The next full hour: a place that has begun is taken.
    const from = `${String(Math.floor(minutes / 60) + 1).padStart(2, '0')}:00`;
    const made = must(
      await guide.command('booking.make', {
        queue: 'insurance',
        items: [],
        person: { ...person, phone },
        day,
        from,
      }),
    );
    return { card, phone, code: made.code, ticket: null };
  }
  if (flow === 'own') {
    const slip = must(await guide.command('ticket.take', { queue: 'insurance', items: [], person }));
    must(
      await guide.command('ticket.report-print', {
        ...{ ticket: slip.ticket, ordinal: slip.ordinal },
        report: { outcome: 'failed', reason: 'PAPER_OUT' },
      }),
    );
    return { card, phone, code: null, ticket: { number: slip.number, code: slip.shortCode } };
  }
  return { card, phone, code: null, ticket: null };
}

/** Whatever must not be found once they have gone. */
export function tracesOf({ card, phone, code, ticket }: Visitor): string[] {
  const masked = `${[...card.name][0]}*`;
  return [card.name, card.number, masked, phone, code, ticket?.number, ticket?.code].filter(
    (trace): trace is string => typeof trace === 'string',
  );
}

function must<T>(
  reply:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly problem: { readonly code: string } },
): T {
  if (!reply.ok) throw new Error(`the guide desk refused: ${reply.problem.code}`);
  return reply.value;
}
