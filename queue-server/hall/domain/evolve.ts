import { assigned } from './assigning.ts';
import { bookingsAfter } from './bookings.ts';
import { ticketsClosed } from './bulk-close.ts';
import { called, recalled, shown } from './calling.ts';
import { cancelled } from './cancelling.ts';
import { certificateIssued, certificateTraced, certificateTurnedOut } from './certificates.ts';
import { classConfirmed } from './classes.ts';
import type { StoredEvent } from './events.ts';
import { helperAnswered, rung } from './helper-bell.ts';
import { newDay } from './new-day.ts';
import { markedBy } from './next/marked-by.ts';
import { noted } from './notes.ts';
import { paperEnded, paperStarted } from './paper.ts';
import { parked, resumed } from './parking.ts';
import { closed, opened, paused } from './pausing.ts';
import { notPrinted, printed, reprinted } from './printed.ts';
import { rated } from './ratings.ts';
import { reactivated } from './reactivate.ts';
import { afterRestore } from './restored.ts';
import { didNotCome, finished, started } from './serving.ts';
import { settingsChanged } from './settings-changed.ts';
import type { HallState } from './state.ts';
import { taken } from './taken.ts';
import { transferred } from './transferring.ts';
import { undone } from './undoing.ts';

/** What one event makes of the hall. Pure: old states stay valid. An event that cannot apply is a bug. */
export function evolve(state: HallState, event: StoredEvent): HallState {
  const marksOf = markedBy(state, event);
  const next = apply(state, event);
  return { ...next, marks: marksOf(next), seq: event.seq, at: Math.max(state.at, event.at) };
}

function apply(state: HallState, event: StoredEvent): HallState {
  switch (event.type) {
    case 'day.began':
      return newDay(state, event);
    case 'ticket.taken':
      return taken(state, event);
    case 'ticket.printed':
      return printed(state, event);
    case 'ticket.print-failed':
      return notPrinted(state, event, 'failed');
    case 'ticket.print-unknown':
      return notPrinted(state, event, 'unknown');
    case 'ticket.reprinted':
      return reprinted(state, event);
    case 'ticket.cancelled':
      return cancelled(state, event);
    case 'ticket.called':
      return called(state, event);
    case 'ticket.recalled':
      return recalled(state, event);
    case 'ticket.started':
      return started(state, event);
    case 'ticket.finished':
      return finished(state, event);
    case 'ticket.no-show':
      return didNotCome(state, event);
    case 'ticket.parked':
      return parked(state, event);
    case 'ticket.resumed':
      return resumed(state, event);
    case 'ticket.transferred':
      return transferred(state, event);
    case 'ticket.reactivated':
      return reactivated(state, event);
    case 'ticket.class-confirmed':
      return classConfirmed(state, event);
    case 'booking.made':
    case 'booking.cancelled':
    case 'bookings.missed':
      return bookingsAfter(state, event);
    case 'ticket.noted':
      return noted(state, event);
    case 'tickets.closed':
      return ticketsClosed(state, event);
    case 'window.opened':
      return opened(state, event);
    case 'window.paused':
      return paused(state, event);
    case 'window.closed':
      return closed(state, event);
    case 'window.assigned':
      return assigned(state, event);
    case 'window.undone':
      return undone(state, event);
    case 'paper.started':
      return paperStarted(state, event);
    case 'paper.ended':
      return paperEnded(state, event);
    case 'helper.rung':
      return rung(state, event);
    case 'helper.answered':
      return helperAnswered(state, event);
    case 'settings.changed':
      return settingsChanged(state, event);
    case 'call.shown':
      return shown(state, event);
    case 'rating.given':
      return rated(state, event, 'given', event.data.grade, event.data.thanksUntil);
    case 'rating.declined':
      return rated(state, event, 'declined', null, null);
    case 'rating.lapsed':
      return rated(state, event, 'lapsed', null, null);
    case 'certificate.issued':
      return certificateIssued(state, event);
    case 'certificate.printed':
      return certificateTurnedOut(state, event, 'printed');
    case 'certificate.print-failed':
      return certificateTurnedOut(state, event, 'failed');
    case 'certificate.print-unknown':
      return certificateTurnedOut(state, event, 'unknown');
    case 'certificate.traced':
      return certificateTraced(state, event);
    case 'hall.restored':
      return afterRestore(state, event.data);
    case 'platform.accepted':
    case 'staff.logged-in':
    case 'staff.logged-out':
    case 'audit.noted':
      return state;
  }
}
