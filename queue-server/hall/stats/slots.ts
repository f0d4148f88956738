import type { HalfHour } from '@hall/shared/contracts/reports';
import type { DayFacts } from './day-facts.ts';
import { HALF_HOUR_MS, SLOTS, slotClock, slotOf } from './days.ts';
import { tenth } from './tally.ts';
import type { VisitStep } from './visits.ts';

/** What happened in the half hours of one day. */
export interface DaySlots {
  readonly arrived: readonly number[];
  readonly called: readonly number[];
  readonly served: readonly number[];
  /** At the end of each; null where it has not ended. */
  readonly waiting: readonly (number | null)[];
  /** Most people waiting at one instant, and when that first was. */
  readonly peakWaiting: { readonly count: number; readonly at: number } | null;
}

/** When a step left the line: called, or ended without a call; null while it waits. */
function leftLine(step: VisitStep, { until, span }: DayFacts): number | null {
  const left = step.calledAt ?? step.endedAt;
  if (left !== null) return left;
  // Closed with the day, by no event of its own.
  return step.end === 'closed' ? Math.min(until, span.until) : null;
}

export function daySlots(facts: DayFacts): DaySlots {
  const { span, until } = facts;
  const arrived = new Array<number>(SLOTS).fill(0);
  const called = new Array<number>(SLOTS).fill(0);
  const served = new Array<number>(SLOTS).fill(0);
  const changes: [at: number, by: 1 | -1][] = [];
  const begun = new Array<number>(SLOTS).fill(0);
  const left = new Array<number>(SLOTS).fill(0);
  const add = (slots: number[], slot: number) => {
    slots[slot] = (slots[slot] ?? 0) + 1;
  };
  for (const visit of facts.visits) {
    if (visit.end === 'not-issued') continue;
    add(arrived, slotOf(visit.arrival, span));
    for (const step of visit.steps) {
      if (step.calledAt !== null) add(called, slotOf(step.calledAt, span));
      if (step.end === 'served' && step.endedAt !== null) add(served, slotOf(step.endedAt, span));
      const end = leftLine(step, facts);
      if (step.from >= span.until) continue;
      add(begun, slotOf(step.from, span));
      // At the day's end nobody waits any more, whatever is still to come after midnight.
      if (end !== null && end < span.until) add(left, slotOf(end, span));
      changes.push([step.from, 1]);
      if (end !== null) changes.push([end, -1]);
    }
  }
  let waitingNow = 0;
  const waiting = arrived.map((_, slot) => {
    waitingNow += (begun[slot] ?? 0) - (left[slot] ?? 0);
    return span.from + (slot + 1) * HALF_HOUR_MS <= until ? waitingNow : null;
  });
  return { arrived, called, served, waiting, peakWaiting: peakOf(changes) };
}

function peakOf(changes: [at: number, by: 1 | -1][]): DaySlots['peakWaiting'] {
  // Ends before beginnings: who is called as another comes did not wait together.
  changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  let peak: DaySlots['peakWaiting'] = null;
  for (const [at, by] of changes) {
    now += by;
    if (now > (peak?.count ?? 0)) peak = { count: now, at };
  }
  return peak;
}

/** Adds up the half hours of days, and says them as means over `days`. */
export class SlotSum {
  readonly #arrived = new Array<number>(SLOTS).fill(0);
  readonly #called = new Array<number>(SLOTS).fill(0);
  readonly #served = new Array<number>(SLOTS).fill(0);
  readonly #waiting = new Array<number>(SLOTS).fill(0);
  readonly #ended = new Array<number>(SLOTS).fill(0);

  add(slots: DaySlots): void {
    for (let slot = 0; slot < SLOTS; slot += 1) {
      this.#arrived[slot] = (this.#arrived[slot] ?? 0) + (slots.arrived[slot] ?? 0);
      this.#called[slot] = (this.#called[slot] ?? 0) + (slots.called[slot] ?? 0);
      this.#served[slot] = (this.#served[slot] ?? 0) + (slots.served[slot] ?? 0);
      const waiting = slots.waiting[slot] ?? null;
      if (waiting === null) continue;
      this.#waiting[slot] = (this.#waiting[slot] ?? 0) + waiting;
      this.#ended[slot] = (this.#ended[slot] ?? 0) + 1;
    }
  }

  /** From the first half hour in which somebody came, was called or served to the last; a line left over is in it. */
  halfHours(days: number): HalfHour[] {
    const busy = (slot: number) =>
      [this.#arrived, this.#called, this.#served].some((list) => (list[slot] ?? 0) > 0);
    const slots = Array.from({ length: SLOTS }, (_, slot) => slot);
    const [first, last] = [slots.find(busy), slots.findLast(busy)];
    if (first === undefined || last === undefined) return [];
    const mean = (list: readonly number[], slot: number) => tenth((list[slot] ?? 0) / Math.max(1, days));
    return slots.slice(first, last + 1).map((slot) => ({
      from: slotClock(slot),
      arrived: mean(this.#arrived, slot),
      called: mean(this.#called, slot),
      served: mean(this.#served, slot),
      waiting: this.#ended[slot] === 0 ? null : tenth((this.#waiting[slot] ?? 0) / (this.#ended[slot] ?? 1)),
    }));
  }
}
