import type { StoredEvent } from '@hall/queue-server/hall/domain/events';
import { isEarlierTurn, isWaiting } from '@hall/queue-server/hall/domain/next/eligible';
import { isAtLimit } from '@hall/queue-server/hall/domain/next/overtaken';
import { servedBy } from '@hall/queue-server/hall/domain/serving-windows';
import { EMPTY_QUEUE, type HallState, type Ticket } from '@hall/queue-server/hall/domain/state';
import type { HallConfig } from '@hall/shared/contracts/hall-config';

interface Limit {
  /** Calls by turn that overtook this person at the limit. */
  beyond: number;
  readonly windows: Set<string>;
  readonly before: Set<string>;
}

/** How often people were overtaken, and that nobody was beyond what RULES.md proves. */
export class Fairness {
  readonly #config: HallConfig;
  /** Overtaken so many times when called → people. */
  readonly distribution = new Map<number, number>();
  most = 0;
  /** Most that anybody was overtaken by turn while at the limit, and the largest that was allowed then. */
  mostBeyond = 0;
  allowedBeyond = 0;
  atLimit = 0;
  #limits = new Map<string, Limit>();

  constructor(config: HallConfig) {
    this.#config = config;
  }

  newDay(): void {
    this.#limits = new Map();
  }

  called(event: Extract<StoredEvent, { type: 'ticket.called' }>, after: HallState): string[] {
    const { why, overtook = [], ticket: id } = event.data;
    const problems: string[] = [];
    const byTurn = why.rule !== 'out-of-turn' && why.rule !== 'paper' && why.rule !== 'walk-in';
    const { people } = this.#config.next.overtaken;
    for (const passed of overtook) {
      const ticket = after.tickets.get(passed);
      if (!ticket) continue;
      this.most = Math.max(this.most, ticket.overtaken);
      const was = {
        ...ticket,
        overtaken: ticket.overtaken - 1,
        overtakenAt: ticket.overtaken === 1 ? null : ticket.overtakenAt,
      };
      if (isAtLimit(was, this.#config, event.at) && byTurn) {
        if (why.rule !== 'bound' && why.rule !== 'green') {
          problems.push(`[X1] ${ticket.number} is at the limit and was overtaken by ${why.rule}`);
        }
        const limit = this.#limitOf(ticket, after);
        limit.beyond += 1;
        const allowed =
          limit.windows.size + Math.floor(limit.before.size / Math.max(1, this.#config.next.share - 1));
        this.mostBeyond = Math.max(this.mostBeyond, limit.beyond);
        this.allowedBeyond = Math.max(this.allowedBeyond, allowed);
        if (this.#config.next.share > 1 && limit.beyond > allowed) {
          problems.push(
            `[X1] ${ticket.number} was overtaken ${limit.beyond} times at the limit, ${allowed} are allowed`,
          );
        }
      } else if (ticket.overtaken >= people) this.#limitOf(ticket, after);
    }
    this.#gone(id, after.tickets.get(id));
    return problems;
  }

  gone(ids: readonly string[], after: HallState): void {
    for (const id of ids) this.#gone(id, after.tickets.get(id));
  }

  #gone(id: string, ticket: Ticket | undefined): void {
    this.#limits.delete(id);
    const times = ticket?.overtaken ?? 0;
    this.distribution.set(times, (this.distribution.get(times) ?? 0) + 1);
  }

  /** Who is before somebody at the limit, and who serves them: more may come to it, by moves and transfers. */
  #limitOf(ticket: Ticket, state: HallState): Limit {
    const known = this.#limits.get(ticket.id);
    if (!known) this.atLimit += 1;
    const limit = known ?? { beyond: 0, windows: new Set<string>(), before: new Set<string>() };
    this.#limits.set(ticket.id, limit);
    const lines = new Set<string>();
    for (const window of this.#config.windows) {
      const { queues, secondary } = servedBy(state, window);
      const serves =
        ticket.boundTo?.includes(window.id) ??
        (queues.includes(ticket.queue) || secondary.some(({ queue }) => queue === ticket.queue));
      if (!serves) continue;
      limit.windows.add(window.id);
      for (const queue of queues) lines.add(queue);
    }
    for (const queue of lines) {
      for (const place of (state.queues.get(queue) ?? EMPTY_QUEUE).waiting) {
        const other = state.tickets.get(place.ticket);
        if (other && isWaiting(other) && isEarlierTurn(other, ticket)) limit.before.add(other.id);
      }
    }
    return limit;
  }
}
