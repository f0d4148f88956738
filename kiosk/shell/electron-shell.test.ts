import { describe, expect, it } from 'vitest';
import type { ShellOptions } from './electron-shell.ts';
import { runShell } from './electron-shell.ts';
import type { keepOpen, WatchedWindow } from './keep-open.ts';
import {
  type FakeContents,
  type FakeSession,
  type FakeWindow,
  fakeElectron,
} from './testing/fake-electron.ts';

const HOME = 'http://127.0.0.1:8603/';
const OFFLINE = 'http://127.0.0.1:8619/';

/** Starts the shell with one window on `page`; the watch itself is tested with Chromium. */
async function started(more: Partial<ShellOptions> = {}, fakes = fakeElectron(), page = HOME) {
  let opened: WatchedWindow | null = null;
  const keep: typeof keepOpen = async ({ open }) => {
    opened = open(page);
  };
  const end = await runShell(fakes.electron, {
    ...{
      url: HOME,
      offlineUrl: OFFLINE,
      display: '0',
      camera: false,
      preload: '/x/preload.cjs',
      words: [],
      env: {},
    },
    ...{ signal: new AbortController().signal, log: () => undefined, keep },
    ...more,
  });
  const [window] = fakes.windows as [FakeWindow];
  const [session] = [...fakes.sessions.values()] as [FakeSession];
  return {
    ...fakes,
    end,
    window,
    session,
    contents: window?.webContents as FakeContents,
    opened: opened as WatchedWindow | null,
  };
}

describe('the window', () => {
  it('is locked, sandboxed, apart from Node, and on the display that was chosen', async () => {
    const { window, seen, switches } = await started({ display: '1' });
    expect(window.options).toMatchObject({
      ...{
        kiosk: true,
        fullscreen: true,
        frame: false,
        closable: false,
        minimizable: false,
        alwaysOnTop: true,
      },
      ...{ x: 1080, y: 0, width: 1920, height: 1080 },
      webPreferences: {
        ...{ sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false },
        ...{ nodeIntegrationInSubFrames: false, webSecurity: true, allowRunningInsecureContent: false },
        ...{
          experimentalFeatures: false,
          webviewTag: false,
          devTools: false,
          spellcheck: false,
          plugins: false,
        },
        ...{ navigateOnDragDrop: false, disableDialogs: true, preload: '/x/preload.cjs' },
      },
    });
    expect(window.options.webPreferences).not.toHaveProperty('enableBlinkFeatures');
    expect(seen).toMatchObject({ sandbox: true, menu: null });
    expect(window.told).toEqual(['removeMenu', 'top true screen-saver']);
    expect(switches.map(([name]) => name)).toEqual(expect.arrayContaining(['disable-pinch', 'js-flags']));
    expect(window.loaded).toBe(HOME);
  });

  it('finds its display by Electron’s id too, and says where there is none', async () => {
    expect((await started({ display: '99' })).window.options).toMatchObject({ x: 1080 });
    const none = await started({ display: '2' });
    expect([none.end, none.windows]).toEqual([{ refused: 'there is no display 2: 2 were found' }, []]);
  });

  it('keeps nothing: each window has a session of its own in memory', async () => {
    const fakes = fakeElectron();
    await started({}, fakes);
    await started({ keep: async ({ open }) => void [open(HOME), open(OFFLINE)] }, fakes);
    expect([...fakes.sessions.keys()].every((name) => !name.startsWith('persist:'))).toBe(true);
    expect(new Set(fakes.windows.slice(1).map(({ options }) => options.webPreferences?.partition)).size).toBe(
      2,
    );
  });

  it('comes back when a desktop shrinks, hides or closes it', async () => {
    for (const event of ['minimize', 'hide', 'leave-full-screen']) {
      const { window } = await started();
      window.emit(event);
      expect(window.told.slice(2)).toEqual(['restore', 'kiosk true', 'show', 'focus']);
    }
    const { window } = await started();
    let prevented = false;
    window.emit('close', { preventDefault: () => (prevented = true) });
    expect(prevented).toBe(true);
  });
});

describe('its contents', () => {
  it('lead nowhere but to the two pages', async () => {
    const { contents } = await started();
    const goes = (event: string, url: string, isMainFrame = true) =>
      !contents.prevented(event, { url, isMainFrame });
    for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      expect(goes(event, `${HOME}?again`)).toBe(true);
      expect(goes(event, OFFLINE)).toBe(true);
      for (const url of [
        'https://example.com/',
        'file:///etc/passwd',
        'http://127.0.0.1:631/',
        'data:text/html,x',
      ]) {
        expect(goes(event, url)).toBe(false);
      }
    }
    expect(goes('will-frame-navigate', HOME, false)).toBe(false);
    expect(contents.openHandler?.()).toEqual({ action: 'deny' });
    expect(contents.prevented('will-attach-webview')).toBe(true);
  });

  it('have no menu, tools, zoom or question', async () => {
    const { contents } = await started();
    expect(contents.prevented('context-menu')).toBe(true);
    expect(contents.prevented('will-prevent-unload')).toBe(true);
    contents.emit('devtools-opened');
    expect(contents.toolsClosed).toBe(1);
    expect(contents.prevented('zoom-changed')).toBe(true);
    contents.emit('did-finish-load');
    expect([contents.zoom, contents.limits]).toEqual([1, [1, 1]]);
    const answers: unknown[] = [];
    expect(contents.prevented('login', {}, {}, {}, (...given: unknown[]) => answers.push(given))).toBe(true);
    expect(contents.prevented('select-bluetooth-device', {}, [], (id: string) => answers.push(id))).toBe(
      true,
    );
    expect(answers).toEqual([[], '']);
  });

  it('get letters, and no shortcut', async () => {
    const { contents } = await started();
    const none = { type: 'keyDown', control: false, alt: false, meta: false, shift: false };
    const gets = (key: string, more = {}) =>
      !contents.prevented('before-input-event', {}, { ...none, key, ...more });
    expect(gets('a')).toBe(true);
    expect(gets('Enter')).toBe(true);
    for (const key of ['F1', 'F5', 'F11', 'F12', 'PrintScreen']) expect(gets(key)).toBe(false);
    for (const key of ['n', 'p', 'r', 'w', '+', '0']) expect(gets(key, { control: true })).toBe(false);
    expect(gets('F4', { alt: true })).toBe(false);
    expect(gets('Escape', { shift: true })).toBe(false);
  });
});

describe('permissions', () => {
  const ask = (session: FakeSession, permission: string, details: object): boolean => {
    let granted: boolean | null = null;
    const handler = session.handlers.get('request') as unknown as (...args: unknown[]) => void;
    handler({}, permission, (answer: boolean) => (granted = answer), { isMainFrame: true, ...details });
    return granted as unknown as boolean;
  };
  const check = (session: FakeSession, permission: string, origin: string, details: object): boolean =>
    (session.handlers.get('check') as unknown as (...args: unknown[]) => boolean)(
      {},
      permission,
      origin,
      details,
    );
  const video = { mediaTypes: ['video'], requestingUrl: HOME };

  it('are none', async () => {
    const { session } = await started();
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fullscreen',
      'midi',
    ]) {
      expect(ask(session, permission, video)).toBe(false);
      expect(check(session, permission, HOME, { mediaType: 'video' })).toBe(false);
    }
    expect((session.handlers.get('device') as unknown as () => boolean)()).toBe(false);
    expect(session.spellCheck).toBe(false);
  });

  it('are the picture of the camera, for the host’s page alone, where the profile asks', async () => {
    const { session } = await started({ camera: true });
    expect(ask(session, 'media', video)).toBe(true);
    expect(check(session, 'media', HOME, { mediaType: 'video' })).toBe(true);
    expect(ask(session, 'media', { ...video, mediaTypes: ['video', 'audio'] })).toBe(false);
    expect(ask(session, 'media', { ...video, mediaTypes: ['audio'] })).toBe(false);
    expect(ask(session, 'media', { ...video, mediaTypes: [] })).toBe(false);
    expect(ask(session, 'media', { ...video, requestingUrl: OFFLINE })).toBe(false);
    expect(ask(session, 'media', { ...video, requestingUrl: 'http://127.0.0.1:631/' })).toBe(false);
    expect(ask(session, 'media', { ...video, isMainFrame: false })).toBe(false);
    expect(ask(session, 'geolocation', video)).toBe(false);
    expect(check(session, 'media', HOME, { mediaType: 'audio' })).toBe(false);
    expect(check(session, 'media', 'https://example.com', { mediaType: 'video' })).toBe(false);
  });

  it('let no download, device or screen through', async () => {
    const { session } = await started();
    const done: string[] = [];
    session.emit(
      'will-download',
      { preventDefault: () => done.push('prevented') },
      { cancel: () => done.push('cancelled') },
    );
    expect(done).toEqual(['prevented', 'cancelled']);
    for (const chooser of ['select-usb-device', 'select-hid-device', 'select-serial-port']) {
      const chosen: unknown[] = [];
      session.emit(chooser, { preventDefault: () => chosen.push('prevented') }, {}, (...ids: unknown[]) =>
        chosen.push(ids),
      );
      expect(chosen).toEqual(['prevented', []]);
    }
    const screens: unknown[] = [];
    (session.handlers.get('screen') as unknown as (a: unknown, b: (x: unknown) => void) => void)({}, (x) =>
      screens.push(x),
    );
    expect(screens).toEqual([{}]);
  });

  it('reach the two pages on this machine, and nothing else', async () => {
    const { session } = await started();
    const reached = (url: string): boolean => {
      let cancelled = true;
      session.beforeRequest?.({ url }, ({ cancel }) => {
        cancelled = cancel;
      });
      return !cancelled;
    };
    for (const url of [`${HOME}assets/index.js`, 'ws://127.0.0.1:8603/link', `${OFFLINE}beat`, 'data:,']) {
      expect(reached(url)).toBe(true);
    }
    for (const url of [
      ...[
        'https://example.com/',
        'http://127.0.0.1:631/',
        'file:///etc/passwd',
        'ws://127.0.0.1:9222/devtools',
      ],
      ...['devtools://devtools/', 'http://localhost:8603/', 'data:text/html,x', 'chrome-extension://x/'],
    ]) {
      expect(reached(url)).toBe(false);
    }
  });
});

describe('what ends a window', () => {
  it.each([
    [
      'a crash',
      (at: FakeWindow) => at.webContents.emit('render-process-gone', {}, { reason: 'oom' }),
      'the page oom',
    ],
    ['a hang', (at: FakeWindow) => at.webContents.emit('unresponsive'), 'the page does not answer'],
    [
      'a page that does not load',
      (at: FakeWindow) =>
        at.webContents.emit('did-fail-load', {}, -102, 'ERR_CONNECTION_REFUSED', HOME, true),
      'the page does not load: ERR_CONNECTION_REFUSED (-102)',
    ],
  ])('%s is told to the watch, and nothing of it is left', async (_what, happen, how) => {
    const { window, opened } = await started();
    window.webContents.emit('did-fail-load', {}, -3, 'ERR_ABORTED', HOME, false);
    expect(window.destroyed).toBe(false);
    happen(window);
    expect(await opened?.ended).toBe(how);
    expect(window.destroyed).toBe(true);
  });

  it('the watch itself', async () => {
    const { window, opened } = await started();
    await opened?.end(true);
    expect(window.destroyed).toBe(true);
    expect(await opened?.ended).toBe('the window was closed');
  });
});

describe('does not start', () => {
  it.each([
    ['on a page of another machine', { url: 'http://10.0.0.1/' }, {}, 'it shows a page of this machine only'],
    [
      'with a debugger',
      { words: ['--remote-debugging-port=1'] },
      {},
      'not started with --remote-debugging-port',
    ],
    ['with Node’s options', { env: { NODE_OPTIONS: '--inspect' } }, {}, 'NODE_OPTIONS'],
    ['with a switch from elsewhere', {}, { switches: ['inspect'] }, '--inspect'],
    ['a second time', {}, { first: false }, 'another window'],
  ])('%s', async (_how, more, fake, words) => {
    const { end, windows } = await started(more, fakeElectron(fake));
    expect(end.refused).toContain(words);
    expect(windows).toEqual([]);
  });
});
