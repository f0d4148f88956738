import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import { waitsSince } from '../change.ts';
import type { CallReason, CallShare, PassedBecause, PassedOver } from '../events.ts';
import { EMPTY_QUEUE, type HallState, type Ticket } from '../state.ts';
import { isBoundElsewhere, isWaiting, slotBegan, turnOf } from './eligible.ts';
import { inLine, type Lines } from './lines.ts';
import { countedOf, overtookBy } from './overtaken.ts';
import { eligibleIn, type OpenSecondary } from './secondary.ts';
import type { Selected } from './select.ts';

/** Why this ticket, and who was passed over: as data, for the log and for `explain.ts`. */

const MINUTE_MS = 60_000;
/** More names would not be read. */
const PASSED_SHOWN = 3;
/** How far along a line an explanation looks for people who could not be called. */
const LOOKED_AT = 20;

export interface Found {
  readonly rule: 'overtaken' | 'bound' | 'green' | 'lines' | 'secondary' | 'out-of-turn';
  readonly ticket: Ticket;
  /** [X6] Secondary queues that were open to the window. */
  readonly open: readonly OpenSecondary[];
  /** [K9] Id of the clerk's reason. */
  readonly reason?: string;
  /** [X2] */
  readonly share?: CallShare;
}

export function reasonFor(
  state: HallState,
  config: HallConfig,
  lines: Lines,
  found: Found,
  at: number,
): Selected {
  const { ticket } = found;
  const open = found.open.map(({ queue }) => queue);
  const overtook = overtookBy(state, lines, ticket, open);
  const rule = ruleOf(state, lines, found, overtook.length);
  const bonusMin = Math.max(0, Math.round((turnOf(ticket) - ticket.virtual) / MINUTE_MS));
  const counted = countedOf(overtook);
  const passed = passedOver(state, config, lines, found, counted, BECAUSE[rule] ?? 'class', at);
  const secondary = found.open.find(({ queue }) => queue === ticket.queue);
  return {
    ticket,
    overtook: counted.map(({ id }) => id),
    why: {
      rule,
      waitedMin: minutes(at - waitsSince(ticket)),
      passedOver: overtook.length,
      bonusMin: rule === 'class-bonus' || rule === 'booking' ? bonusMin : 0,
      ...(passed.length > 0 && { passed }),
      ...(ticket.overtaken > 0 && {
        overtakenBy: ticket.overtaken,
        overtakenMin: minutes(at - (ticket.overtakenAt ?? at)),
      }),
      ...(rule === 'green' && ticket.classReason !== null && { reason: ticket.classReason }),
      ...(found.reason !== undefined && { reason: found.reason }),
      ...(found.share !== undefined && { share: found.share }),
      ...(rule === 'secondary' &&
        secondary && {
          waiting: eligibleIn(state, lines, secondary.queue),
          above: secondary.above,
        }),
    },
  };
}

/** [X5] says which of its cases it was. */
function ruleOf(state: HallState, lines: Lines, found: Found, overtook: number): CallReason['rule'] {
  const { rule, ticket } = found;
  if (rule !== 'lines') return rule;
  const waiting = lines.queues.reduce(
    (sum, queue) => sum + (state.queues.get(queue) ?? EMPTY_QUEUE).waiting.size,
    0,
  );
  if (waiting === 1 && overtook === 0 && lines.queues.includes(ticket.queue)) return 'only-one';
  if (ticket.class === 'returning') return 'returning';
  if (ticket.notBefore !== null) return 'booking';
  return overtook > 0 ? 'class-bonus' : 'earliest';
}

const BECAUSE: Partial<Record<CallReason['rule'], PassedBecause>> = {
  overtaken: 'overtaken',
  bound: 'bound',
  green: 'green',
  secondary: 'secondary',
  'out-of-turn': 'chosen',
};

/** The first few who arrived earlier: those who could have been called, then those who could not. */
function passedOver(
  state: HallState,
  config: HallConfig,
  lines: Lines,
  found: Found,
  counted: readonly Ticket[],
  because: PassedBecause,
  at: number,
): PassedOver[] {
  const { ticket } = found;
  const passed: PassedOver[] = counted.slice(0, PASSED_SHOWN).map(({ number }) => ({ number, because }));
  const queues = [...lines.queues, ...found.open.map(({ queue }) => queue)];
  for (const queue of queues) {
    for (const other of passable(state, queue)) {
      if (passed.length >= PASSED_SHOWN) return passed;
      if (other.id === ticket.id || other.arrival >= ticket.arrival || !isWaiting(other)) continue;
      if (lines.eligible(other)) continue;
      if (!slotBegan(other, at)) {
        passed.push({
          number: other.number,
          because: 'booking-slot',
          from: localTime(other.notBefore as number, config.timeZone).clock,
        });
      } else {
        const elsewhere = isBoundElsewhere(other, lines.window);
        passed.push({ number: other.number, because: elsewhere ? 'bound-elsewhere' : 'paper-not-out' });
      }
    }
  }
  return passed;
}

/** The head of a line, and its tail, where bookings wait for their slot. */
function* passable(state: HallState, queue: string): Iterable<Ticket> {
  let seen = 0;
  for (const ticket of inLine(state, queue)) {
    if (seen >= LOOKED_AT) break;
    seen += 1;
    yield ticket;
  }
  const { waiting } = state.queues.get(queue) ?? EMPTY_QUEUE;
  for (let i = Math.max(seen, waiting.size - LOOKED_AT); i < waiting.size; i += 1) {
    const ticket = state.tickets.get(waiting.get(i)?.ticket ?? '');
    if (ticket) yield ticket;
  }
}

function minutes(ms: number): number {
  return Math.max(0, Math.floor(ms / MINUTE_MS));
}
