import type { Message } from '@hall/shared/contracts/messages';
import { expect, test } from 'vitest';
import { zonePages } from './zone-pages.ts';

const queue = { prefix: 'A', name: { zh: '甲', en: 'A' }, waiting: 1, estimate: null };
const board = (zone: string, queues: number): Message<'board'> => ({
  v: 1,
  epoch: '0a1b2c3d',
  seq: 1,
  at: 1,
  zone,
  name: { zh: zone, en: zone },
  place: { zh: '东', en: 'East' },
  calls: [],
  waiting: 1,
  openWindows: 1,
  queues: Array.from({ length: queues }, () => queue),
});
const ids = (pages: readonly (readonly Message<'board'>[])[]) =>
  pages.map((page) => page.map((b) => b.zone).join(''));

test('zones that fit stand on one page', () => {
  expect(ids(zonePages([board('a', 2), board('b', 3), board('c', 1)], 12))).toEqual(['abc']);
});

test('a zone that does not fit goes to the next page whole', () => {
  expect(ids(zonePages([board('a', 2), board('b', 3), board('c', 2)], 11))).toEqual(['ab', 'c']);
});

test('[W1] paused windows take lines of their own', () => {
  const away = Array.from({ length: 5 }, (_, i) => ({ windowNumber: i, text: { zh: '用餐', en: 'Lunch' } }));
  expect(ids(zonePages([{ ...board('a', 2), away }, board('b', 3), board('c', 2)], 13))).toEqual(['ab', 'c']);
});

test('a zone higher than a page has its own, and no zones make no page', () => {
  expect(ids(zonePages([board('a', 1), board('b', 20), board('c', 1)], 12))).toEqual(['a', 'b', 'c']);
  expect(zonePages([], 12)).toEqual([]);
});
