import type { Catalogue } from '@hall/shared/contracts/commands';
import { announcementsOn, type PublicInfo } from '@hall/shared/contracts/public-info';
import type { Text } from '@hall/shared/contracts/text';

/** When the hall is open, from the copy of its hours and its calendar. Pure. */

export interface Span {
  readonly from: string;
  readonly to: string;
}

export interface WeekRow {
  readonly days: readonly number[];
  readonly span: Span;
  /** Zones with such hours; null: all of them. */
  readonly zones: readonly Text[] | null;
  readonly extended: boolean;
}

export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** Hours of a week, usual ones first; rows with the same hours are one, with the areas that keep them. */
export function weekOf(catalogue: Catalogue): WeekRow[] {
  const rows = new Map<string, { row: Omit<WeekRow, 'zones'>; zones: Set<string> }>();
  const add = (zone: string, days: readonly number[], { from, to }: Span, extended: boolean): void => {
    const key = `${extended ? 1 : 0} ${days.join()} ${from} ${to}`;
    const known = rows.get(key) ?? { row: { days, span: { from, to }, extended }, zones: new Set() };
    known.zones.add(zone);
    rows.set(key, known);
  };
  const extended = new Map((catalogue.publicInfo?.extended ?? []).map(({ queue, hours }) => [queue, hours]));
  for (const queue of catalogue.queues) {
    for (const { days, from, to } of queue.hours) add(queue.zone, days, { from, to }, false);
    for (const { days, from, to } of extended.get(queue.id) ?? []) add(queue.zone, days, { from, to }, true);
  }
  const used = new Set(catalogue.queues.map(({ zone }) => zone));
  return [...rows.entries()]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([, { row, zones }]) => ({
      ...row,
      zones:
        zones.size === used.size
          ? null
          : catalogue.zones.filter(({ id }) => zones.has(id)).map(({ name }) => name),
    }));
}

export type DayOpening =
  | { readonly open: true; readonly spans: readonly Span[] }
  | { readonly open: false; readonly why: Text | null };

/** From the earliest to the latest hours of any area on a day; the calendar comes before the week. */
export function openingOn(catalogue: Catalogue, day: string): DayOpening {
  const special = catalogue.publicInfo?.calendar.find(({ date }) => date === day);
  if (special?.kind === 'closed') return { open: false, why: special.name };
  if (special?.hours) return { open: true, spans: special.hours };
  const weekday = special?.as ?? weekdayOf(day);
  const spans = weekOf(catalogue)
    .filter(({ days }) => days.includes(weekday))
    .map(({ span }) => span);
  return spans.length === 0 ? { open: false, why: null } : { open: true, spans: merged(spans) };
}

function merged(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => a.from.localeCompare(b.from));
  const all: Span[] = [];
  for (const span of sorted) {
    const last = all.at(-1);
    if (last && span.from <= last.to) {
      all[all.length - 1] = { from: last.from, to: later(span.to, last.to) };
    } else all.push(span);
  }
  return all;
}

/** Clock times of one day are in the order of their letters. */
function later(a: string, b: string): string {
  return [a, b].sort()[1] as string;
}

export interface SpecialDay {
  readonly from: string;
  readonly to: string;
  readonly name: Text;
  /** Null: closed. */
  readonly spans: readonly Span[] | null;
}

/** Days of the calendar from `today` on; closed days in a row are one. */
export function specialDays(catalogue: Catalogue, today: string): SpecialDay[] {
  const days = (catalogue.publicInfo?.calendar ?? [])
    .filter(({ date }) => date >= today)
    .sort((a, b) => a.date.localeCompare(b.date));
  const all: SpecialDay[] = [];
  for (const { date, name, kind } of days) {
    const opening = openingOn(catalogue, date);
    const spans = kind === 'open' && opening.open ? opening.spans : null;
    const last = all.at(-1);
    if (last && spans === null && last.spans === null && follows(last.to, date)) {
      // 除夕 and 春节 are one time for whoever stands before a closed door; the longer holiday gives the name.
      all[all.length - 1] = { ...last, to: date, name };
    } else all.push({ from: date, to: date, name, spans });
  }
  return all;
}

function follows(day: string, next: string): boolean {
  return Date.parse(`${next}T00:00:00Z`) - Date.parse(`${day}T00:00:00Z`) === 86_400_000;
}

/** [I1] */
export function noticesOn(info: PublicInfo | undefined, day: string) {
  return announcementsOn(info?.announcements ?? [], day);
}
