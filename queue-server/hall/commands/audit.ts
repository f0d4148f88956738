import { ok } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import type { AccountCommandOptions } from './accounts.ts';
import type { Handlers } from './administration.ts';
import { auditEntry } from './audit-entry.ts';

const PAGE = 100;

/** The audit trail, for the auditor alone: read from the ledger, so nobody can have changed it. */
export function auditHandlers({ staff, config, ledger, now }: AccountCommandOptions): Handlers<'audit.read'> {
  const numberOf = (ticket: string) =>
    (ledger.state.tickets.get(ticket) ?? ledger.reader.ticket(ticket))?.number ?? null;
  return {
    'audit.read': async ({ body }) => {
      const day = body.day ?? localTime(now(), config.timeZone).day;
      const { events, more } = ledger.reader.audit.page({
        day,
        timeZone: config.timeZone,
        staff: staff.all().map((member) => member.username),
        actor: body.actor ?? null,
        act: body.act ?? null,
        before: body.before ?? null,
        limit: PAGE,
      });
      return ok({ day, more, entries: events.map((event) => auditEntry(event, staff, numberOf)) });
    },
  };
}
