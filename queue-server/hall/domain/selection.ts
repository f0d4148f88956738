import type { HallConfig, WindowConfig } from '@hall/shared/contracts/hall-config';
import type { CallReason } from './events.ts';
import { EMPTY_QUEUE, type HallState, type Ticket } from './state.ts';

/** A kiosk that never reported a paper: after this its number counts as one with an unknown paper. */
const PRINT_SILENCE_MS = 60_000;

/** A number may be called once its paper is out, or a set time after nobody knows whether it is. */
export function isCallable(ticket: Ticket, config: HallConfig, at: number): boolean {
  if (ticket.state === 'waiting') return true;
  if (ticket.state !== 'committed') return false;
  const unknownMs = config.calling.unknownPrintSeconds * 1000;
  if (ticket.print === 'unknown') return at >= ticket.printAt + unknownMs;
  return ticket.print === 'pending' && at >= ticket.printAt + PRINT_SILENCE_MS + unknownMs;
}

export interface Selected {
  readonly ticket: Ticket;
  readonly why: CallReason;
}

/**
 * Who comes next at a window: the callable ticket with the earliest virtual arrival in the queues that it
 * serves; ties by the order of the window's queues, then by ledger position.
 */
export function selectNext(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  at: number,
): Selected | null {
  let best: Ticket | null = null;
  let candidates = 0;
  for (const queueId of window.queues) {
    const line = (state.queues.get(queueId) ?? EMPTY_QUEUE).waiting;
    candidates += line.size;
    for (const place of line) {
      if (best !== null && place.virtual >= best.virtual) break;
      const ticket = state.tickets.get(place.ticket);
      if (ticket && isCallable(ticket, config, at)) {
        best = ticket;
        break;
      }
    }
  }
  if (best === null) return null;
  const bonusMin = Math.round((best.arrival - best.virtual) / 60_000);
  const passedOver = bonusMin === 0 ? 0 : overtaken(state, config, window, best, at);
  return {
    ticket: best,
    why: {
      rule: candidates === 1 ? 'only-one' : passedOver > 0 ? 'class-bonus' : 'earliest',
      waitedMin: Math.max(0, Math.floor((at - best.arrival) / 60_000)),
      passedOver,
      bonusMin,
    },
  };
}

/** Callable people of this window's queues who arrived before the chosen one. */
function overtaken(
  state: HallState,
  config: HallConfig,
  window: WindowConfig,
  chosen: Ticket,
  at: number,
): number {
  let count = 0;
  for (const queueId of window.queues) {
    for (const place of (state.queues.get(queueId) ?? EMPTY_QUEUE).waiting) {
      if (place.virtual >= chosen.arrival) break;
      const ticket = state.tickets.get(place.ticket);
      if (
        ticket &&
        ticket.id !== chosen.id &&
        ticket.arrival < chosen.arrival &&
        isCallable(ticket, config, at)
      ) {
        count += 1;
      }
    }
  }
  return count;
}
