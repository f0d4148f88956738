/** A version that is read from further back than this takes a shorter way from then on. */
const LONG_WAY = 8;

/**
 * A persistent map for many entries under long random keys: every version stays as it was, whatever is made of it.
 * The newest version of a line is a plain `Map`; an older one knows what it had where the one after it differs
 * (after Baker, "Shallow binding makes functional arrays fast", 1991). So the newest costs what a `Map` costs, and
 * an old one a little more. Who goes on from an old version (a batch that failed) begins a line of its own, with a
 * copy. Entries come in the order in which they were added; there is no way to take one out.
 */
export class VersionedMap<V extends object> implements Iterable<readonly [string, V]> {
  /** All entries of the newest version; null in an older one, which has the two fields below. */
  #entries: Map<string, V> | null;
  #next: VersionedMap<V> | null = null;
  /** What this version had under the keys that `#next` changed; undefined: nothing. */
  #had: Map<string, V | undefined> | null = null;
  #size: number;
  /** Within a batch it changes in place: what `#had` of the version before is kept in here. */
  #before: Map<string, V | undefined> | null = null;

  constructor(entries: Iterable<readonly [string, V]> = []) {
    this.#entries = new Map(entries);
    this.#size = this.#entries.size;
  }

  get size(): number {
    return this.#entries === null ? this.#size : this.#entries.size;
  }

  get(key: string): V | undefined {
    let version: VersionedMap<V> = this;
    let steps = 0;
    while (version.#entries === null) {
      const had = version.#had as Map<string, V | undefined>;
      const value = had.get(key);
      if (value !== undefined || had.has(key)) return value;
      version = version.#next as VersionedMap<V>;
      steps += 1;
      if (steps === LONG_WAY) this.#shorten(null);
    }
    return version.#entries.get(key);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** The version with this entry; itself where it has it already, and within a batch. */
  set(key: string, value: V): VersionedMap<V> {
    const old = this.get(key);
    if (old === value) return this;
    const version = this.#before === null ? this.#follow() : this;
    const before = version.#before as Map<string, V | undefined>;
    // What was not there cannot have been noted: entries only come.
    if (old === undefined || !before.has(key)) before.set(key, old);
    (version.#entries as Map<string, V>).set(key, value);
    return version === this ? this : version.asImmutable();
  }

  /** As `set`, by what was there. */
  update(key: string, change: (value: V | undefined) => V): VersionedMap<V> {
    return this.set(key, change(this.get(key)));
  }

  /** A private version that changes in place until {@link asImmutable}; this one stays as it is. */
  asMutable(): VersionedMap<V> {
    return this.#before === null ? this.#follow() : this;
  }

  asImmutable(): VersionedMap<V> {
    this.#before = null;
    return this;
  }

  /**
   * Forgets the versions between this one and a later one of its line, for whoever keeps some of many: from here on
   * the way leads straight there. Does nothing where `later` is none.
   */
  skipTo(later: VersionedMap<V>): void {
    this.#shorten(later);
  }

  find(matches: (value: V, key: string) => boolean): V | undefined {
    for (const [key, value] of this.#all()) if (matches(value, key)) return value;
    return undefined;
  }

  count(matches: (value: V, key: string) => boolean): number {
    let count = 0;
    for (const [key, value] of this.#all()) if (matches(value, key)) count += 1;
    return count;
  }

  /** A new map, of no line with this one. */
  filter(matches: (value: V, key: string) => boolean): VersionedMap<V> {
    return new VersionedMap([...this.#all()].filter(([key, value]) => matches(value, key)));
  }

  /** A new map, of no line with this one. */
  map<W extends object>(change: (value: V, key: string) => W): VersionedMap<W> {
    return new VersionedMap([...this.#all()].map(([key, value]) => [key, change(value, key)] as const));
  }

  first(): V | undefined {
    return this.values().next().value;
  }

  /** As they are now: who goes through them may go on from this version meanwhile. */
  keys(): IterableIterator<string> {
    return [...this.#all().keys()].values();
  }

  /** As `keys`. */
  values(): IterableIterator<V> {
    return [...this.#all().values()].values();
  }

  /** As `keys`. */
  [Symbol.iterator](): IterableIterator<readonly [string, V]> {
    return [...this.#all()].values();
  }

  /** For comparing whole states as text, as the other maps of a state are. */
  toJS(): Record<string, V> {
    return Object.fromEntries(this.#all());
  }

  toJSON(): Record<string, V> {
    return this.toJS();
  }

  /** A version after this one, open for changes, which takes the entries over. */
  #follow(): VersionedMap<V> {
    const entries = this.#entries ?? (this.#all() as Map<string, V>);
    const next = new VersionedMap<V>();
    next.#entries = entries;
    next.#before = new Map();
    this.#size = entries.size;
    this.#entries = null;
    this.#next = next;
    this.#had = next.#before;
    return next;
  }

  /** Brings the way to `later`, or to the newest version, down to one step. */
  #shorten(later: VersionedMap<V> | null): void {
    const way: VersionedMap<V>[] = [];
    let version: VersionedMap<V> = this;
    while (version !== later && version.#next !== null) {
      // What is noted for an open version still grows: the step into it stays.
      if (version.#next.#before !== null) break;
      way.push(version);
      version = version.#next;
    }
    if (way.length < 2 || (later !== null && version !== later)) return;
    const had = new Map<string, V | undefined>();
    for (const older of way) {
      for (const [key, value] of older.#had as Map<string, V | undefined>)
        if (!had.has(key)) had.set(key, value);
    }
    this.#had = had;
    this.#next = version;
  }

  /** The entries of this version, for reading and for no longer than the caller runs: its own, or a copy. */
  #all(): ReadonlyMap<string, V> {
    if (this.#entries !== null) return this.#entries;
    const way: VersionedMap<V>[] = [];
    let newest: VersionedMap<V> = this;
    while (newest.#entries === null) {
      way.push(newest);
      newest = newest.#next as VersionedMap<V>;
    }
    const entries = new Map(newest.#entries);
    for (const version of way.reverse()) {
      for (const [key, value] of version.#had as Map<string, V | undefined>) {
        if (value === undefined) entries.delete(key);
        else entries.set(key, value);
      }
    }
    return entries;
  }
}
