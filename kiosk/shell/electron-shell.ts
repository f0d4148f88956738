import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import { isKioskUrl, mayNavigate } from './policy.ts';

/** A page that does not load or dies is tried again this soon: the host may be starting. */
const RELOAD_MS = 2_000;

/** As much of the electron module as the shell uses; passed in, so that it runs in tests without Electron. */
export interface ElectronParts {
  readonly app: {
    requestSingleInstanceLock(): boolean;
    quit(): void;
    whenReady(): Promise<void>;
    on(event: 'web-contents-created', listener: (event: unknown, contents: GuardedContents) => void): unknown;
    on(event: 'window-all-closed', listener: () => void): unknown;
  };
  readonly BrowserWindow: new (
    options: BrowserWindowConstructorOptions,
  ) => Pick<BrowserWindow, 'loadURL' | 'removeMenu'>;
  readonly session: {
    readonly defaultSession: {
      setPermissionRequestHandler(
        handler: (contents: unknown, permission: string, reply: (granted: boolean) => void) => void,
      ): void;
      setPermissionCheckHandler(handler: () => boolean): void;
      setDevicePermissionHandler(handler: () => boolean): void;
      on(event: 'will-download', listener: (event: { preventDefault(): void }) => void): unknown;
    };
  };
}

export interface GuardedContents {
  setWindowOpenHandler(handler: () => { action: 'deny' }): void;
  on(
    event: 'will-navigate' | 'will-redirect' | 'will-frame-navigate',
    listener: (event: { preventDefault(): void; readonly url: string }) => void,
  ): unknown;
  on(event: 'will-attach-webview', listener: (event: { preventDefault(): void }) => void): unknown;
  on(event: 'did-fail-load' | 'render-process-gone', listener: () => void): unknown;
}

export interface ShellOptions {
  /** The device host's page, e.g. `http://127.0.0.1:18090/`. */
  readonly url: string;
  readonly preload: string;
  readonly after: (ms: number, run: () => void) => void;
}

/** One locked window over the whole screen; everything that is not the kiosk's page is denied. */
export async function runShell(electron: ElectronParts, options: ShellOptions): Promise<void> {
  if (!isKioskUrl(options.url))
    throw new Error('the shell shows a page of this machine only: http://127.0.0.1:PORT/');
  const { app, session } = electron;
  if (!app.requestSingleInstanceLock()) return app.quit();
  app.on('window-all-closed', () => app.quit());
  app.on('web-contents-created', (_event, contents) => guard(contents, options.url));
  await app.whenReady();

  const own = session.defaultSession;
  own.setPermissionRequestHandler((_contents, _permission, reply) => reply(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.on('will-download', (event) => event.preventDefault());

  const window = new electron.BrowserWindow(windowOptions(options.preload));
  window.removeMenu();
  const load = (): void => {
    window.loadURL(options.url).catch(() => options.after(RELOAD_MS, load));
  };
  load();
}

export function windowOptions(preload: string): BrowserWindowConstructorOptions {
  return {
    kiosk: true,
    fullscreen: true,
    frame: false,
    autoHideMenuBar: true,
    backgroundColor: '#fbfaf7',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      devTools: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  };
}

function guard(contents: GuardedContents, home: string): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  for (const event of ['will-navigate', 'will-redirect', 'will-frame-navigate'] as const) {
    contents.on(event, (navigation) => {
      if (!mayNavigate(home, navigation.url)) navigation.preventDefault();
    });
  }
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
