import { waitsSince } from '@hall/queue-server/hall/domain/change';
import type { LedgerCommand } from '@hall/queue-server/hall/domain/decide';
import type { StoredEvent } from '@hall/queue-server/hall/domain/events';
import { linesOf } from '@hall/queue-server/hall/domain/next/lines';
import { overtakenToLimit } from '@hall/queue-server/hall/domain/next/overtaken';
import type { HallState } from '@hall/queue-server/hall/domain/state';
import { brokenInvariants } from '@hall/queue-server/hall/testing/model/invariants';
import { expectedNext } from '@hall/queue-server/hall/testing/model/oracle';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { Fairness } from './fairness.ts';
import type { Watcher } from './hall.ts';
import { RuleUse } from './rule-use.ts';

/** All invariants are looked at once in so many commands: they walk through the whole day. */
const CHECK_EVERY = 600;
/** And every so many calls the plain oracle says who should come. */
const ORACLE_EVERY = 40;
const KEPT_PROBLEMS = 20;
const CHOSEN = ['out-of-turn', 'paper', 'walk-in'];

/** What the simulation measures, event by event. */
export class Measures implements Watcher {
  readonly waits = { zone: new Groups(), queue: new Groups(), class: new Groups() };
  readonly allWaits: number[] = [];
  readonly refusals = new Map<string, number>();
  readonly rules: RuleUse;
  readonly fairness: Fairness;
  readonly problems: string[] = [];
  served = 0;
  tickets = 0;
  events = 0;
  oracleCalls = 0;
  checks = 0;
  readonly #config: HallConfig;
  #asked = 0;
  #calls = 0;
  #expected: { readonly ticket: string } | null | undefined;
  #limited = false;

  constructor(config: HallConfig) {
    this.#config = config;
    this.rules = new RuleUse(config);
    this.fairness = new Fairness(config);
  }

  asked(command: LedgerCommand, body: unknown, before: HallState, at: number): void {
    this.#asked += 1;
    if (this.#asked % CHECK_EVERY === 0) {
      this.checks += 1;
      for (const problem of brokenInvariants(before)) this.#problem(problem);
    }
    this.#expected = undefined;
    if (command !== 'window.call') return;
    const window = this.#config.windows.find(({ id }) => id === (body as { window: string }).window);
    if (!window) return;
    this.#calls += 1;
    this.#limited =
      overtakenToLimit(before, this.#config, linesOf(before, this.#config, window, at), at) !== null;
    if (this.#calls % ORACLE_EVERY !== 0) return;
    this.oracleCalls += 1;
    this.#expected = expectedNext(before, this.#config, window, at);
  }

  refused(code: string, details: unknown): void {
    this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
    this.rules.refused(code, details);
  }

  happened(event: StoredEvent, after: HallState): void {
    this.events += 1;
    this.rules.happened(event, after);
    if (event.type === 'day.began') this.fairness.newDay();
    if (event.type === 'ticket.taken') this.tickets += 1;
    if (event.type === 'ticket.finished') this.served += 1;
    if (event.type === 'ticket.called') this.#called(event, after);
    const ended = event.type === 'ticket.cancelled' || event.type === 'tickets.closed';
    if (ended)
      this.fairness.gone(event.type === 'tickets.closed' ? event.data.tickets : [event.data.ticket], after);
  }

  #called(event: Extract<StoredEvent, { type: 'ticket.called' }>, after: HallState): void {
    const { why } = event.data;
    const ticket = after.tickets.get(event.data.ticket);
    if (!ticket) return;
    const share = (why.rule === 'bound' || why.rule === 'green') && this.#limited;
    if (share) this.rules.used('X2');
    for (const problem of this.fairness.called(event, after)) this.#problem(problem);
    if (this.#expected !== undefined && this.#expected?.ticket !== ticket.id) {
      this.#problem(`[X] ${ticket.number} was called by ${why.rule}; the oracle says another`);
    }
    this.#expected = undefined;
    if (CHOSEN.includes(why.rule) && why.rule !== 'out-of-turn') return;
    const waited = Math.max(0, event.at - waitsSince(ticket)) / 60_000;
    this.allWaits.push(waited);
    const queue = this.#config.queues.find(({ id }) => id === ticket.queue);
    this.waits.queue.add(queue?.name.zh ?? ticket.queue, waited);
    this.waits.zone.add(this.#config.zones.find(({ id }) => id === queue?.zone)?.name.zh ?? '', waited);
    this.waits.class.add(ticket.class, waited);
  }

  #problem(text: string): void {
    if (this.problems.length < KEPT_PROBLEMS) this.problems.push(text);
    else if (this.problems.length === KEPT_PROBLEMS) this.problems.push('… and more');
  }
}

/** Values by name. */
export class Groups {
  readonly #values = new Map<string, number[]>();

  add(name: string, value: number): void {
    const values = this.#values.get(name);
    if (values) values.push(value);
    else this.#values.set(name, [value]);
  }

  entries(): [string, readonly number[]][] {
    return [...this.#values];
  }
}
