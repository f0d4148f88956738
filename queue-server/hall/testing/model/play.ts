import type { WindowConfig } from '@hall/shared/contracts/hall-config';
import type { Decision } from '../../domain/context.ts';
import { isLedgerCommand, type LedgerCommand } from '../../domain/decide.ts';
import type { CallReason, StoredEvent } from '../../domain/events.ts';
import { evolve } from '../../domain/evolve.ts';
import { explainCall } from '../../domain/explain.ts';
import { emptyHall, type HallState } from '../../domain/state.ts';
import { comparable } from '../../ledger/verify.ts';
import { PureHall } from '../hall.ts';
import { type Act, type PlayedHall, perform } from './acts.ts';
import { FairnessWatch } from './fairness.ts';
import { smallHall } from './halls.ts';
import { brokenInvariants } from './invariants.ts';
import { type Expected, expectedNext, isAtLimit, overtakenBy } from './oracle.ts';

/**
 * Plays acts on the real engine and holds everything against what RULES.md says: the invariants after each, each
 * call against the oracle, the bound of overtaking, and at the end a replay. Answers what did not hold.
 */
export function playActs(variant: number, acts: readonly Act[]): string[] {
  const hall = new WatchedHall(variant);
  for (const act of acts) {
    perform(hall, act);
    if (hall.problems.length > 0) return hall.problems.map((problem) => `${act.what}: ${problem}`);
  }
  const replayed = hall.pure.events.reduce((state, event) => evolve(state, event), emptyHall());
  if (comparable(replayed) !== comparable(hall.state)) return ['the replay differs'];
  return [...hall.watch.problems];
}

class WatchedHall implements PlayedHall {
  readonly pure: PureHall;
  readonly watch: FairnessWatch;
  readonly problems: string[] = [];

  constructor(variant: number) {
    this.pure = new PureHall(smallHall(variant));
    this.watch = new FairnessWatch(this.pure.config);
  }

  get state(): HallState {
    return this.pure.state;
  }

  get at(): number {
    return this.pure.at;
  }

  get config() {
    return this.pure.config;
  }

  passSeconds(seconds: number): void {
    this.pure.at += seconds * 1000;
  }

  run(command: LedgerCommand, body: unknown, actor: string): Decision {
    if (!isLedgerCommand(command)) throw new Error(`the ledger does not know ${String(command)}`);
    const { pure, watch } = this;
    // The day that begins with a command is part of it: what follows is decided in the new one.
    const known = pure.events.length;
    if (beginsDay(pure)) pure.run('day.begin', {}, 'hall');
    const before = pure.state;
    watch.before(before, pure.at);
    const decision = pure.run(command, body as never, actor);
    const news = pure.events.slice(known);
    for (const event of news) watch.see(event, pure.state);
    const window = this.config.windows.find(({ id }) => id === (body as { window?: string }).window);
    if (window) this.#calls(command, window, before, news, decision);
    this.problems.push(...brokenInvariants(pure.state));
    return decision;
  }

  /** A call, or a refusal to call, against the oracle. */
  #calls(
    command: LedgerCommand,
    window: WindowConfig,
    before: HallState,
    news: readonly StoredEvent[],
    decision: Decision,
  ): void {
    const called = news.find((event) => event.type === 'ticket.called');
    const sameTickets = news.every(({ type }) => type === 'ticket.called' || type === 'day.began');
    if (called && !explains(called.data.why)) this.problems.push(`no sentence for ${called.data.why.rule}`);
    if (called) {
      const { sinceShare = 0 } = before.windows.get(window.id) ?? {};
      const { rule } = called.data.why;
      const shared = rule === 'bound' || rule === 'green';
      const counted = shared ? 0 : CHOSEN.includes(rule) ? sinceShare : sinceShare + 1;
      if (this.state.windows.get(window.id)?.sinceShare !== counted)
        this.problems.push(`[X2] the window counts wrongly after a call by ${rule}`);
    }
    if (command === 'window.call-ticket' && called && sameTickets) {
      const ticket = before.tickets.get(called.data.ticket);
      const overtook = ticket ? overtakenBy(before, this.config, window, ticket, this.at) : [];
      this.#same('K9', called.data.overtook ?? [], overtook);
    }
    if (command !== 'window.call') return;
    // A service that ends with the call may send its person to a line of this window: who is called is what
    // the state before says, because one decision is one instant.
    const expected = expectedNext(before, this.config, window, this.at);
    if (!decision.ok) {
      if (decision.error.code === 'NOBODY_WAITING' && expected)
        this.problems.push(`${expected.rule} finds somebody`);
      return;
    }
    if (!called || !expected) {
      this.problems.push('called nobody, or somebody unexpected');
      return;
    }
    this.#expect(called.data.ticket, called.data.why, called.data.overtook ?? [], expected, before);
  }

  #expect(
    ticket: string,
    why: CallReason,
    overtook: readonly string[],
    expected: Expected,
    before: HallState,
  ): void {
    if (ticket !== expected.ticket)
      this.problems.push(`${expected.rule} calls somebody else than ${why.rule}`);
    if (RULE_OF[why.rule] !== expected.rule) this.problems.push(`said ${why.rule} for ${expected.rule}`);
    this.#same(expected.rule, overtook, expected.overtook);
    if (why.passedOver !== expected.passedOver)
      this.problems.push('says another number of people passed over');
    if (expected.rule !== 'X1' && expected.rule !== 'X5') return;
    for (const id of overtook) {
      const passed = before.tickets.get(id);
      if (passed && isAtLimit(passed, this.config, this.at))
        this.problems.push(`[X1] ${passed.number} is at the limit and was overtaken by ${expected.rule}`);
    }
  }

  #same(rule: string, overtook: readonly string[], expected: readonly string[]): void {
    if (JSON.stringify(overtook.toSorted()) !== JSON.stringify(expected)) {
      this.problems.push(`${rule} overtook ${overtook.length}, not ${expected.length}`);
    }
  }
}

const CHOSEN: readonly CallReason['rule'][] = ['out-of-turn', 'paper', 'walk-in'];

const RULE_OF: Partial<Record<CallReason['rule'], Expected['rule']>> = {
  overtaken: 'X1',
  bound: 'X3',
  green: 'X4',
  'only-one': 'X5',
  earliest: 'X5',
  'class-bonus': 'X5',
  booking: 'X5',
  returning: 'X5',
  secondary: 'X6',
};

function explains(why: CallReason): boolean {
  const { zh, en } = explainCall('A001', why);
  return /A001.+。$/.test(zh) && /A001.+\.$/.test(en) && !/undefined|NaN/.test(zh + en);
}

function beginsDay({ state, at }: PureHall): boolean {
  const offset = 8 * 3_600_000;
  return state.day === null || new Date(at + offset).toISOString().slice(0, 10) > state.day;
}
