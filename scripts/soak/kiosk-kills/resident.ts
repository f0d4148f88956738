import { setTimeout as sleep } from 'node:timers/promises';
import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { LinkRequest } from '@hall/shared/contracts/kiosk-link';
import { inventPerson, seeded } from '../../crowd/people.ts';
import type { Chance } from '../offline/chance.ts';
import type { Kiosk } from './kiosk.ts';

/** People before one kiosk, one after the other: each wants one ticket and leaves with it, or goes to the desk. */

const ANONYMOUS = ['invoices', 'enquiry', 'collect'] as const;
const REAL_NAME = 'insurance';
/** A person tries so often before they ask somebody. */
const TRIES = 3;
const MOST_REPRINTS = 2;
/** Dot rows of a ticket, about: where paper ends in the middle of one. */
const TICKET_ROWS = 1_200;
const REPAIRED_WITHIN_MS = 10_000;
/** A host that has begun finds its server in less. */
const ONLINE_WITHIN_MS = 5_000;
/** Far longer than three papers and three refusals take. */
const VISIT_MOST_MS = 180_000;
const STEP_ASIDE_MS = [20, 200] as const;
/** A card that the reader has not shown by then is taken away again. */
const CARD_WITHIN_MS = 3_000;
const LOOK_MS = 10;
/** Failures after which the page offers the same press again. */
const AGAIN: ReadonlySet<string> = new Set(['SERVER_AWAY', 'STORAGE_FAILED', 'EXPIRED', 'INTERNAL']);

export class Residents {
  /** What the machine told somebody: their ticket. */
  readonly promised: TicketSlip[] = [];
  /** Why nobody got a ticket, with how often. */
  readonly refusals = new Map<string, number>();
  /** Goes up with every press. */
  presses = 0;
  readonly #kiosk: Kiosk;
  readonly #chance: Chance;
  readonly #random: () => number;
  readonly #tag: string;
  readonly #all: Promise<void>;
  #serial = 0;
  #leaving = false;
  #busy = false;
  #gate: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;
  /** Told of the next person's press for another paper. */
  #unlucky: (() => void) | null = null;
  #onPress: (() => void)[] = [];

  constructor(kiosk: Kiosk, chance: Chance, seed: number) {
    this.#kiosk = kiosk;
    this.#chance = chance;
    this.#random = seeded(seed);
    this.#tag = `${kiosk.device}-${seed}`;
    this.hold();
    this.#all = this.#come();
  }

  hold(): void {
    this.#gate = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  goOn(): void {
    this.#open();
  }

  /** When nobody stands before the machine. Needs {@link hold} first. */
  async quiet(): Promise<void> {
    for (const end = Date.now() + VISIT_MOST_MS; this.#busy; await sleep(LOOK_MS)) {
      if (Date.now() > end) throw new Error(`somebody stands before ${this.#kiosk.device} for ever`);
    }
  }

  /** When somebody presses next, or after `mostMs`. */
  async press(mostMs: number): Promise<void> {
    const pressed = new Promise<void>((resolve) => void this.#onPress.push(resolve));
    await Promise.race([pressed, sleep(mostMs, undefined, { ref: false })]);
  }

  /** The paper of whoever comes next fails, and they ask for another one: when they do, or after `mostMs`. */
  async failNextPaper(mostMs: number): Promise<void> {
    const pressed = new Promise<void>((resolve) => {
      this.#unlucky = resolve;
    });
    await Promise.race([pressed, sleep(mostMs, undefined, { ref: false })]);
    this.#unlucky = null;
  }

  /** When the machine has found its server, or after a while. */
  async online(): Promise<void> {
    const { page } = this.#kiosk;
    const end = Date.now() + ONLINE_WITHIN_MS;
    while (page.state()?.online !== true && Date.now() < end) await sleep(LOOK_MS);
  }

  /** When the machine has given somebody a number of its own, or after `mostMs`. */
  async ownNumber(mostMs: number): Promise<void> {
    const before = this.promised.length;
    const given = () => this.promised.slice(before).some((slip) => slip.offline === true);
    for (const end = Date.now() + mostMs; !given() && Date.now() < end; ) await sleep(LOOK_MS);
  }

  async home(): Promise<void> {
    this.#leaving = true;
    this.goOn();
    await this.#all;
  }

  async #come(): Promise<void> {
    for (;;) {
      await this.#gate;
      if (this.#leaving) return;
      this.#busy = true;
      if (this.#kiosk.page.state()?.info != null) await this.#visit();
      this.#busy = false;
      await sleep(STEP_ASIDE_MS[0] + this.#chance.below(STEP_ASIDE_MS[1]));
    }
  }

  async #visit(): Promise<void> {
    const wish = await this.#wish();
    if (wish === null) return;
    // Were everybody quicker than the server's heartbeat, all numbers would be the machine's own.
    if (this.#chance.one(2)) await this.online();
    const short = this.#chance.one(6) || this.#unlucky !== null;
    if (short) this.#kiosk.shortRoll(this.#chance.below(TICKET_ROWS));
    const slip = await this.#take(wish);
    if (slip !== null) await this.#paper(slip);
    if (short) await this.#repaired();
    this.#kiosk.lift();
    // Some walk away without a word; the machine notices later, here with the next person's end.
    if (!this.#chance.one(8)) await this.#kiosk.page.ask(this.#id('end'), { name: 'end' });
  }

  async #wish(): Promise<LinkRequest | null> {
    const { page } = this.#kiosk;
    if (!this.#chance.one(4)) {
      return { name: 'take', items: [], queue: this.#chance.of(ANONYMOUS), card: null };
    }
    const { name, idNumber: number, birth } = inventPerson(this.#random);
    this.#kiosk.lay({ name, number, birth: birth ?? '' });
    for (const end = Date.now() + CARD_WITHIN_MS; page.card() === null; await sleep(LOOK_MS)) {
      if (Date.now() < end) continue;
      this.#kiosk.lift();
      return null;
    }
    return { name: 'take', items: [], queue: REAL_NAME, card: page.card()?.card ?? null };
  }

  /** The ticket that the screen shows, or null. */
  async #take(wish: LinkRequest): Promise<TicketSlip | null> {
    const id = this.#id('take');
    for (let tries = 0; tries < TRIES; tries += 1) {
      this.#pressed();
      const answer = await this.#kiosk.page.ask(id, wish);
      if (answer.is === 'slip') {
        this.promised.push(answer.slip);
        return answer.slip;
      }
      const why = answer.is === 'refused' ? answer.code : 'HOST_DIED';
      this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1);
      if (!AGAIN.has(why)) return null;
    }
    return null;
  }

  async #paper(slip: TicketSlip): Promise<void> {
    const { page } = this.#kiosk;
    let newest = slip;
    for (let prints = 0; prints <= MOST_REPRINTS; prints += 1) {
      const report = await page.paper(newest.ticket);
      if (report === null || report.outcome === 'printed') return;
      if (this.#chance.one(3) && this.#unlucky === null) return;
      await this.#repaired();
      this.#pressed();
      this.#unlucky?.();
      const again = await page.ask(this.#id('reprint'), { name: 'reprint', ticket: slip.ticket });
      if (again.is !== 'slip') return;
      newest = again.slip;
    }
  }

  /** A guide puts a new roll in; whoever waits for the machine does not wait for ever. */
  async #repaired(): Promise<void> {
    this.#kiosk.repair();
    const { page } = this.#kiosk;
    const up = () => page.state()?.peripherals.find(({ kind }) => kind === 'ticket-printer')?.state === 'up';
    for (const end = Date.now() + REPAIRED_WITHIN_MS; !up() && Date.now() < end; ) await sleep(LOOK_MS);
  }

  #pressed(): void {
    this.presses += 1;
    for (const tell of this.#onPress.splice(0)) tell();
  }

  #id(what: string): string {
    this.#serial += 1;
    return `${this.#tag}-${what}-${this.#serial}`;
  }
}
