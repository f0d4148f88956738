/** The panel's clock: local time; weekday 1 is Monday, 7 Sunday. */
export interface BxTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly weekday: number;
}

/**
 * Year (low byte first), month, day, hour, minute, second, weekday, each in BCD: 25 January 2013, 11:17:26, a
 * Friday, is `13 20 01 25 11 17 26 05`. Source: the maker's protocol of the K series, "set system time".
 */
export function encodeBxTime(time: BxTime): number[] {
  return [time.year % 100, Math.floor(time.year / 100), ...rest(time)].map(toBcd);
}

/** `undefined` for what is no time: a panel answers it with its error 14. */
export function parseBxTime(bytes: Uint8Array): BxTime | undefined {
  const digits = [...bytes].map(fromBcd);
  if (digits.length !== 8 || digits.some(Number.isNaN)) return undefined;
  const [low, high, month, day, hour, minute, second, weekday] = digits as [
    ...[number, number, number, number],
    ...[number, number, number, number],
  ];
  if (month < 1 || month > 12 || day < 1 || day > 31 || weekday < 1 || weekday > 7) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return { year: high * 100 + low, month, day, hour, minute, second, weekday };
}

function rest({ month, day, hour, minute, second, weekday }: BxTime): number[] {
  return [month, day, hour, minute, second, weekday];
}

function toBcd(value: number): number {
  return Math.floor(value / 10) * 16 + (value % 10);
}

function fromBcd(byte: number): number {
  const [tens, ones] = [byte >> 4, byte & 0x0f];
  return tens > 9 || ones > 9 ? Number.NaN : tens * 10 + ones;
}
