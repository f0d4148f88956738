/**
 * How many connections a listener holds: in all, from one address, and from clients that have not proved
 * who they are. Pure bookkeeping; whoever owns the sockets closes them.
 */
export interface GateLimits {
  readonly total: number;
  /** From one address; the hall's own machine (127.0.0.1, ::1) only counts in all. */
  readonly perAddress: number;
  /** Waiting to prove themselves; the oldest makes room for a new one, since a real device needs milliseconds. */
  readonly unproven: number;
}

interface Held {
  readonly address: string;
  readonly close: () => void;
}

export interface Entry {
  /** The client has proved who it is. */
  proven(): void;
  /** The connection is over. */
  left(): void;
}

export class ConnectionGate {
  readonly #limits: GateLimits;
  readonly #byAddress = new Map<string, number>();
  /** Insertion order is age. */
  readonly #unproven = new Set<Held>();
  #total = 0;

  constructor(limits: GateLimits) {
    this.#limits = limits;
  }

  get total(): number {
    return this.#total;
  }

  /** Null where the connection must be refused. `close` is called when it has to make room. */
  enter(address: string, close: () => void): Entry | null {
    const fromHere = this.#byAddress.get(address) ?? 0;
    if (this.#total >= this.#limits.total) return null;
    if (fromHere >= this.#limits.perAddress && !isOwn(address)) return null;
    if (this.#unproven.size >= this.#limits.unproven) {
      const [oldest] = this.#unproven;
      if (oldest !== undefined) {
        this.#unproven.delete(oldest);
        oldest.close();
      }
    }
    const held: Held = { address, close };
    this.#total += 1;
    this.#byAddress.set(address, fromHere + 1);
    this.#unproven.add(held);
    let here = true;
    return {
      proven: () => void this.#unproven.delete(held),
      left: () => {
        if (!here) return;
        here = false;
        this.#total -= 1;
        this.#unproven.delete(held);
        const rest = (this.#byAddress.get(address) ?? 1) - 1;
        if (rest === 0) this.#byAddress.delete(address);
        else this.#byAddress.set(address, rest);
      },
    };
  }
}

function isOwn(address: string): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1';
}
