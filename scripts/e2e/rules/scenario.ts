import type { RuleHall } from './rule-hall.ts';

/** One rule: the same act before and after a manager changed it, and what the hall says about the second. */
export interface Scenario {
  readonly rule: string;
  readonly walk: (hall: RuleHall) => Promise<Shown>;
  /** What the explanation must say, where any words would not do: of a call, the number of its rule. */
  readonly says?: string;
}

export interface Shown {
  /** What happened under the old setting and under the new one; must differ. */
  readonly before: unknown;
  readonly after: unknown;
  /** The hall's own words: of a refusal, a call, a notice, the story of a ticket. */
  readonly explained: string;
}
