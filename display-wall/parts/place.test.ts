import { expect, test } from 'vitest';
import { standsFor } from './notices.tsx';
import { windowOf, zoneOf } from './place.ts';
import { captionOf, windowsOpen } from './words.ts';

const settings = {
  v: 1,
  epoch: '0a1b2c3d',
  seq: 1,
  at: 1,
  device: 'board-1',
  kind: 'board',
  name: { zh: '屏', en: 'Screen' },
  zone: 'social',
  windows: ['w3'],
} as const;

test('the settings say where a screen hangs; the address only where they do not', () => {
  expect(zoneOf({ ...settings, windows: ['w3'] }, '?zone=tax')).toBe('social');
  expect(zoneOf(null, '?zone=tax')).toBe('tax');
  expect(zoneOf({ ...settings, zone: null, windows: [] }, '?zone=tax')).toBe('tax');
  expect(windowOf({ ...settings, windows: ['w3'] }, '?window=w9')).toBe('w3');
  expect(windowOf(null, '?window=w9')).toBe('w9');
});

test('an address cannot name what no topic may hold', () => {
  expect(zoneOf(null, '?zone=%2B')).toBeNull();
  expect(zoneOf(null, '?zone=a/b')).toBeNull();
  expect(windowOf(null, '?window=%23')).toBeNull();
  expect(windowOf(null, '')).toBeNull();
});

test('captions carry the number as it stands on the ticket', () => {
  expect(captionOf({ number: 'A012', windowNumber: 3 })).toEqual({
    zh: '请 A012 号到 3 号窗口',
    en: 'Number A012, please go to window 3',
  });
});

test('open windows are counted in words', () => {
  expect(windowsOpen(0).zh).toBe('暂无窗口开放');
  expect(windowsOpen(1).en).toBe('1 window open');
  expect(windowsOpen(2).en).toBe('2 windows open');
});

test('a long notice stands longer than a short one', () => {
  expect(standsFor({ zh: '请带证件', en: 'x' })).toBe(8_000);
  expect(standsFor({ zh: '字'.repeat(60), en: 'x' })).toBe(30_000);
});
