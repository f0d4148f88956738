import type { CommandBody } from '@hall/shared/contracts/commands';
import { type Decide, DONE, decided, refused } from './context.ts';
import { placeNow } from './place.ts';

/** The papers of a ticket. */

export const reprintTicket: Decide<CommandBody<'ticket.reprint'>> = (state, body, context) => {
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (ticket.state !== 'committed' && ticket.state !== 'waiting') {
    return refused('TICKET_STATE', `a ${ticket.state} ticket is not printed again`, { state: ticket.state });
  }
  const { reprintLimit } = context.config;
  if (ticket.ordinal > reprintLimit) {
    return refused(
      'REPRINT_LIMIT',
      'reprinted too often',
      { most: reprintLimit },
      {
        zh: `${ticket.number} 已补打 ${ticket.ordinal - 1} 次，不能再补打，请到咨询台核对身份后办理。`,
        en: `${ticket.number} was printed again ${ticket.ordinal - 1} times already. Please go to the guide desk.`,
      },
    );
  }
  const ordinal = ticket.ordinal + 1;
  return decided(
    [{ type: 'ticket.reprinted', data: { ticket: ticket.id, ordinal } }],
    placeNow(state, ticket, ordinal, context),
  );
};

export const reportPrint: Decide<CommandBody<'ticket.report-print'>> = (state, body) => {
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  // A report on an older paper says nothing about the newest one, and a settled report is not turned round.
  if (body.ordinal !== ticket.ordinal) {
    return body.ordinal < ticket.ordinal
      ? decided([], DONE)
      : refused('TICKET_STATE', 'that paper was never asked for');
  }
  if (ticket.print === 'printed' || ticket.print === 'paperless') return decided([], DONE);
  const { report } = body;
  const paper = { ticket: ticket.id, ordinal: body.ordinal };
  if (report.outcome === 'printed') {
    return decided([{ type: 'ticket.printed', data: { ...paper, proof: report.proof } }], DONE);
  }
  if (ticket.print === report.outcome) return decided([], DONE);
  const type = report.outcome === 'failed' ? 'ticket.print-failed' : 'ticket.print-unknown';
  return decided([{ type, data: { ...paper, reason: report.reason } }], DONE);
};
