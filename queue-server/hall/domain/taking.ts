import type { CommandBody } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { Agent } from '@hall/shared/contracts/queueing';
import { admission } from './admission.ts';
import { liveIn } from './change.ts';
import { checkIn } from './check-in.ts';
import { bonusOf, type Classed, claimed, classByAge, heldFor, isMachine } from './classes.ts';
import { type Context, type Decide, type Decision, decided, refused } from './context.ts';
import type { HallEvent, Step, TicketTaken } from './events.ts';
import { itineraryOf } from './itinerary.ts';
import { placeIndex } from './line.ts';
import { noticesOf } from './notices.ts';
import { numberText } from './numbering.ts';
import { type TicketPlace, windowNumbers } from './place.ts';
import { slotKey } from './quotas.ts';
import { type Booking, EMPTY_QUEUE, type HallState } from './state.ts';

/** Taking a number: the rules N, T, C and B of RULES.md in the order in which a person meets them. */

/** What a decision about a person may know: the vault holds the rest. */
export interface KnownPerson {
  readonly personRef: string;
  /** Full years today; null where the card does not say. */
  readonly age: number | null;
}

/** `agent`: who acts for the person [C5], and by which paper. */
export type TakeBody = Omit<CommandBody<'ticket.take'>, 'person' | 'agent'> & {
  readonly person: KnownPerson | null;
  readonly agent?: { readonly personRef: string; readonly authorisation: Agent['authorisation'] };
};

const MINUTE_MS = 60_000;

export const takeTicket: Decide<TakeBody> = (state, body, context) => {
  const { config, at } = context;
  const arrived =
    body.booking === undefined ? null : checkIn(state, { ...body, booking: body.booking }, context);
  if (arrived !== null && !arrived.ok) return arrived.refusal;
  const booking = arrived !== null && !arrived.late ? arrived.booking : null;
  const late = arrived?.late ? arrived.booking : null;

  const way = stepsOf(body, booking ?? late, config);
  if (!way.ok) return way.refusal;
  const [first, ...rest] = way.steps;
  const queue = config.queues.find(({ id }) => id === first.queue);
  if (!queue) return refused('QUEUE_UNKNOWN', 'no such queue');

  // A guide who checks somebody in from the list has seen who it is.
  const person =
    body.person ?? (arrived === null ? null : { personRef: arrived.booking.personRef, age: null });
  const agent = agentOf(state, body, person, context);
  if (agent !== null) return agent;
  const admitted = admission(state, config, queue, at, booking !== null);
  if (admitted.refusal !== null) return { ok: false, error: admitted.refusal };
  const further = rest.length === 0 ? null : refusalOf(state, rest, person, context);
  if (further !== null) return further;
  if (queue.realName && person === null) return refused('CARD_NEEDED', 'this queue needs an ID card');
  const waiting = person === null ? null : waitsAlready(state, person, queue.id, config);
  if (waiting !== null) return waiting;

  let classed = booking === null ? classByAge(person?.age ?? null, config) : booked(person, config);
  if (body.claim !== undefined) {
    const found = claimed(body.claim, classed, context.actor, config);
    if (!found.ok) return found.refusal;
    classed = found.value;
  }
  const from = booking === null ? at : booking.from;
  const data: TicketTaken = {
    ticket: context.newTicketId(),
    number: numberText(queue, admitted.number),
    ordinalOfDay: admitted.number,
    queue: queue.id,
    items: first.items,
    class: classed.class,
    arrival: at,
    virtual: from - classed.bonusMin * MINUTE_MS,
    personRef: person?.personRef ?? null,
    paperless: body.paperless,
    progressToken: context.newId(),
    shortCode: context.head.slice(0, 6).toUpperCase(),
    source: context.actor,
    ...(classed.classReason === undefined ? {} : { classReason: classed.classReason }),
    ...(classed.boundTo === undefined ? {} : { boundTo: classed.boundTo }),
    ...(booking === null ? {} : { booking: booking.booking, notBefore: booking.from }),
    ...(admitted.slot === null ? {} : { slot: slotKey(admitted.slot), slotTaken: admitted.slotTaken + 1 }),
    ...(body.agent === undefined
      ? {}
      : { agentRef: body.agent.personRef, authorisation: body.agent.authorisation }),
    ...(rest.length === 0 ? {} : { steps: rest }),
  };
  const events: HallEvent[] = [{ type: 'ticket.taken', data }];
  // Behind the number, whose short code is of the head before it.
  if (late?.state === 'booked') {
    events.push({ type: 'bookings.missed', data: { bookings: [late.booking] } });
  }
  const { waiting: line } = state.queues.get(queue.id) ?? EMPTY_QUEUE;
  const place = { virtual: data.virtual, seq: state.seq + 1, ticket: data.ticket };
  const position = placeIndex(line, place);
  const notices = noticesOf(admitted, late, config, queue, at);
  return decided(events, {
    ticket: data.ticket,
    number: data.number,
    ordinal: 1,
    day: state.day as string,
    at,
    queue: queue.id,
    items: data.items,
    class: data.class,
    ahead: position,
    windows: windowNumbers(state, context, queue.id, data.boundTo ?? null),
    progressToken: data.progressToken,
    shortCode: data.shortCode,
    ...(data.classReason === undefined ? {} : { classReason: data.classReason }),
    ...(rest.length === 0 ? {} : { route: rest.map((step) => step.queue) }),
    ...(notices.length === 0 ? {} : { notices }),
  } satisfies TicketPlace);
};

type Way =
  | { readonly ok: false; readonly refusal: Decision }
  | { readonly ok: true; readonly steps: readonly [Step, ...Step[]] };

function stepsOf(body: TakeBody, booking: Booking | null, config: HallConfig): Way {
  if (booking !== null) return { ok: true, steps: [{ queue: booking.queue, items: booking.items }] };
  const most = config.calling.itemsPerTicket;
  if (body.items.length > most) {
    const text = {
      zh: `一张号票最多办 ${most} 个事项，请分次取号或到咨询台。`,
      en: `One number takes ${most} service${most === 1 ? '' : 's'} at most. Please take another number for the rest, or ask at the guide desk.`,
    };
    return { ok: false, refusal: refused('TOO_MANY_ITEMS', 'too many items', { most }, text) };
  }
  const steps = itineraryOf(config, body.items, body.queue);
  const [first, ...rest] = steps ?? [];
  if (steps === null || first === undefined) {
    return { ok: false, refusal: refused('ITEM_UNKNOWN', 'an item of the list is unknown') };
  }
  return { ok: true, steps: [first, ...rest] };
}

/** Queues that come later must be open now and have a window: nobody is sent on a way that ends before a closed door. */
function refusalOf(
  state: HallState,
  steps: readonly Step[],
  person: KnownPerson | null,
  { config, at }: Context,
): Decision | null {
  for (const step of steps) {
    const queue = config.queues.find(({ id }) => id === step.queue);
    if (!queue) return refused('QUEUE_UNKNOWN', 'no such queue');
    const { refusal } = admission(state, config, queue, at, false);
    // Its numbers are not asked for: the ticket keeps the one that it has.
    if (refusal?.code === 'QUEUE_CLOSED' || refusal?.code === 'QUEUE_WITHOUT_WINDOW') {
      return { ok: false, error: refusal };
    }
    if (queue.realName && person === null)
      return refused('CARD_NEEDED', 'a queue of the way needs an ID card');
  }
  return null;
}

/** [T6] */
function waitsAlready(
  state: HallState,
  person: KnownPerson,
  queue: string,
  config: HallConfig,
): Decision | null {
  if (!config.taking.onePerPerson) return null;
  const ticket = liveIn(state, person.personRef, queue)[0];
  if (ticket === undefined) return null;
  const { number } = ticket;
  return refused(
    'ALREADY_WAITING',
    'the person waits in this queue',
    { number },
    {
      zh: `您已在这个队列中排队，号码是 ${number}。号票遗失可补打。`,
      en: `You are already waiting in this queue with number ${number}. If the paper is lost, it can be printed again.`,
    },
  );
}

/** [C5] */
function agentOf(
  state: HallState,
  { agent }: TakeBody,
  person: KnownPerson | null,
  { config, actor }: Context,
): Decision | null {
  if (agent === undefined) return null;
  if (isMachine(actor, config)) return refused('FORBIDDEN', 'a person looks at the authorisation');
  if (person === null) return refused('CARD_NEEDED', 'whom it is for must be known');
  if (person.personRef === agent.personRef) {
    return refused('BAD_REQUEST', 'nobody is their own agent', undefined, {
      zh: '代办人与本人是同一人，请按本人取号。',
      en: 'The agent and the person are the same: please take an ordinary number.',
    });
  }
  const most = config.priority.agentTickets;
  if (heldFor(state, agent.personRef) < most) return null;
  const text =
    most === 0
      ? {
          zh: '本大厅不办理代办取号，请本人前来。',
          en: 'Here nobody can take a number for somebody else. Please come in person.',
        }
      : {
          zh: `一位代办人同时最多持有 ${most} 张代办号票，请先办完手中的。`,
          en: `One agent holds ${most} number${most === 1 ? '' : 's'} for others at most. Please have those served first.`,
        };
  return refused('AGENT_LIMIT', 'too many tickets for others', { most }, text);
}

/** [C2] Older people lose nothing by booking. */
function booked(person: KnownPerson | null, config: HallConfig): Classed {
  const { bonusMin } = classByAge(person?.age ?? null, config);
  return { class: 'appointment', bonusMin: Math.max(bonusMin, bonusOf('appointment', config)) };
}
