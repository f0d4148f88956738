import { PRINTED_BEFORE } from './steps.ts';
import type { Outcome, SaidOfPaper } from './told.ts';

/**
 * Whether papers, the books, and what the page said agree. Pure; returns what is wrong, in plain
 * English. That a ticket's papers agree with its story is judged by soak/kiosk-kills/books.ts.
 */

export interface Tickets {
  /** Of the tickets that came into the books during the visit; `outcome`: of the newest paper. */
  readonly stories: readonly {
    readonly ticket: string;
    readonly number: string;
    readonly live: boolean;
    readonly outcome: Outcome | null;
  }[];
  /** The number that the person had before. */
  readonly held: string | null;
  /** The code with which they were refused at last. */
  readonly refused: string | null;
}

/** Refusals that are right only for somebody who has a number. */
export const HAS_NUMBER: readonly (string | null)[] = ['ALREADY_WAITING', 'BOOKING_USED', 'BOOKING_STATE'];

/** Every number was said to the person, there is one at most, and the page's last word of its paper is the books'. */
export function ticketProblems(
  { stories, held, refused }: Tickets,
  { given, said, gone }: Omit<Page, 'asked'>,
): string[] {
  const problems: string[] = [];
  const taken = stories.filter(({ live, number }) => live && number !== held).map(({ number }) => number);
  const unsaid = taken.filter((number) => !given.includes(number));
  // Of a page that was gone one answer at most was said to nobody: that of the press before.
  if (unsaid.length > (gone ? 1 : 0)) problems.push(`said to nobody: ${unsaid.join()}`);
  if (taken.length > (gone ? 2 : 1)) problems.push(`one number was wanted, and there are ${taken.join()}`);
  if (HAS_NUMBER.includes(refused) && taken.length === 0)
    problems.push(`refused with ${refused}, and they have no number`);
  if (refused === PRINTED_BEFORE && !stories.some((one) => one.number === held && one.outcome === 'printed'))
    problems.push(`no other paper of ${held} is to be had, and there is none`);
  for (const { ticket, number, outcome } of gone ? [] : stories) {
    const last = said.findLast(({ id }) => id === ticket)?.outcome;
    if (last !== undefined && last !== outcome)
      problems.push(`paper of ${number}: the page heard ${last}, the books say ${outcome}`);
  }
  return problems;
}

export interface Certificates {
  /** In the ledger: what was drawn, by whose press. */
  readonly issued: readonly {
    readonly certificate: string;
    readonly digest: string;
    readonly requestId: string;
  }[];
  /** The ledger's last word of each. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
  /** Out of the printer: the name of the job, and the hash of what was printed. */
  readonly printed: readonly { readonly name: string; readonly digest: string }[];
  /** Those that the guide desk is to look for. */
  readonly lookedFor: ReadonlySet<string>;
}

export interface Page {
  /** Request ids that the page's presses lead to. */
  readonly asked: ReadonlySet<string>;
  /** What it was given: numbers, certificates, or bookings. */
  readonly given: readonly string[];
  /** What it heard of papers' ends. */
  readonly said: readonly Pick<SaidOfPaper, 'id' | 'outcome'>[];
  /** It was loaded anew: answers and ends may have been said to nobody. */
  readonly gone: boolean;
}

export function certificateProblems(
  { issued, outcomes, printed, lookedFor }: Certificates,
  page: Page,
): string[] {
  const problems: string[] = [];
  const known = new Set(issued.map(({ certificate }) => certificate));
  for (const { certificate, digest, requestId } of issued) {
    if (!page.asked.has(requestId)) problems.push(`nobody asked for certificate ${certificate}`);
    const papers = printed.filter(({ name }) => name === certificate);
    if (papers.some((paper) => paper.digest !== digest))
      problems.push(`what was printed is not certificate ${certificate}`);
    const outcome = outcomes.get(certificate);
    const heard = page.said.filter(({ id }) => id === certificate).map((one) => one.outcome);
    if (outcome === undefined) problems.push(`nothing was ever said of certificate ${certificate}`);
    else problems.push(...countProblems([outcome], papers.length, `certificate ${certificate}`));
    if ((outcome === 'unknown') !== lookedFor.has(certificate))
      problems.push(`certificate ${certificate} is ${outcome}, and the guide desk was told otherwise`);
    if (heard.some((one) => one !== outcome))
      problems.push(`certificate ${certificate}: the page heard ${heard.join()}, the books say ${outcome}`);
    if (!page.gone && heard.length !== 1)
      problems.push(`the page heard ${heard.length} times how certificate ${certificate} ended`);
    if (!page.gone && !page.given.includes(certificate))
      problems.push(`certificate ${certificate} was given to nobody`);
  }
  for (const one of page.given) if (!known.has(one)) problems.push(`certificate ${one} is not in the books`);
  for (const { name } of printed)
    if (!known.has(name)) problems.push(`a paper that is no certificate of this visit: ${name}`);
  return problems;
}

export interface Slips {
  /** In the ledger: what was booked, by whose press. Lists are in no book. */
  readonly made: readonly { readonly booking: string; readonly requestId: string }[];
  /** How the machine says that each print ended. */
  readonly prints: readonly Outcome[];
  /** How many prints the page asked for beyond the first one of each booking. */
  readonly again: number;
  readonly papers: readonly { readonly booking: string; readonly whole: boolean }[];
}

export function bookingProblems({ made, prints, again, papers }: Slips, page: Page): string[] {
  const problems: string[] = [];
  const known = new Set(made.map(({ booking }) => booking));
  if (made.length > 1) problems.push(`one place was wanted, and ${made.length} were booked`);
  for (const { booking, requestId } of made) {
    if (!page.asked.has(requestId)) problems.push(`nobody asked for booking ${booking}`);
    if (!page.gone && !page.given.includes(booking)) problems.push(`booking ${booking} was given to nobody`);
  }
  for (const one of page.given) if (!known.has(one)) problems.push(`booking ${one} is not in the books`);
  for (const { booking } of papers)
    if (!known.has(booking)) problems.push(`a slip of ${booking}, which was not booked here`);
  if (prints.length < made.length) problems.push('a booking whose slip was never tried');
  if (prints.length > made.length + again)
    problems.push(`${prints.length} slips were printed, ${made.length + again} were asked for`);
  const whole = papers.filter((paper) => paper.whole).length;
  problems.push(...countProblems(prints, whole, 'booking slip'));
  problems.push(
    ...heardProblems(
      page.said.map(({ outcome }) => outcome),
      prints,
      page.gone,
      'booking slip',
    ),
  );
  return problems;
}

export interface Lists {
  readonly prints: readonly Outcome[];
  /** How many the page asked for. */
  readonly asked: number;
  readonly papers: readonly { readonly whole: boolean }[];
}

export function listProblems(
  { prints, asked, papers }: Lists,
  page: { readonly heard: readonly Outcome[]; readonly gone: boolean },
): string[] {
  const whole = papers.filter((paper) => paper.whole).length;
  return [
    ...(prints.length > asked ? [`${prints.length} lists were printed, ${asked} were asked for`] : []),
    ...countProblems(prints, whole, 'list'),
    ...heardProblems(page.heard, prints, page.gone, 'list'),
  ];
}

/** Printed means one paper, failed none; only where nobody knows, either is right. */
export function countProblems(outcomes: readonly Outcome[], papers: number, what: string): string[] {
  const printed = outcomes.filter((one) => one === 'printed').length;
  const unknown = outcomes.filter((one) => one === 'unknown').length;
  if (papers >= printed && papers <= printed + unknown) return [];
  return [`${what}: ${outcomes.join() || 'no print'}, and ${papers} papers came out`];
}

/** A page that stayed heard of every end; one that was loaded anew heard of no other. */
function heardProblems(
  heard: readonly Outcome[],
  prints: readonly Outcome[],
  gone: boolean,
  what: string,
): string[] {
  const left = [...prints];
  for (const one of heard) {
    const at = left.indexOf(one);
    if (at < 0) return [`${what}: the page heard ${heard.join()}, the machine says ${prints.join()}`];
    left.splice(at, 1);
  }
  if (gone || left.length === 0) return [];
  return [`${what}: the page never heard ${left.join()}`];
}
