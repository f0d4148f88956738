import { expect, it } from 'vitest';
import { displaysOf, parseArea, parseXdpyinfo, parseXrandr } from './display.ts';

it('reads an area as X writes it', () => {
  expect(parseArea('1080x1920+1920+0')).toEqual({ width: 1080, height: 1920, x: 1920, y: 0 });
  expect(parseArea('1080x1920')).toEqual({ width: 1080, height: 1920, x: 0, y: 0 });
  for (const text of ['0', '', '1080', '1080x1920+1', '-1x2', '1080x1920+0+0 --no-sandbox']) {
    expect(parseArea(text)).toBeNull();
  }
});

it('reads the heads of xdpyinfo, in their order, or else the whole screen', () => {
  const two = 'XINERAMA version 1.1 opcode: 141\n  head #0: 1080x1920 @ 0,0\n  head #1: 1920x1080 @ 1080,0\n';
  expect(parseXdpyinfo(`  dimensions:    3000x1920 pixels (794x508 millimeters)\n${two}`)).toEqual([
    { width: 1080, height: 1920, x: 0, y: 0 },
    { width: 1920, height: 1080, x: 1080, y: 0 },
  ]);
  expect(parseXdpyinfo('  dimensions:    1080x1920 pixels (274x488 millimeters)\n')).toEqual([
    { width: 1080, height: 1920, x: 0, y: 0 },
  ]);
});

it('reads the monitors of xrandr', () => {
  const text =
    'Monitors: 2\n 0: +*HDMI-1 1080/300x1920/530+0+0  HDMI-1\n 1: +DP-2 1920/530x1080/300+1080+40  DP-2\n';
  expect(parseXrandr(text)).toEqual([
    { width: 1080, height: 1920, x: 0, y: 0 },
    { width: 1920, height: 1080, x: 1080, y: 40 },
  ]);
});

it('finds none where nothing is there to ask', async () => {
  expect(await displaysOf({ PATH: '/nonexistent' })).toEqual([]);
});
