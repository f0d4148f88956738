import type { AuditEntry } from '@hall/shared/contracts/accounts';
import type { StaffLookup } from '../access/directory.ts';
import type { StoredEvent } from '../domain/events.ts';

/** Fields of events that say what an act was done to, the most telling first. */
const SUBJECTS = [
  'username',
  'ticket',
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
  'commentRef',
  'grade',
  'reasons',
  'virtual',
  'verification',
  'digest',
]);

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
  const at = SUBJECTS.find((field) => typeof data[field] === 'string');
  const detail: AuditEntry['detail'] = {};
  for (const [field, value] of Object.entries(data)) {
    if (field === at || LEFT_OUT.has(field)) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      detail[field] = value;
  }
  const subject = at === undefined ? null : (data[at] as string);
  // People know a ticket by its number.
  const said = at === 'ticket' && subject !== null ? (numberOf(subject) ?? subject) : subject;
  return { ...common, act: event.type, subject: said, detail };
}
