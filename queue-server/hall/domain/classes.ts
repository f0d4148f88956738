import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { TicketClass } from '@hall/shared/contracts/messages';
import type { Claim } from '@hall/shared/contracts/queueing';
import type { ConfirmedKind } from '@hall/shared/contracts/rules';
import type { Text } from '@hall/shared/contracts/text';
import { windowWords } from '@hall/shared/contracts/wording';
import { joinLine, leaveLine, need, withTicket } from './change.ts';
import { type Decide, type Decision, DONE, decided, refused } from './context.ts';
import type { ClassConfirmed } from './events.ts';
import { turnOf } from './next/eligible.ts';
import { type HallState, isLive, type Ticket } from './state.ts';

/** Classes: minutes ahead of the arrival, by card, booking or a guide's confirmation [C1] … [C6]. */

const MINUTE_MS = 60_000;

/** Stands as the reason of a ticket that is bound to the windows for enterprises [C6]. */
export const ENTERPRISE = 'enterprise';

export interface Classed {
  readonly class: TicketClass;
  readonly bonusMin: number;
  readonly classReason?: string;
  readonly boundTo?: readonly string[];
}

export function bonusOf(ticketClass: TicketClass, config: HallConfig): number {
  const { bonusMin } = config.priority;
  switch (ticketClass) {
    case 'senior':
    case 'priority':
    case 'green':
    case 'appointment':
      return bonusMin[ticketClass];
    default:
      return 0;
  }
}

/** [C1] What the card says. */
export function classByAge(age: number | null, config: HallConfig): Classed {
  return age !== null && age >= config.priority.seniorAge
    ? { class: 'senior', bonusMin: bonusOf('senior', config) }
    : { class: 'ordinary', bonusMin: 0 };
}

/** Machines read cards; what has to be looked at is confirmed by a person. */
export function isMachine(actor: string, config: HallConfig): boolean {
  return config.devices.some(({ id }) => id === actor);
}

type Claimed =
  | { readonly ok: true; readonly value: Classed }
  | { readonly ok: false; readonly refusal: Decision };

/** [C3] [C4] [C6] `own` is the class without the claim: nobody loses by a confirmation. */
export function claimed(claim: Claim, own: Classed, actor: string, config: HallConfig): Claimed {
  if (isMachine(actor, config)) {
    return { ok: false, refusal: refused('FORBIDDEN', 'only a guide confirms a class') };
  }
  const { confirmed, greenReasons, enterpriseWindows } = config.priority;
  if (claim.kind === ENTERPRISE) {
    if (enterpriseWindows.length === 0) return notOffered(claim.kind);
    return { ok: true, value: { ...own, classReason: ENTERPRISE, boundTo: enterpriseWindows } };
  }
  if (claim.kind === 'green') {
    if (!greenReasons.some(({ id }) => id === claim.reason)) return notOffered(claim.reason);
    const bonusMin = Math.max(own.bonusMin, bonusOf('green', config));
    return { ok: true, value: { ...own, class: 'green', bonusMin, classReason: claim.reason } };
  }
  if (!confirmed.includes(claim.kind)) return notOffered(claim.kind);
  const bonusMin = Math.max(own.bonusMin, bonusOf('priority', config));
  // The green channel is more than minutes [X4].
  if (own.class === 'green') return { ok: true, value: { ...own, bonusMin } };
  return { ok: true, value: { ...own, class: 'priority', bonusMin, classReason: claim.kind } };
}

function notOffered(what: string): Claimed {
  return { ok: false, refusal: refused('CLASS_NOT_OFFERED', 'the hall does not offer this class', { what }) };
}

/** A guide has seen the proof: the ticket moves to its place in this class. */
export const confirmClass: Decide<{ readonly ticket: string; readonly claim: Claim }> = (
  state,
  body,
  { config, actor },
) => {
  const ticket = state.tickets.get(body.ticket);
  if (!ticket) return refused('TICKET_UNKNOWN', 'no such ticket today');
  if (!mayConfirm(ticket)) {
    return refused('TICKET_STATE', `a ${ticket.state} ticket keeps its class`, { state: ticket.state });
  }
  const own: Classed = {
    class: ticket.class,
    // Of a booking of somebody older the class says less than what they were given.
    bonusMin: Math.max(bonusOf(ticket.class, config), (turnOf(ticket) - ticket.virtual) / MINUTE_MS),
    ...(ticket.classReason === null ? {} : { classReason: ticket.classReason }),
    ...(ticket.boundTo === null ? {} : { boundTo: ticket.boundTo }),
  };
  const found = claimed(body.claim, own, actor, config);
  if (!found.ok) return found.refusal;
  const { value } = found;
  const bound = value.boundTo?.join() !== ticket.boundTo?.join();
  const isSame = value.class === ticket.class && value.classReason === ticket.classReason;
  if (isSame && value.bonusMin === own.bonusMin && !bound) return decided([], DONE);
  const data: ClassConfirmed = {
    ticket: ticket.id,
    class: value.class,
    classReason: value.classReason as string,
    // From the place that it has: a number that was passed or moved keeps what that cost it.
    virtual: ticket.virtual - (value.bonusMin - own.bonusMin) * MINUTE_MS,
    ...(bound && value.boundTo !== undefined ? { boundTo: value.boundTo } : {}),
  };
  return decided([{ type: 'ticket.class-confirmed', data }], DONE);
};

/** A ticket that stands in a line. */
export function mayConfirm(ticket: Ticket): boolean {
  return isLive(ticket) && ticket.window === null && ticket.state !== 'parked';
}

const CONFIRMED_WORDS: Readonly<Record<ConfirmedKind, Text>> = {
  disabled: { zh: '残疾人', en: 'disabled person' },
  soldier: { zh: '军人', en: 'service member' },
  pregnant: { zh: '孕妇', en: 'expectant mother' },
};

/** Why a ticket has its class, for whoever holds it; null for an ordinary one. */
export function classWords(
  ticket: { readonly class: TicketClass; readonly classReason: string | null },
  config: HallConfig,
): Text | null {
  const { seniorAge, greenReasons, enterpriseWindows } = config.priority;
  const { classReason: reason } = ticket;
  if (reason === ENTERPRISE) {
    const numbers = config.windows.flatMap(({ id, number }) =>
      enterpriseWindows.includes(id) ? [number] : [],
    );
    const where = windowWords(numbers);
    return { zh: `重点企业，由${where.zh}办理。`, en: `Key enterprise: served at ${where.en}.` };
  }
  switch (ticket.class) {
    case 'senior':
      // Read by the person on paper and by the clerk at the desk.
      return { zh: `满${seniorAge}岁，优先办理。`, en: `${seniorAge} or older: served earlier.` };
    case 'priority': {
      const words = CONFIRMED_WORDS[reason as ConfirmedKind];
      return words === undefined
        ? { zh: '经导办确认，优先办理。', en: 'A guide confirmed it: you are served earlier.' }
        : {
            zh: `${words.zh}，经导办确认优先办理。`,
            en: `Confirmed by a guide (${words.en}): you are served earlier.`,
          };
    }
    case 'green': {
      const name = greenReasons.find(({ id }) => id === reason)?.name;
      return name === undefined
        ? { zh: '绿色通道办理。', en: 'Served by the green channel.' }
        : { zh: `绿色通道：${name.zh}。`, en: `Green channel: ${name.en}.` };
    }
    case 'appointment':
      return {
        zh: '已预约，按预约时段办理。',
        en: 'You have an appointment: your place counts from its time.',
      };
    case 'returning':
      return { zh: '过号后重新排队。', en: 'You came back after a missed call.' };
    default:
      return null;
  }
}

/** How many live tickets a person holds for others [C5]. Asked only where an agent comes. */
export function heldFor(state: HallState, agentRef: string): number {
  // Every such ticket is a real-name one, so that the index of live persons has it.
  const ids = new Set(state.live.valueSeq().flatMap((held) => held.split(' ')));
  let count = 0;
  for (const id of ids) if (state.tickets.get(id)?.agentRef === agentRef) count += 1;
  return count;
}

/** What `ticket.class-confirmed` makes of the hall: another place in the same line. */
export function classConfirmed(
  state: HallState,
  event: { readonly seq: number; readonly data: ClassConfirmed },
): HallState {
  const { data } = event;
  const left = leaveLine(state, need(state, data.ticket));
  const next = withTicket(left, event, (ticket) => ({
    ...ticket,
    class: data.class,
    classReason: data.classReason,
    virtual: data.virtual,
    boundTo: data.boundTo ?? ticket.boundTo,
  }));
  return joinLine(next, need(next, data.ticket));
}
