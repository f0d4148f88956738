import type { SettingsOrigin, SettingsReason } from '@hall/shared/contracts/settings';

/** A version of the settings as the hall's state knows it; its document lies in the ledger's table `settings`. */
export interface SettingsFact {
  readonly version: number;
  /** Ledger position of its event. */
  readonly seq: number;
  readonly at: number;
  readonly effectiveAt: number;
  readonly actor: string;
  readonly origin: SettingsOrigin;
  readonly reason: SettingsReason | null;
  readonly base: number | null;
  readonly backTo: number | null;
  readonly digest: string;
}

/**
 * Which versions stand, by number. Versions are made one after the other; each new one cancels every version
 * that
 *  - does not count yet at the moment when the new one is made (`effectiveAt` > the new one's `at`), and
 *  - is not among the versions that the new one is based on (its base, the base of that, and so on).
 * A version of the hall's file has no base and so cancels all that is scheduled. Whatever once counted is never
 * cancelled: what was in force at an instant that is over does not change any more.
 */
export function standing(versions: readonly SettingsFact[]): SettingsFact[] {
  let kept: SettingsFact[] = [];
  for (const made of versions) {
    const below = ancestors(versions, made.base);
    kept = kept.filter((fact) => fact.effectiveAt <= made.at || below.has(fact.version));
    kept.push(made);
  }
  return kept;
}

/** `base` and all that it is based on. */
export function ancestors(versions: readonly SettingsFact[], base: number | null): ReadonlySet<number> {
  const found = new Set<number>();
  // Numbers have no gaps and begin at 1; a base is always lower than what it is the base of.
  for (let next = base; next !== null && !found.has(next); next = versions[next - 1]?.base ?? null)
    found.add(next);
  return found;
}

/**
 * Versions that may be in force at an instant, the best first: of those that stand and count by then, the one
 * with the highest number. The others are there for the case that it cannot be used (config/versions.ts).
 */
export function candidates(stand: readonly SettingsFact[], at: number): SettingsFact[] {
  return stand.filter((fact) => fact.effectiveAt <= at).reverse();
}

/** The next instant at which another version may be in force; Infinity where none is planned. */
export function nextTurn(stand: readonly SettingsFact[], at: number): number {
  return stand.reduce(
    (soonest, { effectiveAt }) => (effectiveAt > at ? Math.min(soonest, effectiveAt) : soonest),
    Number.POSITIVE_INFINITY,
  );
}

/**
 * Plans that will still come: scheduled, and not overtaken by a version with a higher number that counts
 * earlier. In the order of their time.
 */
export function scheduled(stand: readonly SettingsFact[], at: number): SettingsFact[] {
  return stand
    .filter(
      (fact) =>
        fact.effectiveAt > at &&
        !stand.some((later) => later.version > fact.version && later.effectiveAt <= fact.effectiveAt),
    )
    .sort((a, b) => a.effectiveAt - b.effectiveAt || a.version - b.version);
}
