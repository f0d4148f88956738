import type { BrowserWindowConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { chromiumArguments } from './chromium.ts';
import type { ElectronParts, GuardedContents } from './electron-shell.ts';
import { runShell } from './electron-shell.ts';
import { isKioskUrl, mayNavigate } from './policy.ts';

const HOME = 'http://127.0.0.1:18090/';

describe('what the window may show', () => {
  it.each([
    'https://example.com/',
    'http://127.0.0.1.example.com/',
    'http://localhost:18090/',
    'http://user@127.0.0.1:18090/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'view-source:http://127.0.0.1:18090/',
    'blob:http://127.0.0.1:18090/x',
    'about:blank',
    '',
  ])('not %s', (url) => {
    expect(isKioskUrl(url)).toBe(false);
    expect(mayNavigate(HOME, url)).toBe(false);
  });

  it('its own origin, and no other port of this machine', () => {
    expect(mayNavigate(HOME, 'http://127.0.0.1:18090/?again')).toBe(true);
    expect(mayNavigate(HOME, 'http://127.0.0.1:631/')).toBe(false);
  });
});

function fakeElectron(firstInstance = true) {
  const windows: BrowserWindowConstructorOptions[] = [];
  const loaded: string[] = [];
  const onCreated: Array<(event: unknown, contents: GuardedContents) => void> = [];
  const denied: {
    request?: (contents: unknown, permission: string, reply: (granted: boolean) => void) => void;
    check?: () => boolean;
    device?: () => boolean;
    download?: (event: { preventDefault(): void }) => void;
  } = {};
  let quits = 0;
  const electron = {
    app: {
      requestSingleInstanceLock: () => firstInstance,
      quit: () => {
        quits += 1;
      },
      whenReady: () => Promise.resolve(),
      on: (event: string, listener: never) =>
        void (event === 'web-contents-created' && onCreated.push(listener)),
    },
    BrowserWindow: class {
      constructor(options: BrowserWindowConstructorOptions) {
        windows.push(options);
      }
      removeMenu() {}
      loadURL(url: string) {
        loaded.push(url);
        return loaded.length === 1 ? Promise.reject(new Error('ERR_CONNECTION_REFUSED')) : Promise.resolve();
      }
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: NonNullable<typeof denied.request>) => {
          denied.request = handler;
        },
        setPermissionCheckHandler: (handler: () => boolean) => {
          denied.check = handler;
        },
        setDevicePermissionHandler: (handler: () => boolean) => {
          denied.device = handler;
        },
        on: (_event: string, listener: NonNullable<typeof denied.download>) => {
          denied.download = listener;
        },
      },
    },
  } as unknown as ElectronParts;
  return { electron, windows, loaded, onCreated, denied, quits: () => quits };
}

describe('the Electron shell', () => {
  it('opens one locked, sandboxed window and loads the page again until the host is there', async () => {
    const fake = fakeElectron();
    const waits: number[] = [];
    await runShell(fake.electron, {
      url: HOME,
      preload: '/x/preload.ts',
      after: (ms, run) => {
        waits.push(ms);
        run();
      },
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(fake.windows[0]).toMatchObject({
      kiosk: true,
      webPreferences: {
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        devTools: false,
      },
    });
    expect(fake.loaded).toEqual([HOME, HOME]);
    expect(waits).toEqual([2_000]);
  });

  it('denies every permission, device and download', async () => {
    const { electron, denied } = fakeElectron();
    await runShell(electron, { url: HOME, preload: '', after: () => undefined });
    const granted: boolean[] = [];
    for (const permission of ['media', 'geolocation', 'clipboard-read', 'openExternal', 'fullscreen']) {
      denied.request?.(null, permission, (answer) => granted.push(answer));
    }
    expect(granted).toEqual([false, false, false, false, false]);
    expect([denied.check?.(), denied.device?.()]).toEqual([false, false]);
    let prevented = 0;
    denied.download?.({
      preventDefault: () => {
        prevented += 1;
      },
    });
    expect(prevented).toBe(1);
  });

  it('opens no other window and leads nowhere else', async () => {
    const { electron, onCreated } = fakeElectron();
    await runShell(electron, { url: HOME, preload: '', after: () => undefined });
    const listeners = new Map<string, (event: { preventDefault(): void; url: string }) => void>();
    let open: (() => { action: string }) | undefined;
    onCreated[0]?.(null, {
      setWindowOpenHandler: (handler: () => { action: 'deny' }) => {
        open = handler;
      },
      on: (event: string, listener: never) => void listeners.set(event, listener),
    } as unknown as GuardedContents);
    expect(open?.()).toEqual({ action: 'deny' });
    const went = (event: string, url: string): boolean => {
      let prevented = false;
      listeners.get(event)?.({
        url,
        preventDefault: () => {
          prevented = true;
        },
      });
      return !prevented;
    };
    expect(went('will-navigate', 'https://example.com/')).toBe(false);
    expect(went('will-redirect', 'file:///etc/passwd')).toBe(false);
    expect(went('will-attach-webview', HOME)).toBe(false);
    expect(went('will-navigate', HOME)).toBe(true);
  });

  it('refuses a page of another machine, and a second instance', async () => {
    const first = fakeElectron();
    await expect(
      runShell(first.electron, { url: 'http://10.0.0.1/', preload: '', after: () => undefined }),
    ).rejects.toThrow();
    const second = fakeElectron(false);
    await runShell(second.electron, { url: HOME, preload: '', after: () => undefined });
    expect([second.quits(), second.windows.length]).toEqual([1, 0]);
  });
});

it('starts Chromium as a kiosk without a debugging port', () => {
  const args = chromiumArguments(HOME, '/tmp/profile');
  expect(args).toContain('--kiosk');
  expect(args).toContain(`--app=${HOME}`);
  expect(args.some((one) => one.includes('remote-debugging'))).toBe(false);
});
