import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Person } from '@hall/shared/contracts/identity';
import type { CaseRecord, RatingRecord } from '@hall/shared/contracts/platform';
import type { StaffLookup } from '../access/directory.ts';
import type { RatingGiven } from '../domain/events.ts';
import type { Ticket } from '../domain/state.ts';

/** What the platform is told, from a ticket and, where there is one, the person. Pure. */

const FIRST = { operation: 'insert', version: 1 } as const;

export function caseRecord(
  ticket: Ticket,
  person: Person | null,
  config: HallConfig,
  staff: StaffLookup,
  batchAt: number,
): CaseRecord | null {
  const item = config.items.find((entry) => entry.id === ticket.items[0]);
  if (!item || ticket.caseNumber === null) return null;
  const department = config.departments.find((entry) => entry.id === item.department);
  const clerk = ticket.clerk === null ? undefined : staff.find(ticket.clerk);
  const started = ticket.startedAt ?? ticket.calledAt ?? ticket.arrival;
  return {
    ...FIRST,
    batchAt,
    caseNumber: ticket.caseNumber,
    hall: config.id,
    itemCode: item.code,
    itemName: item.name.zh,
    itemVersion: 1,
    department: department?.name.zh ?? '',
    clerk: clerk?.staffNumber ?? '',
    window: config.windows.find((entry) => entry.id === ticket.window)?.number ?? 0,
    ticketNumber: ticket.number,
    applicant: person ? { name: person.name, cardKind: person.cardKind, idNumber: person.idNumber } : null,
    takenAt: ticket.arrival,
    calledAt: ticket.calledAt ?? started,
    acceptedAt: started,
    finishedAt: ticket.endedAt ?? started,
    onTheSpot: item.onTheSpot,
    promisedDays: item.promisedDays,
    stage: item.onTheSpot ? 'finished' : 'accepted',
  };
}

export function ratingRecord(
  ticket: Ticket,
  rating: RatingGiven,
  at: number,
  comment: string | null,
  batchAt: number,
): RatingRecord {
  return {
    ...FIRST,
    batchAt,
    rating: rating.rating,
    caseNumber: ticket.caseNumber,
    ticketNumber: ticket.number,
    channel: 4,
    grade: rating.grade,
    reasons: [...rating.reasons],
    comment,
    at,
  };
}
