import type { CommandBody } from '@hall/shared/contracts/commands';
import { localTime } from '@hall/shared/contracts/time';
import { issueCertificate, reportCertificate } from './certificates.ts';
import { type Context, type Decide, type Decision, DONE, decided } from './context.ts';
import type { AuditNote, CertificateIssued, HallEvent } from './events.ts';
import { declineRating, type GiveBody, giveRating, lapseRatings } from './ratings.ts';
import { type RestoreBody, restoreHall } from './restored.ts';
import type { HallState } from './state.ts';
import { cancelTicket, reportPrint, reprintTicket, type TakeBody, takeTicket } from './tickets.ts';
import {
  callNext,
  closeWindow,
  finishService,
  noShow,
  openWindow,
  pauseWindow,
  recall,
  startService,
} from './windows.ts';

/** Commands as the ledger takes them: personal data is already in the vault and stands in as a reference. */
export interface LedgerCommands {
  'ticket.take': TakeBody;
  'ticket.report-print': CommandBody<'ticket.report-print'>;
  'ticket.reprint': CommandBody<'ticket.reprint'>;
  'ticket.cancel': CommandBody<'ticket.cancel'>;
  'window.open': CommandBody<'window.open'>;
  'window.call': CommandBody<'window.call'>;
  'window.recall': CommandBody<'window.recall'>;
  'window.start': CommandBody<'window.start'>;
  'window.finish': CommandBody<'window.finish'>;
  'window.no-show': CommandBody<'window.no-show'>;
  'window.pause': CommandBody<'window.pause'>;
  'window.close': CommandBody<'window.close'>;
  'rating.give': GiveBody;
  'rating.decline': CommandBody<'rating.decline'>;
  'rating.lapse': Record<string, never>;
  'certificate.issue': Omit<CertificateIssued, 'device'>;
  'certificate.report-print': CommandBody<'certificate.report-print'>;
  'call.acknowledge': { call: number; how: 'shown' | 'spoken' | 'captioned' };
  'platform.accept': { record: string; version: number };
  'staff.log': { what: 'staff.logged-in' | 'staff.logged-out'; username: string };
  'audit.note': AuditNote;
  'day.begin': Record<string, never>;
  'hall.restore': RestoreBody;
}

export type LedgerCommand = keyof LedgerCommands;

const acknowledge: Decide<LedgerCommands['call.acknowledge']> = (state, body, context) => {
  const near = state.windows.valueSeq().flatMap((window) => [window.ticket, window.lastTicket]);
  const ticket = near
    .map((id) => (id === null ? undefined : state.tickets.get(id)))
    .find((entry) => entry?.call === body.call);
  // A screen may be late: then there is nothing left to acknowledge.
  if (!ticket || ticket.shownBy.includes(context.actor)) return decided([], DONE);
  return decided(
    [
      {
        type: 'call.shown',
        data: { call: body.call, ticket: ticket.id, device: context.actor, how: body.how },
      },
    ],
    DONE,
  );
};

const table: { readonly [N in LedgerCommand]: Decide<LedgerCommands[N]> } = {
  'ticket.take': takeTicket,
  'ticket.report-print': reportPrint,
  'ticket.reprint': reprintTicket,
  'ticket.cancel': cancelTicket,
  'window.open': openWindow,
  'window.call': callNext,
  'window.recall': recall,
  'window.start': startService,
  'window.finish': finishService,
  'window.no-show': noShow,
  'window.pause': pauseWindow,
  'window.close': closeWindow,
  'rating.give': giveRating,
  'rating.decline': declineRating,
  'rating.lapse': lapseRatings,
  'certificate.issue': issueCertificate,
  'certificate.report-print': reportCertificate,
  'call.acknowledge': acknowledge,
  'platform.accept': (_state, body) => decided([{ type: 'platform.accepted', data: body }], DONE),
  'staff.log': (_state, body) => decided([{ type: body.what, data: { username: body.username } }], DONE),
  'audit.note': (_state, body) => decided([{ type: 'audit.noted', data: body }], DONE),
  'day.begin': () => decided([], DONE),
  'hall.restore': restoreHall,
};

/** `decide(state, command) → events | rejection`: pure, the same for every way in. */
export function decide<N extends LedgerCommand>(
  state: HallState,
  command: N,
  body: LedgerCommands[N],
  context: Context,
): Decision {
  return table[command](state, body, context);
}

export function isLedgerCommand(name: string): name is LedgerCommand {
  return Object.hasOwn(table, name);
}

/**
 * The business day starts with the first command after midnight, however long the machine slept, and never
 * goes back when a clock does. Returns the event that begins it, or null.
 */
export function dayToBegin(state: HallState, at: number, timeZone: string): HallEvent | null {
  const { day } = localTime(at, timeZone);
  return state.day === null || day > state.day ? { type: 'day.began', data: { day } } : null;
}
