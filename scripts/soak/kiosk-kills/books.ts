import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { FeedEvent } from '@hall/shared/contracts/feed';
import type { StaffClient } from '../../crowd/http-client.ts';
import type { Slip } from './papers.ts';

/** Papers against the hall's books, as staff see both: every difference has to be shown to somebody. */

/** What travels after a paper: reports, reconciliation, and their tries; far more than they need. */
const SETTLED_MS = 90_000;
const LOOK_MS = 250;
const PRINTED = 'ticket.printed';
const REPRINTED = 'ticket.reprinted';
const OUTCOMES: ReadonlySet<string> = new Set([PRINTED, 'ticket.print-failed', 'ticket.print-unknown']);

/** What the hall's story says of one number. */
interface Told {
  readonly ticket: string;
  readonly number: string;
  readonly live: boolean;
  /** Papers under the number, as the hall counts them. */
  readonly ordinal: number;
  /** Of the newest paper; null: nothing was reported. */
  readonly outcome: string | null;
}

export interface Held {
  readonly promised: readonly TicketSlip[];
  readonly papers: readonly Slip[];
}

export interface Compared {
  readonly problems: readonly string[];
  /** Tickets in the hall's books. */
  readonly tickets: number;
  /** Differences that the guide desk is shown. */
  readonly shown: number;
}

/**
 * Compares until everything agrees, or far longer than anything takes. `tickets` and `held` may grow meanwhile; `look`
 * is there to let them, before each comparison.
 */
export async function compare(
  guide: StaffClient,
  tickets: readonly string[],
  held: Held,
  look: () => Promise<void> = async () => {},
): Promise<Compared> {
  // What agreed once need not be read again while others are waited for.
  const agreed = new Map<string, Told>();
  for (const end = Date.now() + SETTLED_MS; ; await sleep(LOOK_MS)) {
    await look();
    const compared = await compareNow(guide, tickets, held, agreed);
    if (compared.problems.length === 0 || Date.now() > end) return compared;
  }
}

async function compareNow(
  guide: StaffClient,
  tickets: readonly string[],
  held: Held,
  agreed: Map<string, Told>,
): Promise<Compared> {
  const problems: string[] = [];
  const desk = await guide.command('guide.read', {});
  const asked = new Map(desk.ok ? desk.value.papers?.map((one) => [one.ticket, one.outcome]) : []);
  const told = new Map<string, Told>();
  for (const ticket of tickets) {
    const one = agreed.get(ticket) ?? (await readStory(guide, ticket));
    if (told.has(one.number)) problems.push(`${one.number} stands twice in the books`);
    told.set(one.number, one);
    const papers = held.papers.filter((paper) => paper.number === one.number);
    const wrong = judge(one, papers, asked.get(ticket) ?? null);
    if (papers.length > 0 && !agreed.has(ticket) && !(await resolves(guide, one.number)))
      wrong.push(`${one.number} is on paper, and the desk does not find it`);
    if (wrong.length === 0) agreed.set(ticket, one);
    else agreed.delete(ticket);
    problems.push(...wrong);
  }
  for (const number of new Set(held.papers.map((paper) => paper.number))) {
    if (!told.has(number)) problems.push(`${number} is on paper, and not in the books`);
  }
  const promises = new Map(held.promised.map((slip) => [slip.number, slip]));
  for (const { number, shortCode, progressToken } of held.promised) {
    if (told.get(number)?.live !== true) problems.push(`${number} was promised, and is not in the books`);
    const others = held.papers.some((paper) => paper.number === number && paper.code !== shortCode);
    if (others) problems.push(`${number} was promised to somebody else than its paper`);
    if (promises.get(number)?.progressToken !== progressToken) problems.push(`${number} was promised twice`);
  }
  for (const paper of held.papers) if (paper.joined) problems.push(`${paper.number} hangs on another ticket`);
  return { problems, tickets: told.size, shown: asked.size };
}

function judge(told: Told, papers: readonly Slip[], question: string | null): string[] {
  const { number, ordinal, outcome, live } = told;
  const problems: string[] = [];
  const newest = papers.filter((paper) => paper.ordinal === ordinal).length;
  const codes = new Set(papers.map((paper) => paper.code));
  if (codes.size > 1) problems.push(`${number} is on papers with different codes`);
  if (papers.some((paper) => paper.ordinal > ordinal))
    problems.push(`${number} has a paper that nobody asked for`);
  for (const one of new Set(papers.map((paper) => paper.ordinal))) {
    const same = papers.filter((paper) => paper.ordinal === one).length;
    if (same > 1) problems.push(`paper ${one} of ${number} came out ${same} times`);
  }
  if (!live) {
    if (papers.length > 0) problems.push(`${number} is void, and somebody holds its paper`);
    return problems;
  }
  const shown = question !== null;
  if (outcome === null) problems.push(`nothing was ever said of paper ${ordinal} of ${number}`);
  if (outcome === PRINTED && newest !== 1)
    problems.push(`${number} counts as printed, and has ${newest} papers`);
  if (outcome === PRINTED && papers.some((paper) => paper.ordinal === ordinal && !paper.cut))
    problems.push(`${number} counts as printed, and hangs in the printer`);
  if (outcome === 'ticket.print-failed' && newest > 0)
    problems.push(`${number} counts as failed, and somebody holds its paper`);
  if (outcome !== PRINTED && !shown) problems.push(`${outcome} of ${number} is shown to nobody`);
  return problems;
}

export async function readStory(guide: StaffClient, ticket: string): Promise<Told> {
  const story = await guide.command('ticket.read', { ticket });
  if (!story.ok) throw new Error(`the story of a ticket cannot be read: ${story.problem.code}`);
  const { number, state, entries } = story.value;
  const types = entries.map(({ type }) => type);
  const asked = types.lastIndexOf(REPRINTED);
  return {
    ticket,
    number,
    live: state !== 'void' && state !== 'closed',
    ordinal: 1 + types.filter((type) => type === REPRINTED).length,
    outcome: types.slice(asked + 1).findLast((type) => OUTCOMES.has(type)) ?? null,
  };
}

async function resolves(guide: StaffClient, number: string): Promise<boolean> {
  const found = await guide.command('ticket.find', { number });
  return found.ok && found.value.tickets.length === 1;
}

/** Every ticket that was ever taken, from the feed of the staff's pages. */
export class Taken {
  readonly tickets: string[] = [];
  #after = 0;

  /** Reads on to where the hall stands now. */
  async readOn(guide: StaffClient): Promise<void> {
    const hall = await guide.command('hall.read', {});
    if (!hall.ok) throw new Error(`the hall cannot be read: ${hall.problem.code}`);
    const { seq } = hall.value;
    while (this.#after < seq) for (const event of await guide.events(this.#after, seq)) this.#take(event);
  }

  #take({ seq, type, ticket }: FeedEvent): void {
    this.#after = Math.max(this.#after, seq);
    if (type === 'ticket.taken' && ticket !== null) this.tickets.push(ticket);
  }
}
