import { err, fault, ok } from '@hall/shared/contracts/result';
import type { LedgerClient } from '../ledger/client.ts';
import { noting } from './accounts.ts';
import type { Handlers } from './administration.ts';

interface Options {
  readonly ledger: LedgerClient;
  readonly now: () => number;
}

/** What the hall keeps of persons: how much, who read it, and how it is forgotten. */
export function privacyCommands({
  ledger,
  now,
}: Options): Handlers<'privacy.report' | 'privacy.access-log' | 'privacy.forget'> {
  const note = noting(ledger);
  return {
    'privacy.report': async () => ok(await ledger.vault('report', { at: now() })),

    'privacy.access-log': async (asked) => {
      const { before, ref, limit } = asked.body;
      const noted = await note(asked, { act: 'privacy.access-log-read', subject: ref ?? null });
      if (!noted.ok) return noted;
      // One more than asked for tells whether there are older ones.
      const entries = await ledger.vault('access-log', { before, ref, limit: limit + 1 });
      return ok({ entries: entries.slice(0, limit), more: entries.length > limit });
    },

    'privacy.forget': async ({ actor, body, requestId }) => {
      const { ticket, idNumber = '', reason } = body;
      const ref = ticket === undefined ? null : personOf(ledger, ticket);
      if (ticket !== undefined && ref === null) {
        return err(fault('PERSON_UNKNOWN', 'the ticket is unknown, or was taken without a card'));
      }
      const who = ref === null ? { idNumber } : { ref };
      const ask = { who, reason, requestId, actor: actor.id, at: now() };
      const forgotten = await ledger.vault('forget', ask).catch(() => null);
      // Its note may be in the ledger already: then a repeat, or the next start, finishes it.
      if (forgotten === null) return err(fault('STORAGE_FAILED', 'the vault could not be written'));
      return forgotten.ok ? ok({ done: true }) : err(forgotten.error);
    },
  };
}

function personOf(ledger: LedgerClient, ticket: string): string | null {
  const found = ledger.state.tickets.get(ticket) ?? ledger.reader.ticket(ticket);
  return found?.personRef ?? null;
}
