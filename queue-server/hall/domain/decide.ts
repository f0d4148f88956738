import type { CommandBody } from '@hall/shared/contracts/commands';
import { localTime } from '@hall/shared/contracts/time';
import { assignWindow } from './assigning.ts';
import { type BookBody, cancelBooking, type LapseBody, lapseBookings, makeBooking } from './bookings.ts';
import { type CloseWaitingBody, closeWaiting } from './bulk-close.ts';
import { callTicket } from './call-ticket.ts';
import { callNext, recall } from './calling.ts';
import { cancelTicket } from './cancelling.ts';
import { issueCertificate, reportCertificate, traceCertificate } from './certificates.ts';
import { confirmClass } from './classes.ts';
import { type Context, type Decide, type Decision, DONE, decided } from './context.ts';
import type { AuditNote, CertificateIssued, HallEvent } from './events.ts';
import { answerHelper, ringHelper } from './helper-bell.ts';
import { moveTicket } from './move.ts';
import { type NoteBody, noteTicket } from './notes.ts';
import { type ReconcileBody, reconcileOffline } from './offline.ts';
import { callPaper, endPaper, type PaperStartBody, startPaper } from './paper.ts';
import { reconcilePaper } from './paper-afterwards.ts';
import { park, resume } from './parking.ts';
import { type CloseBody, closeWindow, openWindow, pauseWindow } from './pausing.ts';
import { declineRating, type GiveBody, giveRating, lapseRatings } from './ratings.ts';
import { reactivateTicket } from './reactivate.ts';
import { type RestoreBody, restoreHall } from './restored.ts';
import { finishService, noShow, startService } from './serving.ts';
import { changeSettings, type SettingsChangeBody } from './settings.ts';
import type { HallState } from './state.ts';
import { type TakeBody, takeTicket } from './taking.ts';
import { reportPrint, reprintTicket } from './tickets.ts';
import { transfer } from './transferring.ts';
import { undo } from './undoing.ts';
import { serveWalkIn } from './walk-in.ts';

/** Commands as the ledger takes them: personal data is already in the vault and stands in as a reference. */
export interface LedgerCommands {
  'ticket.take': TakeBody;
  'ticket.reconcile': ReconcileBody;
  'ticket.report-print': CommandBody<'ticket.report-print'>;
  'ticket.reprint': CommandBody<'ticket.reprint'>;
  'ticket.cancel': CommandBody<'ticket.cancel'>;
  'ticket.confirm-class': CommandBody<'ticket.confirm-class'>;
  'ticket.reactivate': CommandBody<'ticket.reactivate'>;
  'ticket.move': CommandBody<'ticket.move'>;
  'window.open': CommandBody<'window.open'>;
  'window.call': CommandBody<'window.call'>;
  'window.call-ticket': CommandBody<'window.call-ticket'>;
  'window.recall': CommandBody<'window.recall'>;
  'window.start': CommandBody<'window.start'>;
  'window.finish': CommandBody<'window.finish'>;
  'window.no-show': CommandBody<'window.no-show'>;
  'window.pause': CommandBody<'window.pause'>;
  'window.close': CloseBody;
  'window.serve': CommandBody<'window.serve'>;
  'window.park': CommandBody<'window.park'>;
  'window.resume': CommandBody<'window.resume'>;
  'window.transfer': CommandBody<'window.transfer'>;
  'window.undo': CommandBody<'window.undo'>;
  'window.assign': CommandBody<'window.assign'>;
  'tickets.close': CloseWaitingBody;
  'ticket.note': NoteBody;
  'paper.start': PaperStartBody;
  'paper.end': CommandBody<'paper.end'>;
  'paper.call': CommandBody<'paper.call'>;
  'paper.reconcile': CommandBody<'paper.reconcile'>;
  'helper.ring': CommandBody<'helper.ring'>;
  'helper.answer': CommandBody<'helper.answer'>;
  'booking.make': BookBody;
  'booking.cancel': CommandBody<'booking.cancel'>;
  'booking.lapse': LapseBody;
  'rating.give': GiveBody;
  'rating.decline': CommandBody<'rating.decline'>;
  'rating.lapse': Record<string, never>;
  'certificate.issue': Omit<CertificateIssued, 'device'>;
  'certificate.report-print': CommandBody<'certificate.report-print'>;
  'certificate.trace': CommandBody<'certificate.trace'>;
  'call.acknowledge': { call: number; how: 'shown' | 'spoken' | 'captioned' };
  'platform.accept': { record: string; version: number };
  'staff.log': { what: 'staff.logged-in' | 'staff.logged-out'; username: string };
  'audit.note': AuditNote;
  'day.begin': Record<string, never>;
  'hall.restore': RestoreBody;
  'settings.change': SettingsChangeBody;
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
  'ticket.reconcile': reconcileOffline,
  'ticket.report-print': reportPrint,
  'ticket.reprint': reprintTicket,
  'ticket.cancel': cancelTicket,
  'ticket.confirm-class': confirmClass,
  'ticket.reactivate': reactivateTicket,
  'ticket.move': moveTicket,
  'window.open': openWindow,
  'window.call': callNext,
  'window.call-ticket': callTicket,
  'window.recall': recall,
  'window.start': startService,
  'window.finish': finishService,
  'window.no-show': noShow,
  'window.pause': pauseWindow,
  'window.close': closeWindow,
  'window.serve': serveWalkIn,
  'window.park': park,
  'window.resume': resume,
  'window.transfer': transfer,
  'window.undo': undo,
  'window.assign': assignWindow,
  'tickets.close': closeWaiting,
  'ticket.note': noteTicket,
  'paper.start': startPaper,
  'paper.end': endPaper,
  'paper.call': callPaper,
  'paper.reconcile': reconcilePaper,
  'helper.ring': ringHelper,
  'helper.answer': answerHelper,
  'booking.make': makeBooking,
  'booking.cancel': cancelBooking,
  'booking.lapse': lapseBookings,
  'rating.give': giveRating,
  'rating.decline': declineRating,
  'rating.lapse': lapseRatings,
  'certificate.issue': issueCertificate,
  'certificate.report-print': reportCertificate,
  'certificate.trace': traceCertificate,
  'call.acknowledge': acknowledge,
  'platform.accept': (_state, body) => decided([{ type: 'platform.accepted', data: body }], DONE),
  'staff.log': (_state, body) => decided([{ type: body.what, data: { username: body.username } }], DONE),
  'audit.note': (_state, body) => decided([{ type: 'audit.noted', data: body }], DONE),
  'day.begin': () => decided([], DONE),
  'hall.restore': restoreHall,
  'settings.change': changeSettings,
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
