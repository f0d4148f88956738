import { expect, it } from 'vitest';
import { chromiumArguments } from './arguments.ts';
import { windowEnvironment } from './window.ts';

const options = {
  ...{ url: 'http://127.0.0.1:8603/?window=1', profile: '/run/user/1/p', wayland: false, sandbox: true },
  area: { width: 1080, height: 1920, x: 1920, y: 0 },
};

it('starts one app window in kiosk mode on its display, in a profile of its own, without a debugger', () => {
  const words = chromiumArguments(options);
  expect(words).toEqual(
    expect.arrayContaining([
      ...['--kiosk', '--app=http://127.0.0.1:8603/?window=1', '--user-data-dir=/run/user/1/p', '--incognito'],
      ...['--window-position=1920,0', '--window-size=1081,1921', '--ozone-platform=x11', '--disable-pinch'],
    ]),
  );
  expect(
    words.filter((word) => /remote-debugging|inspect|no-sandbox|disable-web-security/.test(word)),
  ).toEqual([]);
});

it('lets Wayland, or a window manager, fill the screen', () => {
  const words = chromiumArguments({ ...options, area: null, wayland: true });
  expect(words).toEqual(expect.arrayContaining(['--start-fullscreen', '--ozone-platform=wayland']));
  expect(words.filter((word) => word.startsWith('--window-'))).toEqual([]);
});

it('gives up the sandbox for a look at it only', () => {
  expect(chromiumArguments({ ...options, sandbox: false })).toContain('--no-sandbox');
});

it('passes on a screen and a language, and nothing that changes what runs', () => {
  const env = {
    ...{
      DISPLAY: ':0',
      LANG: 'zh_CN.UTF-8',
      PATH: '/usr/bin',
      NODE_OPTIONS: '--inspect',
      LD_PRELOAD: '/x.so',
    },
    ...{
      CHROMIUM_FLAGS: '--remote-debugging-port=1',
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/bus',
      HOME: '/root',
    },
  };
  expect(windowEnvironment(env, '/run/home')).toEqual({
    ...{ DISPLAY: ':0', LANG: 'zh_CN.UTF-8', PATH: '/usr/bin', DBUS_SESSION_BUS_ADDRESS: 'disabled:' },
    ...{ HOME: '/run/home', XDG_CONFIG_HOME: '/run/home', XDG_CACHE_HOME: '/run/home' },
  });
});
