/**
 * Who pauses together? Halls differ: everybody at noon, each by their own clock, the windows taking turns, one
 * half of the house after the other, by weekday. Each is a hypothesis that sorts windows into groups; the
 * hall's own history says how much each is worth.
 */
export const HYPOTHESES = ['everybody', 'own-clock', 'taking-turns', 'by-halves', 'by-weekday'] as const;

/** Log-likelihood that a finer hypothesis must earn first. */
const HEAD_START = [4, 0, 0, 0, 0] as const;
/** A day's evidence is not independent between windows: count it at a part. */
const TRUST = 0.3;

export interface Member {
  readonly window: string;
  /** Position among the windows at work that day, in house order, and their number. */
  readonly rank: number;
  readonly present: number;
  readonly weekday: number;
}

/** The group of a window under each hypothesis. */
export function groupsOf(member: Member): readonly string[] {
  return [
    'all',
    member.window,
    member.rank % 2 === 0 ? 'odd' : 'even',
    member.rank * 2 < member.present ? 'lower' : 'upper',
    String(member.weekday),
  ];
}

/** Weight of each hypothesis, sum 1. */
export function weightsOf(evidence: readonly number[]): readonly number[] {
  const scores = HYPOTHESES.map((_, i) => TRUST * (evidence[i] ?? 0) + (HEAD_START[i] ?? 0));
  const best = Math.max(...scores);
  const raw = scores.map((score) => Math.exp(score - best));
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}
