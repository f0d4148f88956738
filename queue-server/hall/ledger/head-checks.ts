import type { LedgerHead } from '@hall/shared/contracts/ledger-heads';

/** A head and who keeps it: a file or an address. */
export interface HeadCheck {
  readonly source: string;
  readonly head: LedgerHead;
}

/**
 * Compares heads that were given out with the chain, as it is read. After a restore the chain itself says, in
 * its `hall.restored` event, up to where the former epoch still counts.
 */
export class HeadChecks {
  readonly #bySeq = new Map<number, HeadCheck[]>();
  readonly #heads: readonly HeadCheck[];
  readonly #epoch: string;
  readonly #problem: (text: string) => void;
  /** Former epoch → the last position of it that is in this chain. */
  readonly #left = new Map<string, number>();
  readonly #different = new Set<HeadCheck>();
  #newestEpoch: string | null = null;
  borneOut = 0;

  /** `epoch` is what the database says of itself. */
  constructor(heads: readonly HeadCheck[], epoch: string, problem: (text: string) => void) {
    this.#heads = heads;
    this.#epoch = epoch;
    this.#problem = problem;
    for (const check of heads) {
      const at = this.#bySeq.get(check.head.seq);
      if (at) at.push(check);
      else this.#bySeq.set(check.head.seq, [check]);
    }
  }

  see(seq: number, hash: string): void {
    for (const check of this.#bySeq.get(seq) ?? []) {
      if (check.head.hash !== hash) this.#different.add(check);
    }
  }

  restored(from: { readonly epoch: string; readonly seq: number }, epoch: string): void {
    this.#left.set(from.epoch, from.seq);
    this.#newestEpoch = epoch;
  }

  /** After the last event, at position `seq`. */
  end(seq: number): void {
    if (this.#newestEpoch !== null && this.#newestEpoch !== this.#epoch) {
      this.#problem(`the database says epoch ${this.#epoch}, its last restore ${this.#newestEpoch}`);
    }
    for (const check of this.#heads) this.#judge(check, seq);
  }

  #judge(check: HeadCheck, end: number): void {
    const { head, source } = check;
    const last = head.epoch === this.#epoch ? end : this.#left.get(head.epoch);
    if (last === undefined) {
      this.#problem(
        `${source} keeps a head of epoch ${head.epoch}, which this ledger does not know: another ledger, or one rolled back to before a restore`,
      );
    } else if (head.seq > last) {
      // What a restore left behind is gone and said to be gone; what the present epoch lacks is not.
      if (head.epoch === this.#epoch) {
        this.#problem(
          `${source} keeps a head at event ${head.seq}, but the ledger ends at ${end}: it was shortened or rolled back`,
        );
      }
    } else if (this.#different.has(check)) {
      this.#problem(`${source} keeps another hash of event ${head.seq}: the ledger was rewritten`);
    } else this.borneOut += 1;
  }
}
