import { expect, test } from 'vitest';
import { awayLines } from './away.ts';

const away = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    windowNumber: i + 3,
    text: { zh: '用餐，约 13:15 返回', en: 'Lunch, back at about 13:15' },
  }));

test('[W1] a paused window stands with its reason and return', () => {
  expect(awayLines(away(1), 2)).toEqual([
    { zh: '3 号窗口 用餐，约 13:15 返回', en: 'Window 3: Lunch, back at about 13:15' },
  ]);
  expect(awayLines(undefined, 2)).toEqual([]);
});

test('[W1] where there is no room for all, the rest is counted', () => {
  expect(awayLines(away(2), 2)).toHaveLength(2);
  expect(awayLines(away(5), 2).map(({ zh }) => zh)).toEqual([
    '3 号窗口 用餐，约 13:15 返回',
    '另有 4 个窗口暂停',
  ]);
});
