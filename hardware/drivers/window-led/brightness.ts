/** From this time of day on. */
export interface BrightnessStep {
  /** `HH:MM`, 00:00 to 23:59. */
  readonly from: string;
  /** 0–15. */
  readonly level: number;
}

/** Brightness over a day; the last step holds over midnight until the first. */
export type BrightnessSchedule = readonly BrightnessStep[];

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;
const MINUTES_PER_HOUR = 60;

/** What is wrong with a schedule, in one sentence, or `undefined`. */
export function scheduleProblem(schedule: BrightnessSchedule, brightest: number): string | undefined {
  if (schedule.length === 0) return 'a brightness schedule has at least one step';
  for (const [at, { from, level }] of schedule.entries()) {
    if (!TIME.test(from)) return `"${from}" is not a time of day like 07:30`;
    if (!Number.isInteger(level) || level < 0 || level > brightest) return `brightness is 0 to ${brightest}`;
    if (at > 0 && minuteOf(from) <= minuteOf(schedule[at - 1]!.from)) {
      return `${from} is not later than the step before it`;
    }
  }
  return undefined;
}

/** @param minuteOfDay local time, 0–1439. */
export function levelAt(schedule: BrightnessSchedule, minuteOfDay: number): number {
  const begun = schedule.filter(({ from }) => minuteOf(from) <= minuteOfDay);
  return (begun.at(-1) ?? schedule.at(-1)!).level;
}

function minuteOf(time: string): number {
  const [, hour, minute] = TIME.exec(time)!;
  return Number(hour) * MINUTES_PER_HOUR + Number(minute);
}

/** The time of day on this machine's wall. */
export function localMinuteOfDay(date: Date = new Date()): number {
  return date.getHours() * MINUTES_PER_HOUR + date.getMinutes();
}
