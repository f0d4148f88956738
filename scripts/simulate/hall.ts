import { loosened, settled } from '@hall/queue-server/hall/domain/batch';
import type { Decision } from '@hall/queue-server/hall/domain/context';
import {
  dayToBegin,
  decide,
  type LedgerCommand,
  type LedgerCommands,
} from '@hall/queue-server/hall/domain/decide';
import type { HallEvent, StoredEvent } from '@hall/queue-server/hall/domain/events';
import { evolve } from '@hall/queue-server/hall/domain/evolve';
import { emptyHall, type HallState } from '@hall/queue-server/hall/domain/state';
import type { HallConfig } from '@hall/shared/contracts/hall-config';

/** Who looks on: sees each decision with the hall before it, and each event with the hall after it. */
export interface Watcher {
  asked(command: LedgerCommand, body: unknown, before: HallState, at: number): void;
  refused(code: string, details: unknown): void;
  happened(event: StoredEvent, after: HallState): void;
}

/** The hall's own engine in memory: `decide` and `evolve`, with a simulated clock and no disk. */
export class SimulatedHall {
  readonly config: HallConfig;
  readonly #watcher: Watcher;
  #state: HallState = emptyHall();
  #ids = 0;
  at: number;

  constructor(config: HallConfig, at: number, watcher: Watcher) {
    this.config = config;
    this.at = at;
    this.#watcher = watcher;
  }

  get state(): HallState {
    return this.#state;
  }

  run<N extends LedgerCommand>(command: N, body: LedgerCommands[N], actor: string): Decision {
    const day = dayToBegin(this.#state, this.at, this.config.timeZone);
    if (day) {
      // Within a day the maps change in place, as in a batch of the ledger.
      this.#state = settled(this.#state);
      this.#append(day, 'hall');
      this.#state = loosened(this.#state);
    }
    this.#watcher.asked(command, body, this.#state, this.at);
    const newId = () => {
      this.#ids += 1;
      return this.#ids.toString(16).padStart(32, '0');
    };
    const decision = decide(this.#state, command, body, {
      config: this.config,
      at: this.at,
      actor,
      newId,
      newTicketId: newId,
      head: '0'.repeat(64),
    });
    if (decision.ok) for (const event of decision.value.events) this.#append(event, actor);
    else this.#watcher.refused(decision.error.code, decision.error.details);
    return decision;
  }

  #append(event: HallEvent, actor: string): void {
    const stored = {
      ...event,
      seq: this.#state.seq + 1,
      at: this.at,
      occurredAt: this.at,
      v: 1,
      actor,
      requestId: '',
    } as StoredEvent;
    this.#state = evolve(this.#state, stored);
    this.#watcher.happened(stored, this.#state);
  }
}
