/**
 * Lines that anybody may cause who can reach the hall, such as a refused request, are told one by one only up to
 * a number a minute; beyond that they are counted, and one line a minute says the counts. Else whoever wants an
 * older log gone fills the quota with newer lines, and the six months for which logs are kept become an hour.
 */

const WINDOW_MS = 60_000;
/** Of one kind a minute: enough to see what a broken device or a mistyped address does. */
const TOLD_OF_A_KIND = 10;
/** Of all kinds a minute: about 80 MB in six months, packed, where somebody never lets up. */
const TOLD_IN_ALL = 60;
/** Kinds in the line of counts, the most frequent first. */
const KINDS_SAID = 20;
/** Kinds are few by design (route and status, event); beyond this they are counted as one. */
const KINDS_KNOWN = 1_000;
const OTHER = 'other';

export interface HeldBack {
  /** Lines that were not written. */
  readonly lines: number;
  /** How many of each kind; the rarest are only in `lines`. */
  readonly kinds: Readonly<Record<string, number>>;
}

interface Count {
  told: number;
  held: number;
}

export class LogLimit {
  readonly #say: (held: HeldBack) => void;
  readonly #counts = new Map<string, Count>();
  #told = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param say told at the end of a minute in which lines were held back */
  constructor(say: (held: HeldBack) => void) {
    this.#say = say;
  }

  /** Whether a line of this kind is to be written. A kind is never made of what a stranger sent. */
  allows(kind: string): boolean {
    this.#timer ??= setTimeout(() => this.flush(), WINDOW_MS).unref();
    let count = this.#counts.get(kind);
    if (count === undefined) {
      const known = this.#counts.size < KINDS_KNOWN ? kind : OTHER;
      count = this.#counts.get(known) ?? { told: 0, held: 0 };
      this.#counts.set(known, count);
    }
    if (count.told < TOLD_OF_A_KIND && this.#told < TOLD_IN_ALL) {
      count.told += 1;
      this.#told += 1;
      return true;
    }
    count.held += 1;
    return false;
  }

  /** Ends the minute: says what was held back, and begins anew. Also to be called at the end of the program. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const held = [...this.#counts].filter(([, count]) => count.held > 0);
    this.#counts.clear();
    this.#told = 0;
    if (held.length === 0) return;
    held.sort(([, a], [, b]) => b.held - a.held);
    this.#say({
      lines: held.reduce((sum, [, count]) => sum + count.held, 0),
      kinds: Object.fromEntries(held.slice(0, KINDS_SAID).map(([kind, count]) => [kind, count.held])),
    });
  }
}
