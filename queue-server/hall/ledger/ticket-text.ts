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

/** A ticket as it is stored: JSON without the fields that have their usual value. Half the bytes to sync. */
export function ticketText(ticket: Ticket): string {
  const unusual: Record<string, unknown> = {};
  for (const key in ticket) {
    const value = ticket[key as keyof Ticket];
    const usual = USUAL[key as keyof Ticket];
    if (value === usual || (Array.isArray(usual) && (value as readonly unknown[]).length === 0)) continue;
    unusual[key] = value;
  }
  return JSON.stringify(unusual);
}

export function ticketFrom(text: string): Ticket {
  return { ...USUAL, ...(JSON.parse(text) as Partial<Ticket>) } as Ticket;
}
