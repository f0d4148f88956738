/** What happens by itself once so many more dot rows are printed. */
export class RowTriggers {
  private readonly waiting = new Map<string, { rows: number; readonly run: () => void }>();

  /** Takes the place of one of the same name; infinitely many rows take it away. */
  after(name: string, rows: number, run: () => void): void {
    if (rows === Number.POSITIVE_INFINITY) this.waiting.delete(name);
    else this.waiting.set(name, { rows, run });
  }

  clear(): void {
    this.waiting.clear();
  }

  /** Rows that may be printed before the next one is due. */
  get rowsToNext(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...[...this.waiting.values()].map(({ rows }) => rows));
  }

  /** Counts printed rows; what is due by then is returned, to be run when the rows are on paper. */
  passed(count: number): readonly (() => void)[] {
    const due: (() => void)[] = [];
    for (const [name, trigger] of [...this.waiting]) {
      trigger.rows -= count;
      if (trigger.rows > 0) continue;
      this.waiting.delete(name);
      due.push(trigger.run);
    }
    return due;
  }
}
