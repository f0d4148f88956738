import { expect, it } from 'vitest';
import { refusedLaunch } from './launch-guard.ts';

const no = () => false;

it('starts with its own words only', () => {
  const own = ['--url=http://127.0.0.1:8603/', '--display=1', '--offline-port=8619', '--camera'];
  expect(refusedLaunch(own, { DISPLAY: ':0' }, no)).toBeNull();
  expect(refusedLaunch([], {}, no)).toBeNull();
});

it.each([
  ...[
    '--remote-debugging-port=9222',
    '--inspect',
    '--inspect-brk=0',
    '--js-flags=--expose-gc',
    '-r',
    'other.js',
  ],
  ...['--no-sandbox', '--load-extension=/x', '--disable-web-security', '--urls=x', '--user-data-dir=/x'],
])('refuses %s', (word) => {
  expect(refusedLaunch(['--camera', word], {}, no)).toBe(`it is not started with ${word.split('=')[0]}`);
});

it.each(['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'no-sandbox', 'host-rules'])(
  'refuses what Chromium took as --%s from elsewhere',
  (name) => {
    expect(refusedLaunch([], {}, (asked) => asked === name)).toBe(`it is not started with --${name}`);
  },
);

it.each(['NODE_OPTIONS', 'ELECTRON_RUN_AS_NODE', 'LD_PRELOAD'])('refuses %s in its environment', (name) => {
  expect(refusedLaunch([], { [name]: '1' }, no)).toContain(name);
  expect(refusedLaunch([], { [name]: '' }, no)).toBeNull();
});
