import type { CommandBody } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { callOf, readyToCall } from './calling.ts';
import { type Decide, type Decision, refused } from './context.ts';
import { isBoundElsewhere, isCallable, isWaiting, slotBegan } from './next/eligible.ts';
import { linesOf } from './next/lines.ts';
import { reasonFor } from './next/reason.ts';
import type { Ticket } from './state.ts';

/** [K9] Somebody is called out of turn: a clerk's choice, with one of the hall's reasons, as any call. */
export const callTicket: Decide<CommandBody<'window.call-ticket'>> = (state, body, context) => {
  const { config, at } = context;
  const ready = readyToCall(state, body, context);
  if (!ready.ok) return ready.decision;
  if (!config.calling.outOfTurnReasons.some(({ id }) => id === body.reason)) {
    return refused('OUT_OF_TURN', 'not one of the reasons of this hall', {
      reasons: config.calling.outOfTurnReasons.map(({ id }) => id),
    });
  }
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (!isWaiting(ticket)) {
    return refused('TICKET_STATE', `a ${ticket.state} ticket is not called`, { state: ticket.state });
  }
  if (isBoundElsewhere(ticket, body.window)) return boundElsewhere(ticket, config);
  if (!isCallable(ticket, config, at)) {
    const because = slotBegan(ticket, at) ? 'paper-not-out' : 'booking-slot';
    return refused('NOT_CALLABLE', 'cannot be called yet', { because });
  }
  const lines = linesOf(state, config, ready.at.window, at);
  const open = lines.secondary.filter(({ queue }) => queue === ticket.queue);
  const found = { rule: 'out-of-turn', ticket, open, reason: body.reason } as const;
  return callOf(state, ready, reasonFor(state, config, lines, found, at), context);
};

/** The refusal to call a ticket that other windows wait for. */
export function boundElsewhere(ticket: Ticket, config: HallConfig): Decision {
  const windows = config.windows.filter(({ id }) => ticket.boundTo?.includes(id)).map(({ number }) => number);
  return refused(
    'TICKET_BOUND',
    'bound to other windows',
    { windows },
    {
      zh: `${ticket.number} 指定由 ${windows.join('、')} 号窗口办理，请由该窗口呼叫，或请导办改派。`,
      en: `${ticket.number} is bound to window ${windows.join(', ')}. Let it call, or ask a guide to move the ticket.`,
    },
  );
}
