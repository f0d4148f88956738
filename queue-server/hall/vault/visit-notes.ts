import type { StoredEvent } from '../domain/events.ts';
import { notesOver } from '../domain/notes.ts';
import type { HallState } from '../domain/state.ts';
import type { Vault } from './vault.ts';

/** Which texts are notes on visits, so that none outlives its visit, whenever the power fails. */
const PREFIX = 'visit-note ';

/**
 * Clerks' notes on visits. The words are kept before the ledger says where they lie; they go right after it says
 * that the visit is over, or at the next start.
 */
export class VisitNotes {
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Within a commit of the vault. `owner`: the person whose visit it is, where anybody knows. */
  keep(text: string, at: number, owner: string | null): string {
    const ref = this.#vault.rememberText(text, at, owner);
    this.#vault.records.setMeta(PREFIX + ref, '');
    return ref;
  }

  /** Destroys what the events made superfluous. */
  follow(before: HallState, after: HallState, events: readonly StoredEvent[]): void {
    if (events.length === 0) return;
    const touched = events.flatMap((event) =>
      event.type === 'day.began' ? [...before.tickets.keys()] : ticketsOf(event),
    );
    this.#end(notesOver(before.tickets, after.tickets, touched));
  }

  /** At the start: what a crash left behind, and notes whose decision was refused. */
  sweep(state: HallState): void {
    const held = new Set<string>();
    for (const { noteRef } of state.tickets.values()) if (noteRef !== null) held.add(noteRef);
    this.#end(
      this.#vault.records
        .metaKeys(PREFIX)
        .map((key) => key.slice(PREFIX.length))
        .filter((ref) => !held.has(ref)),
    );
  }

  #end(refs: readonly string[]): void {
    if (refs.length === 0) return;
    this.#vault.discard(refs);
    for (const ref of refs) this.#vault.records.dropMeta(PREFIX + ref);
  }
}

function ticketsOf({ data }: StoredEvent): readonly string[] {
  const { ticket, tickets, released } = data as {
    readonly ticket?: string;
    readonly tickets?: readonly string[];
    readonly released?: readonly string[];
  };
  return [...(ticket === undefined ? [] : [ticket]), ...(tickets ?? released ?? [])];
}
