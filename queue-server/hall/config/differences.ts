import type { SettingsChange, SettingsPath } from '@hall/shared/contracts/settings';

/** Changes that an event lists; a hall that is written anew has thousands. */
const MOST_CHANGES = 40;
/** Characters of a value as JSON that an event keeps: enough to recognise it, and the document is beside it. */
const LONGEST_VALUE = 200;

export interface Differences {
  readonly changes: readonly SettingsChange[];
  /** Those that were left out. */
  readonly moreChanges: number;
}

/**
 * What differs between two documents, by path; entries of lists that bear an id are matched by it, so that a new
 * queue in the middle is one change. Pure.
 */
export function differences(before: unknown, after: unknown): Differences {
  const all: SettingsChange[] = [];
  walk(before, after, [], all);
  return {
    changes: all.slice(0, MOST_CHANGES).map(({ path, before: was, after: is }) => ({
      path,
      before: shortened(was),
      after: shortened(is),
    })),
    moreChanges: Math.max(0, all.length - MOST_CHANGES),
  };
}

/** How an entry of a list is known: its id, or its date in a calendar. */
export function entryKey(entry: unknown): string | null {
  if (entry === null || typeof entry !== 'object') return null;
  const { id, date } = entry as { id?: unknown; date?: unknown };
  const key = id ?? date;
  return typeof key === 'string' ? key : null;
}

function walk(before: unknown, after: unknown, path: SettingsPath, found: SettingsChange[]): void {
  if (same(before, after)) return;
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      walk(before[key], after[key], [...path, key], found);
    return;
  }
  if (keyed(before) && keyed(after)) {
    const old = new Map(before.map((entry) => [entryKey(entry) as string, entry]));
    const young = new Map(after.map((entry) => [entryKey(entry) as string, entry]));
    const length = found.length;
    for (const key of new Set([...old.keys(), ...young.keys()]))
      walk(old.get(key), young.get(key), [...path, key], found);
    if (found.length > length) return;
    // The same entries in another order.
    found.push({ path, before: [...old.keys()], after: [...young.keys()] });
    return;
  }
  found.push({ path, before: before ?? null, after: after ?? null });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A list of entries with keys of their own; an empty one fits any. */
function keyed(value: unknown): value is unknown[] {
  if (!Array.isArray(value)) return false;
  const keys = value.map(entryKey);
  return !keys.includes(null) && new Set(keys).size === keys.length;
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, i) => same(entry, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => same(a[key], b[key]));
}

function shortened(value: unknown): unknown {
  const text = JSON.stringify(value) ?? 'null';
  return text.length <= LONGEST_VALUE ? (value ?? null) : `${text.slice(0, LONGEST_VALUE - 1)}…`;
}
