import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions } from 'electron';
import type { ElectronParts } from '../electron-shell.ts';

/** Electron's module as far as the shell uses it, with everything that it was told to be looked at. */

type Handler = (...args: never[]) => unknown;

export class FakeSession extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  spellCheck = true;
  beforeRequest: ((request: { url: string }, reply: (answer: { cancel: boolean }) => void) => void) | null =
    null;
  readonly webRequest = {
    onBeforeRequest: (handler: NonNullable<FakeSession['beforeRequest']>) => {
      this.beforeRequest = handler;
    },
  };
  setPermissionRequestHandler = (handler: Handler) => void this.handlers.set('request', handler);
  setPermissionCheckHandler = (handler: Handler) => void this.handlers.set('check', handler);
  setDevicePermissionHandler = (handler: Handler) => void this.handlers.set('device', handler);
  setDisplayMediaRequestHandler = (handler: Handler) => void this.handlers.set('screen', handler);
  setBluetoothPairingHandler = (handler: Handler) => void this.handlers.set('bluetooth', handler);
  setSpellCheckerEnabled = (on: boolean) => {
    this.spellCheck = on;
  };
}

export class FakeContents extends EventEmitter {
  openHandler: (() => { action: string }) | null = null;
  zoom = 0;
  limits: [number, number] | null = null;
  toolsClosed = 0;
  setWindowOpenHandler = (handler: () => { action: string }) => {
    this.openHandler = handler;
  };
  setZoomFactor = (factor: number) => {
    this.zoom = factor;
  };
  setVisualZoomLevelLimits = async (least: number, most: number) => {
    this.limits = [least, most];
  };
  closeDevTools = () => {
    this.toolsClosed += 1;
  };
  /** Emits an event that can be prevented; whether it was. */
  prevented(name: string, event: object = {}, ...more: unknown[]): boolean {
    let prevented = false;
    this.emit(name, { ...event, preventDefault: () => (prevented = true) }, ...more);
    return prevented;
  }
}

export class FakeWindow extends EventEmitter {
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new FakeContents();
  readonly told: string[] = [];
  loaded: string | null = null;
  destroyed = false;
  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  loadURL(url: string): Promise<void> {
    this.loaded = url;
    return Promise.resolve();
  }
  isDestroyed = () => this.destroyed;
  destroy(): void {
    this.destroyed = true;
    this.emit('closed');
  }
  restore = () => void this.told.push('restore');
  setKiosk = (on: boolean) => void this.told.push(`kiosk ${on}`);
  show = () => void this.told.push('show');
  focus = () => void this.told.push('focus');
  removeMenu = () => void this.told.push('removeMenu');
  setAlwaysOnTop = (on: boolean, level: string) => void this.told.push(`top ${on} ${level}`);
}

export function fakeElectron(
  options: { readonly first?: boolean; readonly switches?: readonly string[] } = {},
) {
  const windows: FakeWindow[] = [];
  const sessions = new Map<string, FakeSession>();
  const switches: [string, string | undefined][] = [];
  const seen = { sandbox: false, menu: undefined as unknown, ipc: 0 };
  const app = Object.assign(new EventEmitter(), {
    commandLine: {
      hasSwitch: (name: string) => options.switches?.includes(name) ?? false,
      appendSwitch: (name: string, value?: string) => void switches.push([name, value]),
    },
    requestSingleInstanceLock: () => options.first ?? true,
    enableSandbox: () => {
      seen.sandbox = true;
    },
    whenReady: () => Promise.resolve(),
  });
  class BrowserWindow extends FakeWindow {
    constructor(given: BrowserWindowConstructorOptions) {
      super(given);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  const parts = {
    app,
    BrowserWindow,
    Menu: {
      setApplicationMenu: (menu: unknown) => {
        seen.menu = menu;
      },
    },
    screen: {
      getAllDisplays: () => [
        { id: 77, bounds: { x: 0, y: 0, width: 1080, height: 1920 } },
        { id: 99, bounds: { x: 1080, y: 0, width: 1920, height: 1080 } },
      ],
    },
    session: {
      fromPartition(name: string) {
        const made = new FakeSession();
        sessions.set(name, made);
        return made;
      },
    },
  };
  return { electron: parts as unknown as ElectronParts, app, windows, sessions, switches, seen };
}
