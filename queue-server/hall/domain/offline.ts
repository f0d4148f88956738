import { ERRORS, type ErrorCode } from '@hall/shared/contracts/errors';
import type { QueueConfig } from '@hall/shared/contracts/hall-config';
import type { OfflineResult, OfflineTicket } from '@hall/shared/contracts/offline';
import { fault } from '@hall/shared/contracts/result';
import { localTime } from '@hall/shared/contracts/time';
import { liveIn } from './change.ts';
import { bonusOf, classByAge } from './classes.ts';
import type { Context, Decide, Happening, SettledRequest } from './context.ts';
import { instantOf } from './dates.ts';
import type { OfflineFlag, TicketTaken } from './events.ts';
import { numberText, reservedRange } from './numbering.ts';
import { isOpenAt } from './opening.ts';
import { type TicketPlace, windowNumbers } from './place.ts';
import { EMPTY_QUEUE, type HallState, isLive, type Ticket } from './state.ts';
import type { KnownPerson } from './taking.ts';

/**
 * [N4] Numbers that a kiosk gave from its own range while it had no server. They are honoured: whoever holds such a
 * paper stands in the line since the time on it. What would have been refused is flagged, and told in the story.
 *
 * A press whose online answer was lost may have made a number as well (its twin). **The paper in the person's hand
 * wins**: the twin, which no paper shows, is void. Only where somebody was called under the twin, or got a paper of
 * it at the guide desk, the twin stays and the kiosk's number is void. A paper of a day that is over is in no line, and
 * its twin of today is void all the same.
 */

export interface OfflineTicketBody extends Omit<OfflineTicket, 'person'> {
  readonly person: KnownPerson | null;
  /** A person was sealed with it, and could not be read. */
  readonly unread: boolean;
}

export interface ReconcileBody {
  readonly since: number;
  readonly tickets: readonly OfflineTicketBody[];
  readonly givenUp: readonly string[];
}

const MINUTE_MS = 60_000;

/** What the decisions of one batch know of each other. */
interface Batch {
  readonly events: Happening[];
  readonly results: OfflineResult[];
  readonly settles: SettledRequest[];
  /** Twins that are void by now. */
  readonly voided: Set<string>;
  readonly numbers: Set<string>;
  /** `personRef queue` of those taken in this batch. */
  readonly persons: Set<string>;
  /** Queue → taken in this batch. */
  readonly issued: Map<string, number>;
}

export const reconcileOffline: Decide<ReconcileBody> = (state, body, context) => {
  const batch: Batch = {
    ...{ events: [], results: [], settles: [], voided: new Set(), numbers: new Set(), persons: new Set() },
    issued: new Map(),
  };
  for (const ticket of body.tickets.toSorted((a, b) => a.takenAt - b.takenAt)) {
    reconcileOne(state, ticket, body.since, context, batch);
  }
  for (const requestId of body.givenUp) giveUp(state, requestId, context, batch);
  const { events, results, settles } = batch;
  return { ok: true, value: { events, answer: { results }, settles } };
};

function reconcileOne(
  state: HallState,
  body: OfflineTicketBody,
  since: number,
  context: Context,
  batch: Batch,
): void {
  const { config, at } = context;
  const { requestId, number } = body;
  const say = (
    outcome: OfflineResult['outcome'],
    ticket: string | null,
    code: ErrorCode | null = null,
  ): void => {
    const text = code === null ? null : ERRORS[code].text;
    batch.results.push({ requestId, outcome, ticket, code, text });
  };
  const used = numberToday(state, number);
  if (used !== undefined && used.origin === 'offline' && used.progressToken === body.progressToken) {
    // A paper that came out while the first answer was lost: the older one must not count as the newest.
    if (body.ordinal > used.ordinal) batch.events.push(...paperEvents(used.id, body));
    say(used.state === 'void' ? 'void' : 'known', used.id);
    return;
  }
  const today = state.day as string;
  if (body.clockSure && body.day < today) {
    // Its ask came after midnight: nobody prints what that made, and nobody would ever come when it is called.
    const twin = twinOf(state, requestId, context, batch);
    if (twin !== null && mayBeReplaced(twin)) cancel(twin, 'replaced', batch);
    noteDifference(body, 'over', context, batch);
    settle(batch, requestId);
    say('over', null);
    return;
  }
  const queue = config.queues.find(({ id }) => id === body.queue);
  const ordinal = queue === undefined ? null : ownNumber(queue, body, context);
  if (queue === undefined || ordinal === null || used !== undefined || batch.numbers.has(number)) {
    noteDifference(body, 'refused', context, batch);
    settle(batch, requestId);
    say('refused', null, queue === undefined ? 'QUEUE_UNKNOWN' : 'OFFLINE_NUMBER');
    return;
  }
  batch.numbers.add(number);
  const twin = twinOf(state, requestId, context, batch);
  const replaced = twin !== null && mayBeReplaced(twin);
  const arrival = Math.min(at, Math.max(startOf(today, config.timeZone), Math.min(since, at), body.takenAt));
  const data = takenData(state, { body, queue, ordinal, arrival, twin }, context, batch);
  if (twin !== null && replaced) cancel(twin, 'replaced', batch);
  batch.events.push({ type: 'ticket.taken', data, occurredAt: arrival }, ...paperEvents(data.ticket, body));
  batch.issued.set(queue.id, (batch.issued.get(queue.id) ?? 0) + 1);
  if (data.personRef !== null) batch.persons.add(`${data.personRef} ${queue.id}`);
  settle(batch, requestId, placeOf(state, data, body, context));
  const counts = twin === null || replaced;
  if (!counts) {
    batch.events.push({ type: 'ticket.cancelled', data: { ticket: data.ticket, reason: 'replaced' } });
  }
  say(counts ? 'taken' : 'void', data.ticket);
}

/** The ticket that was given under the press's own id, and still counts. */
function twinOf(state: HallState, requestId: string, context: Context, batch: Batch): Ticket | null {
  const id = context.takenUnder?.(requestId) ?? null;
  const twin = id === null ? undefined : state.tickets.get(id);
  // An answer that this very command settled names the offline ticket itself.
  if (twin === undefined || twin.origin === 'offline' || batch.voided.has(twin.id)) return null;
  return twin.state === 'void' || twin.state === 'closed' ? null : twin;
}

/** No paper of it is out, and nobody was called under it. */
function mayBeReplaced(twin: Ticket): boolean {
  return twin.state === 'committed' && twin.print !== 'printed' && twin.ordinal === 1;
}

function cancel(twin: Ticket, reason: 'replaced' | 'print-failed', batch: Batch): void {
  batch.voided.add(twin.id);
  batch.events.push({ type: 'ticket.cancelled', data: { ticket: twin.id, reason } });
}

function numberToday(state: HallState, number: string): Ticket | undefined {
  return state.tickets.find((ticket) => ticket.number === number && ticket.day === state.day);
}

/** The numeric part, where the number is one of those that this kiosk keeps; null: it is not. */
function ownNumber(
  queue: QueueConfig,
  { number }: OfflineTicketBody,
  { config, actor }: Context,
): number | null {
  const n = Number(number.replace(/^[A-Z]+/, ''));
  const range = reservedRange(config, queue, actor);
  const own = range !== null && n >= range.first && n <= range.last;
  return own && numberText(queue, n) === number ? n : null;
}

/** A kiosk's clock cannot bring anybody before the day. */
function startOf(day: string, timeZone: string): number {
  return instantOf(day, 0, timeZone);
}

interface Taking {
  readonly body: OfflineTicketBody;
  readonly queue: QueueConfig;
  readonly ordinal: number;
  readonly arrival: number;
  readonly twin: Ticket | null;
}

function takenData(state: HallState, taking: Taking, context: Context, batch: Batch): TicketTaken {
  const { body, queue, ordinal, arrival } = taking;
  const { config } = context;
  const classed =
    body.person === null
      ? { class: body.class, bonusMin: bonusOf(body.class, config) }
      : classByAge(body.person.age, config);
  const flags = flagsOf(state, taking, context, batch);
  return {
    ticket: context.newTicketId(),
    number: body.number,
    ordinalOfDay: ordinal,
    queue: queue.id,
    items: body.items.filter((id) => config.items.some((item) => item.id === id && item.queue === queue.id)),
    class: classed.class,
    arrival,
    virtual: arrival - classed.bonusMin * MINUTE_MS,
    personRef: body.person?.personRef ?? null,
    paperless: false,
    progressToken: body.progressToken,
    shortCode: body.shortCode,
    source: context.actor,
    origin: 'offline',
    ...(flags.length === 0 ? {} : { flags }),
  };
}

function flagsOf(
  state: HallState,
  { body, queue, arrival, twin }: Taking,
  { config }: Context,
  batch: Batch,
): OfflineFlag[] {
  const flags: OfflineFlag[] = [];
  const { person } = body;
  if (person !== null && config.taking.onePerPerson) {
    const others = liveIn(state, person.personRef, queue.id).filter(({ id }) => id !== twin?.id);
    if (others.length > 0 || batch.persons.has(`${person.personRef} ${queue.id}`)) flags.push('person-twice');
  }
  const issued = (state.queues.get(queue.id) ?? EMPTY_QUEUE).issued + (batch.issued.get(queue.id) ?? 0);
  if (issued >= queue.dailyQuota) flags.push('over-quota');
  if (!isOpenAt(config, queue, arrival)) flags.push('closed');
  if (body.unread) flags.push('unread');
  else if (queue.realName && person === null) flags.push('no-card');
  if (!body.clockSure || body.day !== localTime(arrival, config.timeZone).day) flags.push('clock');
  return flags;
}

function paperEvents(ticket: string, { ordinal, report }: OfflineTicketBody): Happening[] {
  const paper = { ticket, ordinal };
  const again: Happening[] = ordinal > 1 ? [{ type: 'ticket.reprinted', data: paper }] : [];
  switch (report.outcome) {
    case 'printed':
      return [...again, { type: 'ticket.printed', data: { ...paper, proof: report.proof } }];
    case 'failed':
      return [...again, { type: 'ticket.print-failed', data: { ...paper, reason: report.reason } }];
    case 'unknown':
      return [...again, { type: 'ticket.print-unknown', data: { ...paper, reason: report.reason } }];
  }
}

/** What the kiosk would be answered if its lost ask came after all: the number on the paper. */
function placeOf(
  state: HallState,
  data: TicketTaken,
  body: OfflineTicketBody,
  context: Context,
): TicketPlace {
  return {
    ticket: data.ticket,
    number: data.number,
    ordinal: body.ordinal,
    day: state.day as string,
    at: data.arrival,
    queue: data.queue,
    items: data.items,
    class: data.class,
    ahead: (state.queues.get(data.queue) ?? EMPTY_QUEUE).waiting.size,
    windows: windowNumbers(state, context, data.queue, null),
    progressToken: data.progressToken,
    shortCode: data.shortCode,
  };
}

/** Nobody waits for the answer, and nobody has a paper: what was made of the press is void, and nothing will be. */
function giveUp(state: HallState, requestId: string, context: Context, batch: Batch): void {
  const twin = twinOf(state, requestId, context, batch);
  settle(batch, requestId);
  const untouched = twin !== null && isLive(twin) && twin.print === 'pending' && mayBeReplaced(twin);
  if (untouched) cancel(twin, 'print-failed', batch);
  const outcome = untouched || twin === null ? 'void' : 'known';
  batch.results.push({ requestId, outcome, ticket: twin?.id ?? null, code: null, text: null });
}

function settle(batch: Batch, requestId: string, place: TicketPlace | null = null): void {
  const answer =
    place === null
      ? ({ ok: false, error: fault('EXPIRED', 'its kiosk has given this press up') } as const)
      : ({ ok: true, value: place } as const);
  batch.settles.push({ requestId, command: 'ticket.take', answer });
}

/** A paper that the hall cannot take into its lines: an auditor finds it, a guide helps the person. */
function noteDifference(
  { number, queue, day }: OfflineTicketBody,
  outcome: 'over' | 'refused',
  { actor }: Context,
  batch: Batch,
): void {
  const act = outcome === 'over' ? 'ticket.offline-over' : 'ticket.offline-refused';
  batch.events.push({
    type: 'audit.noted',
    data: { act, subject: number, detail: { device: actor, queue, day } },
  });
}
