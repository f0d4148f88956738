/** Which backups stay. Pure. */

export interface Kept {
  readonly file: string;
  /** Business day on which it was made, `YYYY-MM-DD`. */
  readonly day: string;
  /** ms */
  readonly at: number;
}

/**
 * The files that may go: what stays is the newest of each of the last `daily` days that have one, and the newest
 * of each of the last `weekly` weeks (Monday to Sunday) that have one. Days without a backup do not count, so a
 * hall that was switched off for a month loses nothing. The newest of all always stays.
 */
export function toDelete(backups: readonly Kept[], keep: { daily: number; weekly: number }): string[] {
  const newestFirst = [...backups].sort((a, b) => b.at - a.at);
  const stays = new Set(newestFirst.slice(0, 1).map(({ file }) => file));
  const keepNewestOf = (groupOf: (backup: Kept) => string, count: number) => {
    const groups = new Map<string, string>();
    for (const backup of newestFirst) {
      const group = groupOf(backup);
      if (!groups.has(group)) groups.set(group, backup.file);
    }
    for (const file of [...groups.values()].slice(0, count)) stays.add(file);
  };
  keepNewestOf(({ day }) => day, keep.daily);
  keepNewestOf(({ day }) => mondayOf(day), keep.weekly);
  return newestFirst.filter(({ file }) => !stays.has(file)).map(({ file }) => file);
}

function mondayOf(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
