import { testConfig } from '@hall/queue-server/hall/testing/hall';
import { catalogueOf } from '@hall/queue-server/hall/views/catalogue';
import { kioskNumbers, offlineKnowledge } from '@hall/queue-server/hall/views/kiosk-numbers';
import type { Catalogue } from '@hall/shared/contracts/commands';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { localTime } from '@hall/shared/contracts/time';
import { Chance } from './chance.ts';
import { type Answer, ModelHall, opened } from './model-hall.ts';
import { ModelKiosk, type Outgoing } from './model-kiosk.ts';

/**
 * [N4] Three kiosks and a server: answers and asks are lost, doubled and late, clocks are off and die, machines stop
 * in the middle, the disk is full, midnight passes. At the end everything is there again, and what became of every
 * press is looked at.
 */

const QUEUES = ['invoices', 'enquiry'];
const KIOSKS = ['kiosk-1', 'kiosk-2', 'kiosk-3'];
const PER_KIOSK = 6;
const STEPS = 60;
/** After the outage: far more rounds than any backlog needs. */
const SETTLING = 40;

interface InFlight {
  readonly at: number;
  readonly until: number;
  readonly kiosk: ModelKiosk;
  readonly what: Outgoing;
}
interface Reply {
  readonly at: number;
  readonly kiosk: ModelKiosk;
  readonly what: Outgoing;
  readonly answer: Answer;
}

let base: HallConfig | undefined;
let catalogue: Catalogue | undefined;

function config(): HallConfig {
  base ??= testConfig((demo) => {
    const kiosk = demo.devices.find(({ kind }) => kind === 'kiosk');
    if (!kiosk) throw new Error('the demo has no kiosk');
    const queues = demo.queues
      .filter(({ id }) => QUEUES.includes(id))
      .map((queue) => ({
        ...queue,
        lastNumber: 60,
        dailyQuota: 30,
        realName: false,
        bookings: [],
        slots: [],
      }));
    return {
      ...demo,
      queues,
      items: [],
      devices: KIOSKS.map((id) => ({ ...kiosk, id })),
      numbering: { restart: 'daily', perKiosk: PER_KIOSK },
    };
  });
  return base;
}

export class World {
  readonly #chance: Chance;
  readonly #hall: ModelHall;
  readonly #kiosks: readonly ModelKiosk[];
  readonly #asks: InFlight[] = [];
  readonly #replies: Reply[] = [];
  readonly #presses: { readonly id: string; readonly kiosk: ModelKiosk }[] = [];
  readonly problems: string[] = [];
  #now: number;
  #online = true;
  #settling = false;

  constructor(seed: number) {
    this.#chance = new Chance(seed);
    this.#hall = new ModelHall(config());
    const [day, clock] = this.#chance.one(3) ? ['2026-11-23', '23:50'] : ['2026-11-23', '09:00'];
    this.#now = Date.parse(`${day}T${clock}:00+08:00`);
    this.#kiosks = KIOSKS.map(
      (id) => new ModelKiosk(id, this.#chance, this.#chance.below(600_000) - 300_000),
    );
    this.#hall.run('day.begin', {}, { actor: 'hall', requestId: 'begin', at: this.#now });
    for (const kiosk of this.#kiosks) this.#tell(kiosk);
  }

  /** What is wrong in the end; empty: nothing. */
  run(): readonly string[] {
    for (let step = 0; step < STEPS; step += 1) this.#step(step);
    this.#settling = true;
    this.#online = true;
    this.#hall.full = false;
    for (let round = 0; round < SETTLING; round += 1) {
      this.#now += 7_000;
      this.#deliver();
      for (const kiosk of this.#kiosks) {
        this.#tell(kiosk);
        kiosk.tick(this.#now);
        this.#send(kiosk, kiosk.reconcile(this.#now));
        for (const [ticket, report] of kiosk.reports) {
          if (report !== null) this.#send(kiosk, { kind: 'report', ticket, report });
        }
      }
    }
    this.#deliver();
    this.#judge();
    return this.problems;
  }

  #step(step: number): void {
    const chance = this.#chance;
    this.#now += 500 + chance.below(chance.one(4) ? 90_000 : 9_000);
    if (chance.one(8)) this.#online = !this.#online;
    if (chance.one(12)) this.#hall.full = !this.#hall.full;
    this.#deliver();
    const kiosk = chance.of(this.#kiosks);
    kiosk.tick(this.#now);
    const fate = chance.below(20);
    if (fate < 12) this.#press(kiosk, step);
    else if (fate < 15) this.#online && this.#send(kiosk, kiosk.reconcile(this.#now));
    else if (fate < 16) this.#stop(kiosk, step);
    else if (fate < 17) kiosk.drift += chance.below(4_000) - 2_000;
    else if (this.#online) this.#tell(kiosk);
  }

  #press(kiosk: ModelKiosk, step: number): void {
    const id = pressId(kiosk.id, step);
    if (kiosk.waiting === null) this.#presses.push({ id, kiosk });
    this.#send(kiosk, kiosk.press(id, this.#chance.of(QUEUES), this.#now, this.#online));
  }

  #stop(kiosk: ModelKiosk, step: number): void {
    const chance = this.#chance;
    const press = pressId(kiosk.id, step);
    const during = chance.one(2) ? { press, queue: chance.of(QUEUES) } : null;
    if (during !== null) this.#presses.push({ id: press, kiosk });
    kiosk.restart(this.#now, during);
    // A dead battery: the clock begins anew, and what is known of its skew is worth nothing.
    if (chance.one(3)) kiosk.drift = -this.#now;
  }

  /** The kiosk hears a heartbeat and its retained settings. */
  #tell(kiosk: ModelKiosk): void {
    const { state, config: hall } = this.#hall;
    kiosk.skewMs = kiosk.drift;
    const { numbers } = kioskNumbers(state, hall, kiosk.id);
    const { offline } = offlineKnowledge(hall, this.#now, '');
    if (!numbers || !offline) return;
    catalogue ??= catalogueOf(hall);
    kiosk.hall = { timeZone: hall.timeZone, catalogue, numbers, offline, queues: [], heardAt: this.#now };
  }

  #send(kiosk: ModelKiosk, what: Outgoing | null): void {
    if (what === null) return;
    const chance = this.#chance;
    // Validity is judged by the server's clock: an ask may be obeyed after its kiosk stopped to wait for it.
    const validMs = what.kind === 'take' ? 20_000 : 30_000;
    const ask = { until: this.#now + validMs, kiosk, what };
    if (this.#settling) {
      this.#asks.push({ ...ask, at: this.#now });
      return;
    }
    if (!chance.one(5)) this.#asks.push({ ...ask, at: this.#now + chance.below(3_000) });
    if (chance.one(6)) this.#asks.push({ ...ask, at: this.#now + chance.below(20_000) });
  }

  #deliver(): void {
    const chance = this.#chance;
    const due = this.#asks.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    for (const ask of due) {
      this.#asks.splice(this.#asks.indexOf(ask), 1);
      if (ask.at > ask.until) continue;
      const answer = this.#carryOut(ask);
      if (!this.#settling && chance.one(4)) continue;
      const after = this.#settling ? 0 : chance.below(5_000);
      this.#replies.push({ at: ask.at + after, kiosk: ask.kiosk, what: ask.what, answer });
    }
    const back = this.#replies.filter(({ at }) => at <= this.#now);
    for (const reply of back) {
      this.#replies.splice(this.#replies.indexOf(reply), 1);
      this.#hear(reply);
    }
  }

  #carryOut({ kiosk, what, at }: InFlight): Answer {
    const by = (requestId: string) => ({ actor: kiosk.id, requestId, at });
    switch (what.kind) {
      case 'take': {
        const body = { queue: what.queue, items: [], paperless: false, person: null };
        return this.#hall.run('ticket.take', body, by(what.press));
      }
      case 'report':
        return this.#hall.run(
          'ticket.report-print',
          { ticket: what.ticket, ordinal: 1, report: what.report },
          by(`${what.ticket}-report`),
        );
      case 'reconcile': {
        const { tickets, ...rest } = what.what.body;
        return this.#hall.run(
          'ticket.reconcile',
          { ...rest, tickets: tickets.map(opened) },
          by(what.what.id),
        );
      }
    }
  }

  #hear({ kiosk, what, answer }: Reply): void {
    if (what.kind === 'take') this.#send(kiosk, kiosk.answered(what.press, answer, this.#now));
    else if (what.kind === 'report' && answer.ok) kiosk.reports.delete(what.ticket);
    else if (what.kind === 'reconcile') {
      for (const { requestId, outcome, code } of kiosk.reconciled(what.what, answer)) {
        if (outcome === 'refused') this.problems.push(`${requestId} was refused: ${code}`);
      }
    }
  }

  #judge(): void {
    const { state } = this.#hall;
    const numbers = new Set<string>();
    for (const { number, day } of state.tickets.values()) {
      if (numbers.has(`${day} ${number}`)) this.problems.push(`${number} stands twice in the hall`);
      numbers.add(`${day} ${number}`);
    }
    const papers = this.#kiosks.flatMap((kiosk) => kiosk.papers);
    const holders = new Map<string, string>();
    for (const { number, day, press } of papers) {
      const holder = holders.get(`${day} ${number}`);
      if (holder !== undefined && holder !== press)
        this.problems.push(`${number} is on papers of two people`);
      holders.set(`${day} ${number}`, press);
    }
    for (const kiosk of this.#kiosks) {
      const { open, asked, givenUp } = kiosk.book;
      if (open.size + asked.size + givenUp.size > 0) this.problems.push(`${kiosk.id} has open presses`);
    }
    for (const press of this.#presses) this.#judgePress(press.id, press.kiosk);
  }

  #judgePress(press: string, kiosk: ModelKiosk): void {
    const { state, config: hall } = this.#hall;
    const today = localTime(this.#now, hall.timeZone).day;
    const own = kiosk.papers.filter((paper) => paper.press === press);
    if (new Set(own.map(({ number }) => number)).size > 1)
      this.problems.push(`${press} has two numbers on paper`);
    const given = this.#hall.ticketOf(kiosk.id, press);
    const online = given === null ? undefined : state.tickets.get(given);
    const issued = state.tickets.find(({ progressToken }) => progressToken === press);
    const living = [...new Set([online, issued])].filter(
      (ticket) => ticket !== undefined && ticket.state !== 'void',
    );
    if (living.length > 1) this.problems.push(`${press} stands twice in the line`);
    const paper = own.at(-1);
    const outcome = kiosk.book.resolved.get(press)?.outcome;
    if (paper === undefined || outcome === 'over') {
      for (const ticket of living) {
        if (ticket?.day === today && ticket.print === 'pending') {
          this.problems.push(`${press}: ${ticket.number} waits for a paper that nobody prints`);
        }
      }
      return;
    }
    // What a day ended that nobody was told of is over; the tables hold it, the state does not.
    const ofToday = living.find((ticket) => ticket?.number === paper.number);
    if (ofToday === undefined && state.dayBegan <= this.#begunAt(paper.day)) {
      this.problems.push(`${press} holds ${paper.number}, which the hall does not know`);
    }
  }

  /** When a business day began, or the end of time where it is over. */
  #begunAt(day: string): number {
    return day === this.#hall.state.day ? Number.MAX_SAFE_INTEGER : 0;
  }
}

/** 32 hexadecimal characters that name kiosk and step. */
function pressId(kiosk: string, step: number): string {
  return `${kiosk.at(-1)}${step.toString(16).padStart(31, '0')}`;
}
