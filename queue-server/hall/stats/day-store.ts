import type { DayFacts } from './day-facts.ts';
import type { DayReader } from './day-reader.ts';
import { type DayProfile, profileOf } from './forecast.ts';
import type { Moment } from './protocol.ts';

/** Visits that are kept in memory: some sixty megabytes. Days of a small hall fit by the hundred. */
const VISITS_KEPT = 150_000;
/** Today's figures are this old at most. */
const TODAY_MS = 5_000;

/** Days as reports need them. A day that is over never changes, and is read once while it is remembered. */
export class DayStore {
  readonly #reader: DayReader;
  readonly #days = new Map<string, DayFacts>();
  readonly #profiles = new Map<string, DayProfile>();
  #kept = 0;
  #today: { readonly facts: DayFacts; readonly at: number } | null = null;
  #firstDay: string | null = null;

  constructor(reader: DayReader) {
    this.#reader = reader;
  }

  firstDay(): string | null {
    this.#firstDay ??= this.#reader.firstDay();
    return this.#firstDay;
  }

  facts(day: string, { today, now }: Moment): DayFacts {
    const known = this.#days.get(day);
    if (known) {
      this.#days.delete(day);
      this.#days.set(day, known);
      return known;
    }
    if (day >= today) {
      const fresh = this.#today;
      if (fresh?.facts.span.day === day && now - fresh.at < TODAY_MS && now >= fresh.at) return fresh.facts;
      const facts = this.#reader.facts(day, now);
      this.#today = { facts, at: now };
      return facts;
    }
    const facts = this.#reader.facts(day, now);
    // Somebody may still be at a window since yesterday.
    if (facts.visits.every((visit) => visit.end !== 'open')) this.#keep(day, facts);
    return facts;
  }

  profile(day: string, moment: Moment): DayProfile {
    const known = this.#profiles.get(day);
    if (known) return known;
    const profile = profileOf(this.facts(day, moment));
    if (day < moment.today) this.#profiles.set(day, profile);
    return profile;
  }

  /** Whether it takes reading to know a day's profile. */
  hasProfile(day: string): boolean {
    return this.#profiles.has(day);
  }

  #keep(day: string, facts: DayFacts): void {
    this.#days.set(day, facts);
    this.#kept += facts.visits.length;
    for (const [old, { visits }] of this.#days) {
      if (this.#kept <= VISITS_KEPT || old === day) break;
      this.#days.delete(old);
      this.#kept -= visits.length;
    }
  }
}
