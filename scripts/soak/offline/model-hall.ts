import {
  dayToBegin,
  decide,
  type LedgerCommand,
  type LedgerCommands,
} from '@hall/queue-server/hall/domain/decide';
import type { StoredEvent } from '@hall/queue-server/hall/domain/events';
import { evolve } from '@hall/queue-server/hall/domain/evolve';
import { emptyHall, type HallState } from '@hall/queue-server/hall/domain/state';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { OfflineTicket } from '@hall/shared/contracts/offline';

/** An answer as the ledger keeps it. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly code: string };

/** The server as its devices see it: the real decisions, and answers that are kept by actor and request id. */
export class ModelHall {
  state: HallState = emptyHall();
  readonly config: HallConfig;
  /** The disk takes nothing. */
  full = false;
  readonly #answers = new Map<string, { readonly command: string; readonly answer: Answer }>();
  #ids = 0;

  constructor(config: HallConfig) {
    this.config = config;
  }

  run<N extends LedgerCommand>(
    command: N,
    body: LedgerCommands[N],
    { actor, requestId, at: wall }: { actor: string; requestId: string; at: number },
  ): Answer {
    const key = `${actor} ${requestId}`;
    const known = this.#answers.get(key);
    if (this.full) return { ok: false, code: 'STORAGE_FULL' };
    if (known) return known.command === command ? known.answer : { ok: false, code: 'REQUEST_ID_REUSED' };
    const at = Math.max(wall, this.state.at);
    const day = dayToBegin(this.state, at, this.config.timeZone);
    if (day) this.#append(day, at);
    const newId = () => (++this.#ids).toString(16).padStart(32, '0');
    const decision = decide(this.state, command, body, {
      ...{ config: this.config, at, actor, newId, newTicketId: newId, head: 'abcdef0123456789' },
      takenUnder: (id) => this.ticketOf(actor, id),
    });
    const answer: Answer = decision.ok
      ? { ok: true, value: decision.value.answer }
      : { ok: false, code: decision.error.code };
    if (decision.ok) for (const event of decision.value.events) this.#append(event, at);
    this.#answers.set(key, { command, answer });
    for (const settled of decision.ok ? (decision.value.settles ?? []) : []) {
      const of = `${actor} ${settled.requestId}`;
      if (this.#answers.has(of)) continue;
      const said = settled.answer;
      this.#answers.set(of, {
        command: settled.command,
        answer: said.ok ? { ok: true, value: said.value } : { ok: false, code: said.error.code },
      });
    }
    return answer;
  }

  /** The ticket that a press was given, whatever the kiosk knows of it. */
  ticketOf(actor: string, requestId: string): string | null {
    const known = this.#answers.get(`${actor} ${requestId}`);
    return known?.command === 'ticket.take' && known.answer.ok
      ? (known.answer.value as { ticket: string }).ticket
      : null;
  }

  #append(event: object, at: number): void {
    const stored = {
      occurredAt: at,
      ...event,
      ...{ seq: this.state.seq + 1, at, v: 1, actor: 'model', requestId: `r-${this.state.seq + 1}` },
    } as StoredEvent;
    this.state = evolve(this.state, stored);
  }
}

/** As the writer thread hands it to the ledger. */
export function opened({ person: _sealed, ...ticket }: OfflineTicket) {
  return { ...ticket, person: null, unread: false };
}
