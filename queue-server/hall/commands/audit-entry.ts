import type { AuditEntry } from '@hall/shared/contracts/accounts';
import type { StaffLookup } from '../access/directory.ts';
import { bookingCode } from '../domain/bookings.ts';
import type { StoredEvent } from '../domain/events.ts';

/** Fields of events that say what an act was done to, the most telling first. */
const SUBJECTS = [
  'username',
  'ticket',
  'booking',
  'window',
  'certificate',
  'rating',
  'record',
  'device',
  'day',
] as const;
/** Fields that an auditor has no use for, or that would show what a citizen said. */
const LEFT_OUT = new Set([
  'progressToken',
  'shortCode',
  'personRef',
  'agentRef',
  'noteRef',
  'commentRef',
  'grade',
  'reasons',
  'virtual',
  'verification',
  'digest',
]);

/** People know a ticket by its number, and a booking by the code that is read out at the counter. */
function saidOf(
  field: (typeof SUBJECTS)[number],
  subject: string,
  numberOf: (ticket: string) => string | null,
): string {
  if (field === 'ticket') return numberOf(subject) ?? subject;
  return field === 'booking' ? bookingCode(subject) : subject;
}

/** An event as a line of the audit trail. Pure. */
export function auditEntry(
  event: StoredEvent,
  staff: StaffLookup,
  numberOf: (ticket: string) => string | null,
): AuditEntry {
  const actor = staff.find(event.actor);
  const common = {
    seq: event.seq,
    at: event.at,
    actor: event.actor,
    actorName: actor ? { zh: actor.name, en: actor.nameEn } : null,
  };
  if (event.type === 'audit.noted') {
    const { act, subject, detail } = event.data;
    return { ...common, act, subject, detail: { ...detail } };
  }
  const data = event.data as unknown as Readonly<Record<string, unknown>>;
  if (event.type === 'settings.changed') {
    const { version, effectiveAt, origin, base, reason, backTo } = event.data;
    const known = Object.entries({ effectiveAt, origin, base, reason, backTo }).filter(
      ([, value]) => value !== null,
    );
    return {
      ...common,
      act: event.type,
      subject: String(version),
      detail: Object.fromEntries(known) as AuditEntry['detail'],
    };
  }
  const at = SUBJECTS.find((field) => typeof data[field] === 'string');
  const detail: AuditEntry['detail'] = {};
  for (const [field, value] of Object.entries(data)) {
    if (field === at || LEFT_OUT.has(field)) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      detail[field] = value;
  }
  const subject = at === undefined ? null : (data[at] as string);
  const said = at === undefined || subject === null ? null : saidOf(at, subject, numberOf);
  return { ...common, act: event.type, subject: said, detail };
}
