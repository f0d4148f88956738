import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Person } from '@hall/shared/contracts/identity';
import type { CaseRecord, RatingRecord } from '@hall/shared/contracts/platform';
import type { StaffLookup } from '../access/directory.ts';
import type { RatingGiven, StoredEvent } from '../domain/events.ts';
import type { Ticket } from '../domain/state.ts';

/** What the platform is told, from a ticket, its story and, where there is one, the person. Pure. */

interface About {
  readonly config: HallConfig;
  readonly staff: StaffLookup;
  /** Version of the record: 1, or 2 where it was withdrawn [K12]. */
  readonly version: number;
  readonly batchAt: number;
}

/** One service: the last one of a ticket, or one of the legs of its way [K10]. */
interface Served {
  readonly items: readonly string[];
  readonly window: string | null;
  readonly clerk: string | null;
  readonly calledAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

/** Whether a ticket still has a case: not where the end of its service was taken back. */
export function servedAs(ticket: Ticket, caseNumber: string): Served | null {
  if (ticket.caseNumber === caseNumber) return ticket;
  return ticket.legs.find((leg) => leg.caseNumber === caseNumber) ?? null;
}

export function caseRecord(
  ticket: Ticket,
  caseNumber: string,
  person: Person | null,
  about: About,
): CaseRecord | null {
  const served = servedAs(ticket, caseNumber);
  const item = about.config.items.find((entry) => entry.id === served?.items[0]);
  if (!served || !item) return null;
  return {
    ...caseOf(ticket, caseNumber, served, item, about),
    applicant: person ? { name: person.name, cardKind: person.cardKind, idNumber: person.idNumber } : null,
    stage: item.onTheSpot ? 'finished' : 'accepted',
  };
}

/** [K12] A case that was told, or may have been, and never was: nobody's name goes with it. */
export function withdrawnCase(
  ticket: Ticket,
  caseNumber: string,
  story: readonly StoredEvent[],
  about: About,
): CaseRecord | null {
  const item = about.config.items.find(({ code }) => caseNumber.startsWith(code));
  const end = story.findIndex(
    (event) => event.type === 'ticket.finished' && event.data.caseNumber === caseNumber,
  );
  const finished = story[end];
  if (!item || finished?.type !== 'ticket.finished') return null;
  const before = story.slice(0, end).reverse();
  const called = before.find((event) => event.type === 'ticket.called' && event.data.ticket === ticket.id);
  const started = before.find((event) => event.type === 'ticket.started');
  const served: Served = {
    items: [item.id],
    window: finished.data.window,
    clerk: called?.type === 'ticket.called' ? called.data.clerk : null,
    calledAt: called?.occurredAt ?? null,
    startedAt: started?.occurredAt ?? null,
    endedAt: finished.occurredAt,
  };
  return { ...caseOf(ticket, caseNumber, served, item, about), applicant: null, stage: 'withdrawn' };
}

function caseOf(
  ticket: Ticket,
  caseNumber: string,
  served: Served,
  item: HallConfig['items'][number],
  { config, staff, version, batchAt }: About,
): Omit<CaseRecord, 'applicant' | 'stage'> {
  const department = config.departments.find((entry) => entry.id === item.department);
  const clerk = served.clerk === null ? undefined : staff.find(served.clerk);
  const started = served.startedAt ?? served.calledAt ?? ticket.arrival;
  return {
    operation: version === 1 ? 'insert' : 'update',
    version,
    batchAt,
    caseNumber,
    hall: config.id,
    itemCode: item.code,
    itemName: item.name.zh,
    itemVersion: 1,
    department: department?.name.zh ?? '',
    clerk: clerk?.staffNumber ?? '',
    window: config.windows.find((entry) => entry.id === served.window)?.number ?? 0,
    ticketNumber: ticket.number,
    takenAt: ticket.arrival,
    calledAt: served.calledAt ?? started,
    acceptedAt: started,
    finishedAt: served.endedAt ?? started,
    onTheSpot: item.onTheSpot,
    promisedDays: item.promisedDays,
  };
}

export function ratingRecord(
  ticket: Ticket,
  rating: RatingGiven,
  at: number,
  comment: string | null,
  batchAt: number,
): RatingRecord {
  const rated =
    ticket.rating === rating.rating ? ticket : ticket.legs.find((leg) => leg.rating === rating.rating);
  return {
    operation: 'insert',
    version: 1,
    batchAt,
    rating: rating.rating,
    caseNumber: rated?.caseNumber ?? null,
    ticketNumber: ticket.number,
    channel: 4,
    grade: rating.grade,
    reasons: [...rating.reasons],
    comment,
    at,
  };
}
