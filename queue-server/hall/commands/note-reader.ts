import type { LedgerClient } from '../ledger/client.ts';
import { ticketAt } from '../views/serving.ts';

/**
 * Notes for the desks. Each look into the vault is a line in its log: a desk asks for its view with every event of
 * the hall, and is told what it was told before until the note or the person is another one.
 */
export class NoteReader {
  readonly #ledger: Pick<LedgerClient, 'state' | 'read'>;
  /** Window → the note that its desk read last. */
  readonly #read = new Map<
    string,
    { readonly ref: string; readonly actor: string; readonly text: string | null }
  >();

  constructor(ledger: Pick<LedgerClient, 'state' | 'read'>) {
    this.#ledger = ledger;
  }

  /** The note on whoever is at a window; null where there is none, or it went with the visit. */
  async at(window: string, actor: string): Promise<string | null> {
    const ref = ticketAt(this.#ledger.state, window)?.noteRef ?? null;
    if (ref === null) {
      this.#read.delete(window);
      return null;
    }
    const known = this.#read.get(window);
    if (known?.ref === ref && known.actor === actor) return known.text;
    const text = (await this.#ledger.read('text', ref, 'visit-note', actor)) as string | null;
    // The visit may have ended meanwhile.
    if (ticketAt(this.#ledger.state, window)?.noteRef !== ref) return null;
    this.#read.set(window, { ref, actor, text });
    return text;
  }
}
