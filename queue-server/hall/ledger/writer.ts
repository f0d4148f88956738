import { ageOn, birthOf, type Person } from '@hall/shared/contracts/identity';
import { fault } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import type { LedgerCommands } from '../domain/decide.ts';
import type { KnownPerson } from '../domain/taking.ts';
import type { Vault } from '../vault/vault.ts';
import { VisitNotes } from '../vault/visit-notes.ts';
import type { Answer, BatchResult, Ledger, Request } from './ledger.ts';
import type { Submission, Submissions } from './protocol.ts';

/**
 * Vault first, then ledger: a crash between the two leaves an orphan in the vault, never an event whose
 * person is unknown.
 */
export function commitBatch(
  ledger: Ledger,
  vault: Vault,
  batch: readonly Submission[],
  timeZone: string,
): BatchResult {
  let requests: Request[];
  try {
    const personal = batch.some((submission) => needsVault(submission));
    const prepare = () => batch.map((submission) => withoutPersonalData(submission, ledger, vault, timeZone));
    requests = personal ? vault.commit(prepare) : prepare();
  } catch (error) {
    const code = (error as { code?: string }).code === 'SQLITE_FULL' ? 'STORAGE_FULL' : 'STORAGE_FAILED';
    const failure: Answer = { ok: false, error: fault(code, 'the vault could not be written') };
    return { answers: batch.map(() => failure), events: [] };
  }
  return ledger.run(requests);
}

function needsVault({ body }: Submission): boolean {
  return 'person' in body || 'tickets' in body || 'agent' in body || 'comment' in body || 'text' in body;
}

function withoutPersonalData(
  submission: Submission,
  ledger: Ledger,
  vault: Vault,
  timeZone: string,
): Request {
  const { command, actor, requestId, repeatable, at } = submission;
  const as = <N extends keyof LedgerCommands>(name: N, body: LedgerCommands[N]): Request =>
    ({ command: name, body, actor, requestId, repeatable, at }) as Request;
  switch (command) {
    case 'ticket.take': {
      const { person, agent, ...body } = submission.body as Submissions['ticket.take'];
      return as('ticket.take', {
        ...body,
        person: person ? known(person, vault, at, timeZone) : null,
        ...(agent
          ? { agent: { personRef: vault.remember(agent.person, at), authorisation: agent.authorisation } }
          : {}),
      });
    }
    case 'ticket.reconcile': {
      const { tickets, ...body } = submission.body as Submissions['ticket.reconcile'];
      return as('ticket.reconcile', {
        ...body,
        tickets: tickets.map(({ person: sealed, ...ticket }) => {
          const { requestId } = ticket;
          const person = sealed === undefined ? null : vault.unseal(sealed, { device: actor, requestId });
          const unread = sealed !== undefined && person === null;
          return { ...ticket, person: person === null ? null : known(person, vault, at, timeZone), unread };
        }),
      });
    }
    case 'booking.make': {
      const { person, ...body } = submission.body as Submissions['booking.make'];
      return as('booking.make', { ...body, person: known(person, vault, at, timeZone) });
    }
    case 'certificate.issue': {
      const { person, ...body } = submission.body as Submissions['certificate.issue'];
      return as('certificate.issue', { ...body, personRef: vault.remember(person, at) });
    }
    case 'ticket.note': {
      const { ticket, text } = submission.body as Submissions['ticket.note'];
      const keep = text.trim() !== '' && !ledger.knows(actor, requestId);
      const owner = ledger.state.tickets.get(ticket)?.personRef ?? null;
      const noteRef = keep ? new VisitNotes(vault).keep(text.trim(), at, owner) : null;
      return as('ticket.note', { ticket, noteRef });
    }
    case 'rating.give': {
      const { comment, ...body } = submission.body as Submissions['rating.give'];
      // A repeat is answered from the ledger; keeping its words twice would leave an orphan.
      const keep = comment !== undefined && comment.trim() !== '' && !ledger.knows(actor, requestId);
      const commentRef = keep ? vault.rememberText(comment.trim(), at, ratedBy(ledger, body.ref)) : null;
      return as('rating.give', { ...body, commentRef });
    }
    default:
      return submission as Request;
  }
}

/** The person whose service is rated, where the ticket is a real-name one: the words are then forgotten with the person. */
function ratedBy({ state }: Ledger, rating: string): string | null {
  const ticket = state.ratings.get(rating)?.ticket;
  return ticket === undefined ? null : (state.tickets.get(ticket)?.personRef ?? null);
}

function known(person: Person, vault: Vault, at: number, timeZone: string): KnownPerson {
  const birth = person.birth ?? (person.cardKind === 'foreign-2017' ? null : birthOf(person.idNumber));
  return {
    personRef: vault.remember(person, at),
    age: birth === null ? null : ageOn(birth, localTime(at, timeZone).day),
  };
}
