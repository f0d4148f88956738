import type { CommandAnswer } from '@hall/shared/contracts/commands';
import type { ErrorCode } from '@hall/shared/contracts/errors';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { RESIDENT_COMMANDS, TicketProof } from '@hall/shared/contracts/resident';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import { bookingCode, bookingView } from '../domain/bookings.ts';
import type { HallState, Ticket } from '../domain/state.ts';
import type { LedgerClient } from '../ledger/client.ts';
import type { WaitSource } from '../stats/estimates/waits.ts';
import { guideDeskView } from '../views/guide-desk.ts';
import { myTicket } from '../views/my-ticket.ts';
import type { Handlers } from './administration.ts';
import { WrongGuesses } from './wrong-guesses.ts';

interface Options {
  readonly ledger: Pick<LedgerClient, 'vault' | 'state'>;
  readonly config: () => HallConfig;
  readonly waits: WaitSource;
  readonly now: () => number;
}

/** A person has hardly more of today than this; the newest count. */
const TICKETS_MOST = 8;

/** What residents ask at kiosks of bookings and tickets of their own. Answers carry no personal data. */
export function residentHandlers({
  ledger,
  config,
  waits,
  now,
}: Options): Handlers<keyof typeof RESIDENT_COMMANDS> {
  const guesses = new WrongGuesses(now);
  const tooMany = () => err(fault('TOO_MANY_REQUESTS', 'too many wrong guesses'));
  const unread = () => err(fault('STORAGE_FAILED', 'the vault could not be read'));

  async function byCode(
    asked: { readonly code: string; readonly phone: string },
    actor: string,
  ): Promise<Result<CommandAnswer<'booking.lookup'>['bookings'], Fault<ErrorCode>>> {
    const same = [...ledger.state.bookings.values()].filter(
      ({ booking, state }) => bookingCode(booking) === asked.code && state !== 'cancelled',
    );
    if (same.length === 0) return ok([]);
    const refs = same.map(({ personRef }) => personRef);
    const own = await ledger
      .vault('with-phone', { refs, phone: asked.phone, actor, at: now() })
      .catch(() => null);
    if (own === null) return unread();
    return ok(
      same.filter(({ personRef }) => own.includes(personRef)).map((one) => bookingView(one, config())),
    );
  }

  async function ticketsBy(by: TicketProof, actor: string): Promise<Result<Ticket[], Fault<ErrorCode>>> {
    const { tickets } = ledger.state;
    switch (by.kind) {
      case 'token':
        return ok([...tickets.filter(({ progressToken }) => progressToken === by.token).values()]);
      case 'paper':
        return ok(
          [...tickets.values()].filter(
            ({ number, shortCode }) => number === by.number && shortCode === by.code,
          ),
        );
      case 'card': {
        const { idNumber } = by.person;
        const asked = { idNumber, actor, at: now(), purpose: 'progress' } as const;
        const ref = await ledger.vault('find-person', asked).catch(() => undefined);
        if (ref === undefined) return unread();
        return ok(ref === null ? [] : ofPerson(ledger.state, ref));
      }
    }
  }

  return {
    'booking.offers': async () => {
      const none = () => ({ online: false, printer: 'none' }) as const;
      return ok(guideDeskView(ledger.state, config(), now(), none).booking);
    },

    'booking.lookup': async ({ actor, body: { by } }) => {
      if (by.kind === 'paper') {
        const booking = ledger.state.bookings.get(by.booking);
        return ok({ bookings: booking ? [bookingView(booking, config())] : [] });
      }
      const guess = guesses.begin(actor.id);
      if (guess === null) return tooMany();
      const found = await byCode(by, actor.id);
      // Where the vault failed, nothing was learned.
      if (!found.ok || found.value.length > 0) guess.right();
      return found.ok ? ok({ bookings: found.value }) : found;
    },

    'ticket.progress': async ({ actor, body: { by } }) => {
      const guess = by.kind === 'paper' ? guesses.begin(actor.id) : undefined;
      if (guess === null) return tooMany();
      const found = await ticketsBy(by, actor.id);
      if (!found.ok || found.value.length > 0) guess?.right();
      if (!found.ok) return found;
      const { state } = ledger;
      const own = found.value
        .filter(({ day }) => day === state.day)
        .sort((a, b) => b.seq - a.seq)
        .slice(0, TICKETS_MOST);
      const shownBy = by.kind === 'card' ? 'card' : 'paper';
      return ok({
        tickets: own.map((ticket) => myTicket(ticket, state, config(), waits, now(), shownBy)),
      });
    },
  };
}

function ofPerson({ tickets }: HallState, ref: string): Ticket[] {
  return [...tickets.filter(({ personRef, agentRef }) => personRef === ref || agentRef === ref).values()];
}
