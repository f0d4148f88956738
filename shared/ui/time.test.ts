import { expect, test } from 'vitest';
import { agoWords, clockOf, dateWords, minutesWords, secondsLeft, sinceWords } from './time.ts';

const SHANGHAI = 'Asia/Shanghai';
/** 2026-11-21 16:55:30 in Shanghai. */
const AT = Date.UTC(2026, 10, 21, 8, 55, 30);

test('one is singular in English', () => {
  expect(minutesWords(1).en).toBe('1 minute');
  expect(minutesWords(61).en).toBe('1 hour 1 minute');
  expect(minutesWords(0).zh).toBe('0 分钟');
});

test('clock and date are those of the hall, not of the machine', () => {
  expect(clockOf(AT, SHANGHAI)).toBe('16:55');
  expect(clockOf(AT, 'UTC')).toBe('08:55');
  expect(dateWords(AT, SHANGHAI)).toEqual({ zh: '11 月 21 日 星期六', en: 'Saturday 21 November' });
});

test('since names the day only when it is another one', () => {
  expect(sinceWords(AT, AT + 60_000, SHANGHAI).zh).toBe('16:55');
  expect(sinceWords(AT, AT + 24 * 3_600_000, SHANGHAI)).toEqual({
    zh: '11 月 21 日 16:55',
    en: '16:55 on 21 November',
  });
});

test('a countdown ends at zero', () => {
  expect(secondsLeft(AT + 1, AT)).toBe(1);
  expect(secondsLeft(AT, AT)).toBe(0);
  expect(secondsLeft(AT - 5000, AT)).toBe(0);
});

test('ago counts whole minutes', () => {
  expect(agoWords(AT, AT + 59_999).zh).toBe('刚刚');
  expect(agoWords(AT, AT + 60_000).en).toBe('1 minute ago');
});
