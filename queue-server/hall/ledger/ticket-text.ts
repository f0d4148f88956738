import type { Ticket } from '../domain/state.ts';

/** What most tickets have in these fields for most of their life: left out of the stored text. */
const USUAL: Partial<Ticket> = {
  personRef: null,
  ordinal: 1,
  window: null,
  clerk: null,
  why: null,
  call: null,
  calledAt: null,
  announcedAt: null,
  recalls: 0,
  startedAt: null,
  endedAt: null,
  caseNumber: null,
  rating: null,
  shownBy: [],
  classReason: null,
  origin: null,
  boundTo: null,
  notBefore: null,
  booking: null,
  agentRef: null,
  steps: [],
  overtaken: 0,
  overtakenAt: null,
  reactivated: 0,
  parkedAt: null,
  parkedUntil: null,
  noteRef: null,
  legs: [],
  home: null,
};

/**
 * A ticket as it is stored: JSON without the fields that have their usual value, {@link USUAL}. Half the bytes to
 * sync. Written out field by field, for it is made anew with everything that happens to a ticket.
 */
export function ticketText(ticket: Ticket): string {
  return JSON.stringify({
    id: ticket.id,
    seq: ticket.seq,
    number: ticket.number,
    ordinalOfDay: ticket.ordinalOfDay,
    day: ticket.day,
    queue: ticket.queue,
    items: ticket.items,
    class: ticket.class,
    arrival: ticket.arrival,
    virtual: ticket.virtual,
    personRef: ticket.personRef ?? undefined,
    progressToken: ticket.progressToken,
    shortCode: ticket.shortCode,
    source: ticket.source,
    state: ticket.state,
    ordinal: ticket.ordinal === 1 ? undefined : ticket.ordinal,
    print: ticket.print,
    printAt: ticket.printAt,
    window: ticket.window ?? undefined,
    clerk: ticket.clerk ?? undefined,
    why: ticket.why ?? undefined,
    call: ticket.call ?? undefined,
    calledAt: ticket.calledAt ?? undefined,
    announcedAt: ticket.announcedAt ?? undefined,
    recalls: ticket.recalls === 0 ? undefined : ticket.recalls,
    startedAt: ticket.startedAt ?? undefined,
    endedAt: ticket.endedAt ?? undefined,
    caseNumber: ticket.caseNumber ?? undefined,
    rating: ticket.rating ?? undefined,
    shownBy: filled(ticket.shownBy),
    classReason: ticket.classReason ?? undefined,
    origin: ticket.origin ?? undefined,
    boundTo: ticket.boundTo ?? undefined,
    notBefore: ticket.notBefore ?? undefined,
    booking: ticket.booking ?? undefined,
    agentRef: ticket.agentRef ?? undefined,
    steps: filled(ticket.steps),
    overtaken: ticket.overtaken === 0 ? undefined : ticket.overtaken,
    overtakenAt: ticket.overtakenAt ?? undefined,
    reactivated: ticket.reactivated === 0 ? undefined : ticket.reactivated,
    parkedAt: ticket.parkedAt ?? undefined,
    parkedUntil: ticket.parkedUntil ?? undefined,
    noteRef: ticket.noteRef ?? undefined,
    legs: filled(ticket.legs),
    home: ticket.home ?? undefined,
    history: ticket.history,
  } satisfies Record<keyof Ticket, unknown>);
}

function filled<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

export function ticketFrom(text: string): Ticket {
  return { ...USUAL, ...(JSON.parse(text) as Partial<Ticket>) } as Ticket;
}
