/**
 * Counters for the hot path. A request touches one look-up and a few numbers; names and labels are made when
 * somebody scrapes, not when somebody takes a ticket. Shaped as prom-client's registry reads a metric.
 */

/** More series than this are counted together as `other`: nothing that a stranger sends grows the memory. */
const MAX_SERIES = 500;
const OTHER = 'other';

interface Sample {
  readonly metricName?: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** A metric as prom-client's registry reads it: it only ever calls `get`. */
export interface Scrapable {
  readonly name: string;
  get(): Promise<{
    readonly name: string;
    readonly help: string;
    readonly type: 'histogram' | 'counter';
    readonly aggregator: 'sum';
    readonly values: readonly Sample[];
  }>;
}

/** Seconds; from a read out of memory to a person who gives up. */
export const LATENCY_BOUNDS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5] as const;

/** A histogram with fixed bounds and one label. */
export class Histogram implements Scrapable {
  readonly name: string;
  readonly #help: string;
  readonly #label: string | null;
  readonly #bounds: readonly number[];
  /** For each series the count of each bucket, then +Inf, then the sum. */
  readonly #series = new Map<string, Float64Array>();

  constructor(name: string, help: string, label: string | null, bounds: readonly number[]) {
    this.name = name;
    this.#help = help;
    this.#label = label;
    this.#bounds = bounds;
  }

  observe(series: string, value: number): void {
    const cells = this.#series.get(series) ?? this.#add(series);
    const bounds = this.#bounds;
    let i = 0;
    while (i < bounds.length && value > bounds[i]!) i += 1;
    cells[i]! += 1;
    cells[bounds.length + 1]! += value;
  }

  #add(series: string): Float64Array {
    const name = this.#series.size < MAX_SERIES ? series : OTHER;
    const found = this.#series.get(name);
    if (found) return found;
    const cells = new Float64Array(this.#bounds.length + 2);
    this.#series.set(name, cells);
    return cells;
  }

  async get(): ReturnType<Scrapable['get']> {
    const values: Sample[] = [];
    for (const [series, cells] of this.#series) {
      const labels = this.#label === null ? {} : { [this.#label]: series };
      let count = 0;
      for (const [i, bound] of [...this.#bounds, '+Inf' as const].entries()) {
        count += cells[i]!;
        values.push({
          metricName: `${this.name}_bucket`,
          labels: { ...labels, le: bound },
          value: count,
        });
      }
      values.push({ metricName: `${this.name}_sum`, labels, value: cells[this.#bounds.length + 1]! });
      values.push({ metricName: `${this.name}_count`, labels, value: count });
    }
    return { name: this.name, help: this.#help, type: 'histogram', aggregator: 'sum', values };
  }
}

/** A counter by two labels; the second one is looked up inside the first, so no key is ever built. */
export class PairCounter implements Scrapable {
  readonly name: string;
  readonly #help: string;
  readonly #labels: readonly [string, string];
  readonly #counts = new Map<string, Map<string, number>>();
  #series = 0;

  constructor(name: string, help: string, labels: readonly [string, string]) {
    this.name = name;
    this.#help = help;
    this.#labels = labels;
  }

  add(first: string, second: string): void {
    let inner = this.#counts.get(first);
    if (!inner) {
      if (this.#series >= MAX_SERIES) return;
      inner = new Map();
      this.#counts.set(first, inner);
    }
    const before = inner.get(second);
    if (before === undefined) {
      if (this.#series >= MAX_SERIES) return;
      this.#series += 1;
    }
    inner.set(second, (before ?? 0) + 1);
  }

  async get(): ReturnType<Scrapable['get']> {
    const [a, b] = this.#labels;
    const values: Sample[] = [];
    for (const [first, inner] of this.#counts) {
      for (const [second, value] of inner) values.push({ labels: { [a]: first, [b]: second }, value });
    }
    return { name: this.name, help: this.#help, type: 'counter', aggregator: 'sum', values };
  }
}
