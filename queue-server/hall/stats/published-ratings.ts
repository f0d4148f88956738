import type { HallConfig } from '@hall/shared/contracts/hall-config';
import type { PublishedGrades, PublishedRatings } from '@hall/shared/contracts/public-info';
import type { DayFacts } from './day-facts.ts';

/** An area and a department: the smallest group that is published, or is not. */
interface Cell {
  readonly zone: string;
  readonly department: string;
  readonly grades: [number, number, number, number, number];
  readonly clerks: Set<string>;
}

type Rule = HallConfig['rating']['published'];

/**
 * [I7] The ratings of some days as the public sees them. A group counts once it has enough ratings of enough clerks;
 * every sum is a sum of such groups, so that no difference of two published figures tells one that is not.
 */
export class RatingSum {
  readonly #config: HallConfig;
  readonly #cells = new Map<string, Cell>();

  constructor(config: HallConfig) {
    this.#config = config;
  }

  add(facts: Pick<DayFacts, 'ratings' | 'visits'>): void {
    if (facts.ratings.length === 0) return;
    const queues = new Map(this.#config.queues.map((queue) => [queue.id, queue]));
    const steps = new Map(facts.visits.map((visit) => [visit.ticket, visit.steps]));
    for (const { ticket, window, grade } of facts.ratings) {
      const served = steps.get(ticket)?.findLast((step) => step.end === 'served' && step.window === window);
      const queue = served && queues.get(served.queue);
      // Of a queue that is gone since: nobody is asked about it any more.
      if (!queue || served.clerk === null) continue;
      const key = `${queue.zone}\n${queue.department}`;
      const cell: Cell = this.#cells.get(key) ?? {
        ...{ zone: queue.zone, department: queue.department },
        ...{ grades: [0, 0, 0, 0, 0], clerks: new Set() },
      };
      this.#cells.set(key, cell);
      cell.grades[5 - grade] = (cell.grades[5 - grade] ?? 0) + 1;
      cell.clerks.add(served.clerk);
    }
  }

  published(from: string, to: string, at: number): PublishedRatings {
    const { zones, departments, rating, queues } = this.#config;
    const rule = rating.published;
    const told = [...this.#cells.values()].filter((cell) => isTold(cell, rule));
    const usedZones = new Set(queues.map(({ zone }) => zone));
    const usedDepartments = new Set(queues.map(({ department }) => department));
    return {
      ...{ at, from, to, minimum: rule.minimum },
      hall: sumOf(told),
      zones: zones
        .filter(({ id }) => usedZones.has(id))
        .map(({ id, name }) => ({ zone: id, name, grades: sumOf(told.filter(({ zone }) => zone === id)) })),
      departments: departments
        .filter(({ id }) => usedDepartments.has(id))
        .map(({ id, name }) => ({
          department: id,
          name,
          grades: sumOf(told.filter(({ department }) => department === id)),
        })),
    };
  }
}

function isTold({ grades, clerks }: Cell, rule: Rule): boolean {
  return countOf(grades) >= rule.minimum && clerks.size >= rule.clerks;
}

function countOf(grades: readonly number[]): number {
  return grades.reduce((sum, one) => sum + one, 0);
}

function sumOf(cells: readonly Cell[]): PublishedGrades | null {
  if (cells.length === 0) return null;
  const of = (i: 0 | 1 | 2 | 3 | 4): number => countOf(cells.map((cell) => cell.grades[i]));
  const grades: PublishedGrades['grades'] = [of(0), of(1), of(2), of(3), of(4)];
  return { count: countOf(grades), grades };
}
