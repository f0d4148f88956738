import { hash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedTicket } from '@hall/hardware/simulators/ticket-printer';
import { requestIdFor } from '@hall/kiosk/device-host/ids';
import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import type { StaffClient } from '../../crowd/http-client.ts';
import { compare, readStory, Taken } from '../../soak/kiosk-kills/books.ts';
import { bookingProblems, certificateProblems, listProblems, type Page, ticketProblems } from './agree.ts';
import { HostLog } from './host-log.ts';
import { type Entry, LedgerReader } from './ledger-reader.ts';
import { sorted } from './pieces.ts';
import type { Outcome, SaidOfPaper, Told } from './told.ts';
import { DEVICE, type World } from './world.ts';

/**
 * Papers, ledger, and what the page said, compared visit by visit; no number is given out twice. Tickets against the
 * hall's stories and the guide desk; certificates against the ledger, to the byte; booking slips against the ledger and
 * the machine's own account, because the ledger knows of the booking only; lists against that account.
 *
 * Not judged: what stands on a ticket besides number, code and ordinal, and on slips and lists besides their code and
 * their last words (tests of the layouts do). Where a page was loaded anew or killed, one answer may have been said to
 * nobody, and a person without a card may hold two numbers. A slip or list whose end is unknown then is shown to nobody:
 * it bears no name, and no desk keeps a list of those; either count of papers is right.
 */

/** A kiosk tells of its own numbers every five seconds at least; patience with a busy machine. */
const TOLD_WITHIN_MS = 60_000;
/** Reports of papers travel within a moment; patience with a busy machine. */
const SETTLED_MS = 45_000;
const LOOK_MS = 100;

const ENDS: Readonly<Record<string, Outcome>> = {
  'certificate.printed': 'printed',
  'certificate.print-failed': 'failed',
  'certificate.print-unknown': 'unknown',
};
const TICKET_ENDS: Readonly<Record<string, Outcome>> = {
  'ticket.printed': 'printed',
  'ticket.print-failed': 'failed',
  'ticket.print-unknown': 'unknown',
};

/** What is known of a visit besides its papers. */
export interface Visited {
  /** Number of a ticket that the person had before. */
  readonly held: string | null;
  /** Their page was loaded anew or killed: answers may have been said to nobody. */
  readonly gone: boolean;
  /** They came to call a guide. */
  readonly calls: boolean;
  /** The code with which they were refused at last, because their first press had gone through. */
  readonly refused: string | null;
}

export class Books {
  readonly #world: World;
  readonly #taken = new Taken();
  readonly #numbers = new Set<string>();
  readonly #ledger: LedgerReader;
  readonly #log: HostLog;
  #read = 0;
  #lastJob = 0;
  #tickets = 0;
  #papers = 0;
  #certificates = 0;
  #bookings = 0;
  #lists = 0;
  #shown = 0;

  constructor(world: World) {
    this.#world = world;
    this.#ledger = new LedgerReader(path.join(world.hall.data, 'ledger.db'));
    this.#log = new HostLog(path.join(world.folder, 'host.log'));
  }

  summary(): string {
    return [
      `${this.#tickets} numbers`,
      `${this.#papers} tickets of paper`,
      `${this.#certificates} certificates`,
      `${this.#bookings} booking slips`,
      `${this.#lists} lists`,
      `${this.#shown} asked about at the desk`,
    ].join(', ');
  }

  /** What the visit left behind, and how it agrees. Takes the papers out of the printer. */
  async judge(guide: StaffClient, visited: Visited): Promise<string[]> {
    const { printer, screen } = this.#world;
    const pieces: SimulatedTicket[] = [...printer.takeTickets()];
    // What was asked for by a page that was loaded anew meanwhile may come out later: it is waited for with the rest.
    const late = setInterval(() => pieces.push(...printer.takeTickets()), LOOK_MS);
    try {
      return [
        ...(await this.#judgeTickets(guide, visited, pieces)),
        ...(await this.#others(guide, screen.told, visited, pieces)),
      ];
    } finally {
      clearInterval(late);
    }
  }

  async #judgeTickets(
    guide: StaffClient,
    visited: Visited,
    pieces: readonly SimulatedTicket[],
  ): Promise<string[]> {
    const { told } = this.#world.screen;
    // A slip is promised when its number is first said; later papers of it change nothing of that.
    const promised = [...new Map(told.slips.map((slip) => [slip.number, slip])).values()];
    const papers = () => sorted(pieces).tickets;
    const { tickets, numbers } = await this.#numbersTold(
      guide,
      () => new Set([...papers(), ...promised].map(({ number }) => number)),
    );
    const compared = await compare(guide, tickets, {
      promised,
      get papers() {
        return papers();
      },
    });
    this.#tickets += compared.tickets;
    this.#papers += papers().length;
    this.#shown = compared.shown;
    const problems = [...compared.problems];
    for (const number of numbers) {
      if (this.#numbers.has(number)) problems.push(`${number} was given out twice`);
      this.#numbers.add(number);
    }
    return [...problems, ...(await this.#saidOfTickets(guide, tickets, visited))];
  }

  /** A number from the own range comes into the books only when the kiosk has told of it: that is waited for. */
  async #numbersTold(guide: StaffClient, wanted: () => ReadonlySet<string>) {
    const tickets: string[] = [];
    const numbers = new Set<string>();
    for (const end = Date.now() + TOLD_WITHIN_MS; ; await sleep(LOOK_MS)) {
      await this.#taken.readOn(guide);
      const more = this.#taken.tickets.slice(this.#read);
      this.#read = this.#taken.tickets.length;
      for (const ticket of more) numbers.add((await readStory(guide, ticket)).number);
      tickets.push(...more);
      if ([...wanted()].every((number) => numbers.has(number)) || Date.now() > end)
        return { tickets, numbers };
    }
  }

  async #saidOfTickets(
    guide: StaffClient,
    tickets: readonly string[],
    { held, gone, refused }: Visited,
  ): Promise<string[]> {
    const { told } = this.#world.screen;
    const stories = await Promise.all(tickets.map((ticket) => readStory(guide, ticket)));
    return ticketProblems(
      {
        stories: stories.map((story) => ({
          ...story,
          outcome: story.outcome === null ? null : (TICKET_ENDS[story.outcome] ?? null),
        })),
        ...{ held, refused },
      },
      {
        given: told.slips.map(({ number }) => number),
        said: told.papers.filter(({ of }) => of === 'ticket'),
        gone,
      },
    );
  }

  async #others(
    guide: StaffClient,
    told: Told,
    visited: Visited,
    pieces: readonly SimulatedTicket[],
  ): Promise<string[]> {
    const entries: Entry[] = [];
    const bookings: Outcome[] = [];
    const lists: Outcome[] = [];
    for (const end = Date.now() + SETTLED_MS; ; await sleep(LOOK_MS)) {
      entries.push(...this.#ledger.read().filter(({ actor }) => actor === DEVICE));
      const accounts = this.#log.read();
      bookings.push(...accounts.bookings);
      lists.push(...accounts.lists);
      const out = sorted(pieces);
      const problems = [
        ...this.#certificateProblems(entries, told, visited, await lookedFor(guide)),
        ...bookingProblems(
          {
            made: entries
              .filter(({ type }) => type === 'booking.made')
              .map(({ data, requestId }) => ({ booking: String(data['booking']), requestId })),
            prints: bookings,
            again: asked(told, 'print-booking').length,
            papers: out.bookings,
          },
          pageOf(told, 'book', visited.gone, told.bookings, 'booking'),
        ),
        ...listProblems(
          { prints: lists, asked: asked(told, 'print-guide').length, papers: out.lists },
          { heard: told.lists.map(({ outcome }) => outcome), gone: visited.gone },
        ),
        ...this.#bellProblems(entries, told, visited),
        ...(out.joined > 0 ? ['papers hang on one another'] : []),
        ...(visited.refused === 'BOOKING_TWICE' && !entries.some(({ type }) => type === 'booking.made')
          ? ['refused because they have booked already, and they have not']
          : []),
      ];
      if (problems.length > 0 && Date.now() < end) continue;
      this.#bookings += out.bookings.length;
      this.#lists += out.lists.length;
      this.#certificates += this.#printed().length;
      this.#lastJob = Math.max(this.#lastJob, ...this.#printed().map(({ id }) => Number(id)));
      return problems;
    }
  }

  /** Whoever called has rung once in the books, and nobody else has. */
  #bellProblems(entries: readonly Entry[], told: Told, { gone, calls }: Visited): string[] {
    const rung = entries.filter(({ type }) => type === 'helper.rung');
    const ids = new Set(asked(told, 'helper').map((id) => requestIdFor(DEVICE, id, 'helper')));
    const problems = rung.flatMap(({ requestId }) => (ids.has(requestId) ? [] : ['a bell that nobody rang']));
    // A guide answers only after the visit: until then a second press changes nothing.
    const right = calls ? rung.length === 1 : rung.length === 0;
    return right
      ? problems
      : [...problems, `${rung.length} bells rang${gone ? ', and the page was gone' : ''}`];
  }

  /** Jobs that came out since the last visit. */
  #printed() {
    return this.#world.pages.pages.filter(({ id }) => Number(id) > this.#lastJob);
  }

  #certificateProblems(
    entries: readonly Entry[],
    told: Told,
    { gone }: Visited,
    looked: ReadonlySet<string>,
  ): string[] {
    const issued = entries
      .filter(({ type }) => type === 'certificate.issued')
      .map(({ data, requestId }) => ({
        ...{ certificate: String(data['certificate']), digest: String(data['digest']), requestId },
      }));
    const outcomes = new Map<string, Outcome>();
    for (const { type, data } of entries) {
      const outcome = ENDS[type];
      if (outcome !== undefined) outcomes.set(String(data['certificate']), outcome);
    }
    const printed = this.#printed().map(({ jobName, pdf }) => ({
      ...{ name: jobName, digest: hash('sha256', pdf) },
    }));
    return certificateProblems(
      { issued, outcomes, printed, lookedFor: looked },
      pageOf(told, 'certificate', gone, told.certificates, 'certificate'),
    );
  }
}

async function lookedFor(guide: StaffClient): Promise<ReadonlySet<string>> {
  const desk = await guide.command('guide.read', {});
  if (!desk.ok) throw new Error(`the guide desk cannot be read: ${desk.problem.code}`);
  const { certificates = [] } = desk.value as GuideDesk;
  return new Set(certificates.map(({ certificate }) => certificate));
}

function asked(told: Told, name: string): string[] {
  return [...told.asked].flatMap(([id, one]) => (one === name ? [id] : []));
}

function pageOf(
  told: Told,
  name: 'book' | 'certificate',
  gone: boolean,
  given: readonly string[],
  of: SaidOfPaper['of'],
): Page {
  return {
    asked: new Set(asked(told, name).map((id) => requestIdFor(DEVICE, id, name))),
    given,
    said: told.papers.filter((one) => one.of === of),
    gone,
  };
}
