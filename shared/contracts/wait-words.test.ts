import { expect, test } from 'vitest';
import { waitRangeOf, waitWords } from './wait-words.ts';

test.each([
  [{ lowMin: 8, highMin: 12 }, '约 8 至 12 分钟', 'about 8 to 12 min'],
  [{ lowMin: 0, highMin: 0 }, '马上', 'now'],
  [{ lowMin: 0, highMin: 5 }, '5 分钟以内', 'up to 5 min'],
  [{ lowMin: 10, highMin: 10 }, '约 10 分钟', 'about 10 min'],
  [{ lowMin: 13, highMin: 22 }, '约 15 至 25 分钟', 'about 15 to 25 min'],
  [{ lowMin: 14, highMin: 15 }, '约 15 分钟', 'about 15 min'],
  [{ lowMin: 45, highMin: 60 }, '约 45 至 60 分钟', 'about 45 to 60 min'],
  [{ lowMin: 63, highMin: 88 }, '约 60 至 90 分钟', 'about 60 to 90 min'],
  [{ lowMin: 65, highMin: 125 }, '约 70 分钟至 2.5 小时', 'about 70 min to 2.5 h'],
  [{ lowMin: 150, highMin: 200 }, '约 2.5 至 3.5 小时', 'about 2.5 to 3.5 h'],
])('a wait of %j reads as people say it', (range, zh, en) => {
  expect(waitWords(range)).toEqual({ zh, en });
});

test('no estimate says so instead of a number', () => {
  expect(waitWords(null)).toEqual({ zh: '暂无估计', en: 'no estimate yet' });
});

test('a range is never told shorter than it is, nor upside down', () => {
  for (let low = 1; low < 240; low += 1) {
    for (const more of [0, 1, 2, 7, 40]) {
      const parts = waitWords({ lowMin: low, highMin: low + more }).en.split(' to ');
      const minutes = (part: string, unit: string) =>
        Number(/[\d.]+/.exec(part)?.[0]) * (unit.endsWith(' h') ? 60 : 1);
      const last = parts.at(-1) as string;
      const first = parts[0] as string;
      const end = minutes(last, last);
      // "2.5 to 3.5 h" names the unit once.
      const from = minutes(first, / (min|h)$/.test(first) ? first : last);
      expect([low, more, end >= low + more, from <= end]).toEqual([low, more, true, true]);
    }
  }
});

test('0 is said only where the wait is 0', () => {
  expect(waitRangeOf(0, 0)).toEqual({ lowMin: 0, highMin: 0 });
  expect(waitRangeOf(0.1, 0.3)).toEqual({ lowMin: 1, highMin: 1 });
  expect(waitRangeOf(7.6, 11.2)).toEqual({ lowMin: 8, highMin: 12 });
  expect(waitRangeOf(3.5, 3.6)).toEqual({ lowMin: 4, highMin: 4 });
});
