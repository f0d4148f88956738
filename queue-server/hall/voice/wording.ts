import type { Text } from '@hall/shared/contracts/text';

const DIGITS = '零一二三四五六七八九';

/** 请A零一二号到三号窗口: the ticket's digits one by one, the window as a number. */
export function announcement(number: string, windowNumber: number): Text {
  const letters = number.replace(/\d/g, '');
  const digits = number.replace(/\D/g, '');
  return {
    zh: `请${letters}${[...digits].map((digit) => DIGITS[Number(digit)]).join('')}号到${spokenNumber(windowNumber)}号窗口`,
    en: `Ticket ${[...letters, ...digits].join(' ')}, please go to window ${windowNumber}`,
  };
}

/** 3 → 三, 10 → 十, 12 → 十二, 32 → 三十二, 105 → 一百零五. Windows have at most three digits. */
export function spokenNumber(value: number): string {
  const digit = (n: number) => DIGITS[n] as string;
  if (value < 10) return digit(value);
  if (value < 20) return `十${value === 10 ? '' : digit(value - 10)}`;
  if (value < 100) return `${digit(Math.floor(value / 10))}十${value % 10 === 0 ? '' : digit(value % 10)}`;
  const rest = value % 100;
  const tail =
    rest === 0 ? '' : rest < 10 ? `零${digit(rest)}` : `${rest < 20 ? '一' : ''}${spokenNumber(rest)}`;
  return `${digit(Math.floor(value / 100))}百${tail}`;
}
