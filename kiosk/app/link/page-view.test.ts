import { expect, it } from 'vitest';
import type { ViewedWindow } from './page-view.ts';
import { pageView } from './page-view.ts';

const FULL: ViewedWindow = {
  innerWidth: 1080,
  innerHeight: 1920,
  outerWidth: 1080,
  screen: { width: 1080, height: 1920 },
  location: { pathname: '/', search: '?window=4f2a' },
  document: { visibilityState: 'visible' },
  visualViewport: { scale: 1 },
};

it('is full and plain on the whole screen', () => {
  expect(pageView(FULL)).toEqual({ place: '/?window=4f2a', full: true, plain: true });
});

it.each([
  ['smaller than its screen', { outerWidth: 1050, innerWidth: 1050 }],
  ['under a bar of the browser', { innerHeight: 1880 }],
  ['hidden', { document: { visibilityState: 'hidden' as const } }],
])('is not full when it is %s', (_how, change) => {
  expect(pageView({ ...FULL, ...change })).toMatchObject({ full: false, plain: true });
});

it.each([
  ['zoomed', { innerWidth: 864, innerHeight: 1536 }],
  ['made smaller', { innerWidth: 1350, innerHeight: 2400 }],
  ['pinched', { visualViewport: { scale: 1.4 } }],
])('is full but not plain when it is %s', (_how, change) => {
  expect(pageView({ ...FULL, ...change })).toMatchObject({ full: true, plain: false });
});
