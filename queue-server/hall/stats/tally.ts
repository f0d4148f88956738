import type { Figures } from '@hall/shared/contracts/reports';
import { MINUTE_MS } from './days.ts';
import { Spread } from './spread.ts';
import type { StepEnd, Visit, VisitEnd, VisitStep } from './visits.ts';

/** Counts and durations of some part of a report. */
export class Tally {
  readonly wait = new Spread();
  readonly service = new Spread();
  readonly #visits: Partial<Record<VisitEnd, number>> = {};
  readonly #steps: Partial<Record<StepEnd, number>> = {};
  #visitCount = 0;
  #stepCount = 0;
  #late = 0;

  visit({ end }: Visit): void {
    this.#visits[end] = (this.#visits[end] ?? 0) + 1;
    this.#visitCount += 1;
  }

  /** `targetMs`: above it a wait is late. */
  step(step: VisitStep, targetMs: number): void {
    this.#steps[step.end] = (this.#steps[step.end] ?? 0) + 1;
    this.#stepCount += 1;
    if (step.calledAt !== null) {
      const waited = Math.max(0, step.calledAt - step.from);
      this.wait.add(waited);
      if (waited > targetMs) this.#late += 1;
    }
    if (step.serviceMs !== null) this.service.add(step.serviceMs);
  }

  get visitCount(): number {
    return this.#visitCount;
  }

  /** Steps that ended with a service: what a rating was asked for. */
  get services(): number {
    return this.#steps.served ?? 0;
  }

  /** `of`: whether people are counted (the whole, a day) or times of waiting (a queue, a window …). */
  figures(of: 'visits' | 'steps'): Figures {
    const ends: Partial<Record<string, number>> = of === 'visits' ? this.#visits : this.#steps;
    const count = (end: string) => ends[end] ?? 0;
    const [served, noShow] = [count('served'), count('no-show')];
    const called = this.wait.count;
    return {
      arrived: of === 'visits' ? this.#visitCount : this.#stepCount,
      served,
      noShow,
      noShowPct: share(noShow, served + noShow),
      cancelled: count('cancelled'),
      closed: count('closed'),
      open: count('open'),
      moved: this.#steps.moved ?? 0,
      called,
      waitAvg: minutes(this.wait.mean),
      waitMedian: minutes(this.wait.percentile(50)),
      waitP90: minutes(this.wait.percentile(90)),
      waitMax: minutes(this.wait.max),
      late: this.#late,
      latePct: share(this.#late, called),
      serviceAvg: minutes(this.service.mean),
      serviceMedian: minutes(this.service.percentile(50)),
      serviceP90: minutes(this.service.percentile(90)),
      serviceMax: minutes(this.service.max),
    };
  }
}

/** One decimal. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

export function minutes(ms: number | null): number | null {
  return ms === null ? null : tenth(ms / MINUTE_MS);
}

/** Percent with one decimal; null of nothing. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : tenth((part / whole) * 100);
}
