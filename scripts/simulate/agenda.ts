/** What is still to happen, by simulated time; what is due at the same instant happens in the order of planning. */
export class Agenda {
  readonly #heap: { readonly at: number; readonly nth: number; readonly act: () => void }[] = [];
  #nth = 0;

  plan(at: number, act: () => void): void {
    const heap = this.#heap;
    let i = heap.length;
    const entry = { at, nth: this.#nth, act };
    this.#nth += 1;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, heap[parent] as typeof entry)) break;
      heap[i] = heap[parent] as typeof entry;
      i = parent;
    }
    heap[i] = entry;
  }

  next(): { readonly at: number; readonly act: () => void } | null {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right && before(right, heap[child] as typeof right)) child += 1;
      const smaller = heap[child] as typeof last;
      if (!before(smaller, last)) break;
      heap[i] = smaller;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

function before(a: { at: number; nth: number }, b: { at: number; nth: number }): boolean {
  return a.at < b.at || (a.at === b.at && a.nth < b.nth);
}
