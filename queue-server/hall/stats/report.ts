import type { HallConfig } from '@hall/shared/contracts/hall-config';
import {
  FEWEST_RATINGS,
  type GroupRow,
  REPORT_GROUPS,
  type Report,
  type ReportGroup,
} from '@hall/shared/contracts/reports';
import type { DayFacts } from './day-facts.ts';
import { MINUTE_MS, weekdayOf } from './days.ts';
import { GroupNames } from './group-names.ts';
import { type DaySlots, daySlots, SlotSum } from './slots.ts';
import { minutes, share, Tally, tenth } from './tally.ts';
import type { Visit, VisitStep } from './visits.ts';

const HOUR_MS = 60 * MINUTE_MS;

/** A report that days are added to one by one, so that no month has to be in memory at once. Pure but for itself. */
export class ReportSum {
  readonly #config: HallConfig;
  readonly #names: GroupNames;
  readonly #targetMs: ReadonlyMap<string, number>;
  readonly #whole = new Tally();
  readonly #groups = new Map<ReportGroup, Map<string, Tally>>(
    REPORT_GROUPS.map((group) => [group, new Map()]),
  );
  readonly #openMs = { window: new Map<string, number>(), clerk: new Map<string, number>() };
  readonly #days: Report['days'][number][] = [];
  readonly #slots = new SlotSum();
  /** `weekday hour` → arrivals and waits. */
  readonly #heat = new Map<string, { arrived: number; waitMs: number; waits: number }>();
  readonly #daysOfWeekday = new Map<number, number>();
  readonly #grades = new Map<number, number>();
  #peak: DaySlots['peakWaiting'] = null;
  #withVisitors = 0;
  #complete = true;
  #kept = 0;
  #late = 0;
  #missed = 0;

  constructor(config: HallConfig) {
    this.#config = config;
    this.#names = new GroupNames(config);
    this.#targetMs = new Map(config.queues.map((queue) => [queue.id, queue.warnAfterMin * MINUTE_MS]));
  }

  add(facts: DayFacts): void {
    const day = new Tally();
    const weekday = weekdayOf(facts.span.day);
    const visits = facts.visits.filter((visit) => visit.end !== 'not-issued');
    for (const visit of visits) {
      day.visit(visit);
      this.#whole.visit(visit);
      this.#heatOf(weekday, facts, visit);
      for (const step of visit.steps) this.#step(visit, step, day);
    }
    const { day: date } = facts.span;
    this.#days.push({ day: date, weekday, figures: day.figures('visits') });
    if (facts.until < facts.span.until) this.#complete = false;
    if (visits.length > 0) {
      this.#withVisitors += 1;
      this.#daysOfWeekday.set(weekday, (this.#daysOfWeekday.get(weekday) ?? 0) + 1);
      const slots = daySlots(facts);
      this.#slots.add(slots);
      if (slots.peakWaiting && slots.peakWaiting.count > (this.#peak?.count ?? 0))
        this.#peak = slots.peakWaiting;
    }
    for (const grade of facts.grades) addTo(this.#grades, grade, 1);
    for (const [window, ms] of facts.windowOpenMs) addTo(this.#openMs.window, window, ms);
    for (const [clerk, ms] of facts.clerkOpenMs) addTo(this.#openMs.clerk, clerk, ms);
    this.#bookings(facts, visits);
  }

  /** `clerks`: whether figures by clerk are told. */
  report(from: string, to: string, at: number, clerks: boolean): Report {
    const halfHours = this.#slots.halfHours(this.#withVisitors);
    const given = sum(this.#grades.values());
    const asked = this.#whole.services;
    const booked = this.#kept + this.#late + this.#missed;
    return {
      hall: this.#config.name,
      ...{ from, to, at, complete: this.#complete, daysWithVisitors: this.#withVisitors },
      figures: this.#whole.figures('visits'),
      days: this.#days,
      halfHours,
      heat: this.#heatCells(),
      groups: Object.fromEntries(
        REPORT_GROUPS.map((group) => [group, group === 'clerk' && !clerks ? [] : this.rows(group)]),
      ) as Report['groups'],
      peak: {
        halfHour: halfHours.reduce<Report['peak']['halfHour']>(
          (best, { from: begins, arrived }) =>
            arrived > (best?.arrived ?? 0) ? { from: begins, arrived } : best,
          null,
        ),
        waiting: this.#peak,
      },
      ratings: {
        ...{ asked, given, participationPct: share(given, asked) },
        grades:
          given < FEWEST_RATINGS
            ? null
            : [5, 4, 3, 2, 1].map((grade) => ({ grade, count: this.#grades.get(grade) ?? 0 })),
        average:
          given < FEWEST_RATINGS
            ? null
            : tenth(sum([...this.#grades].map(([grade, count]) => grade * count)) / given),
      },
      bookings: booked === 0 ? null : { kept: this.#kept, late: this.#late, missed: this.#missed },
    };
  }

  /** One row for each entry of a group that had anybody, in the order of the configuration. */
  rows(group: ReportGroup): GroupRow[] {
    const openMs = group === 'window' || group === 'clerk' ? this.#openMs[group] : null;
    const tallies = this.#groups.get(group) ?? new Map<string, Tally>();
    const ids = new Set([...tallies.keys(), ...(openMs?.keys() ?? [])]);
    return this.#names.inOrder(group, ids).map((id) => ({
      id,
      name: this.#names.name(group, id),
      openMinutes: openMs ? minutes(openMs.get(id) ?? 0) : null,
      figures: (tallies.get(id) ?? new Tally()).figures('steps'),
    }));
  }

  #step(visit: Visit, step: VisitStep, day: Tally): void {
    const targetMs = this.#targetMs.get(step.queue) ?? Number.POSITIVE_INFINITY;
    this.#whole.step(step, targetMs);
    day.step(step, targetMs);
    const into = (group: ReportGroup, id: string) => {
      const tallies = this.#groups.get(group) as Map<string, Tally>;
      let tally = tallies.get(id);
      if (!tally) {
        tally = new Tally();
        tallies.set(id, tally);
      }
      tally.step(step, targetMs);
    };
    into('queue', step.queue);
    into('zone', this.#names.zoneOf(step.queue));
    into('department', this.#names.departmentOf(step.queue));
    into('class', visit.class);
    for (const item of new Set(step.items)) into('item', item);
    if (step.window !== null && step.calledAt !== null) into('window', step.window);
    if (step.clerk !== null && step.calledAt !== null) into('clerk', step.clerk);
  }

  #heatOf(weekday: number, facts: DayFacts, visit: Visit): void {
    const hour = Math.min(23, Math.max(0, Math.floor((visit.arrival - facts.span.from) / HOUR_MS)));
    const key = `${weekday} ${hour}`;
    const cell = this.#heat.get(key) ?? { arrived: 0, waitMs: 0, waits: 0 };
    this.#heat.set(key, cell);
    cell.arrived += 1;
    const first = visit.steps[0];
    if (first?.calledAt != null) {
      cell.waits += 1;
      cell.waitMs += Math.max(0, first.calledAt - first.from);
    }
  }

  #heatCells(): Report['heat'] {
    return [...this.#heat]
      .map(([key, { arrived, waitMs, waits }]) => {
        const [weekday = 1, hour = 0] = key.split(' ').map(Number);
        return {
          weekday,
          hour,
          arrived: tenth(arrived / Math.max(1, this.#daysOfWeekday.get(weekday) ?? 1)),
          waitAvg: waits === 0 ? null : minutes(waitMs / waits),
        };
      })
      .sort((a, b) => a.weekday - b.weekday || a.hour - b.hour);
  }

  #bookings(facts: DayFacts, visits: readonly Visit[]): void {
    const missed = new Set(facts.missedBookings);
    for (const { booked, class: of } of visits) {
      if (booked === null) continue;
      if (missed.delete(booked) || of === 'ordinary') this.#late += 1;
      else this.#kept += 1;
    }
    this.#missed += missed.size;
  }
}

function addTo<K>(map: Map<K, number>, key: K, by: number): void {
  map.set(key, (map.get(key) ?? 0) + by);
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The report of some days. Pure. */
export function reportOf(days: readonly DayFacts[], config: HallConfig, at: number, clerks = true): Report {
  const sumOf = new ReportSum(config);
  for (const day of days) sumOf.add(day);
  return sumOf.report(days[0]?.span.day ?? '', days.at(-1)?.span.day ?? '', at, clerks);
}
