/** Days and months as the page moves through them. `YYYY-MM-DD`, pure. */

const DAY_MS = 86_400_000;

export interface Period {
  readonly kind: 'day' | 'month';
  readonly from: string;
  readonly to: string;
}

export function dayPeriod(day: string): Period {
  return { kind: 'day', from: day, to: day };
}

/** A month up to today: days to come have no figures. */
export function monthPeriod(day: string, today: string): Period {
  const month = day.slice(0, 7);
  const next = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1));
  const last = new Date(next.getTime() - DAY_MS).toISOString().slice(0, 10);
  return { kind: 'month', from: `${month}-01`, to: last < today ? last : today };
}

/** One day or month on (+1) or back (−1). */
export function moved(period: Period, by: 1 | -1, today: string): Period {
  if (period.kind === 'day') {
    const day = new Date(Date.parse(`${period.from}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10);
    return dayPeriod(day);
  }
  const [year = 0, month = 1] = period.from.split('-').map(Number);
  return monthPeriod(new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 10), today);
}
