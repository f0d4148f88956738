/** Clock times of a hall are minutes of its own day; the zone comes from the configuration. */

/** `HH:MM` to minutes after midnight. */
export function minutesOf(clockTime: string): number {
  return Number(clockTime.slice(0, 2)) * 60 + Number(clockTime.slice(3, 5));
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, found);
  }
  return found;
}

export interface LocalTime {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `HH:MM` */
  readonly clock: string;
  /** Minutes after midnight. */
  readonly minutes: number;
  /** Monday 1 … Sunday 7. */
  readonly weekday: number;
}

let last: { at: number; zone: string; value: LocalTime } | undefined;

/** An instant on the hall's wall clock. Remembers the last minute: a busy server asks for it all the time. */
export function localTime(at: number, timeZone: string): LocalTime {
  const minute = Math.floor(at / 60_000);
  if (last && last.at === minute && last.zone === timeZone) return last.value;
  const parts = Object.fromEntries(
    formatter(timeZone)
      .formatToParts(minute * 60_000)
      .map((part) => [part.type, part.value]),
  );
  const day = `${parts.year}-${parts.month}-${parts.day}`;
  const clock = `${parts.hour}:${parts.minute}`;
  const weekday = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
  const value = { day, clock, minutes: minutesOf(clock), weekday };
  last = { at: minute, zone: timeZone, value };
  return value;
}
