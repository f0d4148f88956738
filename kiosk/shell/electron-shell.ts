import { guardContents, guardWindow } from './electron-guard.ts';
import { chosenDisplay, SWITCHES, windowOptions } from './electron-options.ts';
import { lockSession } from './electron-permissions.ts';
import { keepOpen, type ShellLog, type WatchedWindow } from './keep-open.ts';
import { refusedLaunch } from './launch-guard.ts';
import { isKioskUrl } from './policy.ts';

/** As much of the electron module as the shell uses; passed in, so that it runs in tests without Electron. */
export type ElectronParts = Pick<
  typeof import('electron'),
  'app' | 'BrowserWindow' | 'Menu' | 'screen' | 'session'
>;

export interface ShellOptions {
  /** The device host's page, e.g. `http://127.0.0.1:8603/`. */
  readonly url: string;
  /** The shell's own page, {@link openOfflineServer}. */
  readonly offlineUrl: string;
  /** Number of the display from 0, or Electron's id of it. */
  readonly display: string;
  readonly camera: boolean;
  readonly preload: string;
  /** What follows the program and its folder on the command line. */
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly log: ShellLog;
  readonly keep?: typeof keepOpen;
}

/** `refused`: the sentence why it did not start. */
export type ShellEnd = { readonly refused: string } | { readonly refused: null };

/**
 * One locked window over one display, watched as Chromium's is: everything that is not the host's page or the shell's
 * own is denied. Settles when `signal` aborts. It has no IPC: main listens on no channel, and the page sees no Electron.
 */
export async function runShell(electron: ElectronParts, options: ShellOptions): Promise<ShellEnd> {
  const { url, offlineUrl, signal } = options;
  const { app } = electron;
  if (!isKioskUrl(url))
    return { refused: 'it shows a page of this machine only: --url=http://127.0.0.1:PORT/' };
  const refused = refusedLaunch(options.words, options.env, (name) => app.commandLine.hasSwitch(name));
  if (refused !== null) return { refused };
  if (!app.requestSingleInstanceLock()) return { refused: 'another window shows the kiosk already' };

  app.enableSandbox();
  for (const [name, value] of SWITCHES) app.commandLine.appendSwitch(name, value);
  // A window that is gone comes again; only a signal ends the shell.
  app.on('window-all-closed', () => undefined);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, [url, offlineUrl]));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, reply) => {
    event.preventDefault();
    reply(false);
  });
  await app.whenReady();
  electron.Menu.setApplicationMenu(null);

  const displays = electron.screen.getAllDisplays();
  const display = chosenDisplay(displays, options.display);
  if (display === null)
    return { refused: `there is no display ${options.display}: ${displays.length} were found` };

  let opened = 0;
  const open = (page: string): WatchedWindow => {
    opened += 1;
    // In memory only, and new each time: nothing of one window survives into the next.
    const partition = `kiosk-${opened}`;
    lockSession(electron.session.fromPartition(partition, { cache: false }), url, offlineUrl, options.camera);
    const window = new electron.BrowserWindow(windowOptions(options.preload, display.bounds, partition));
    guardWindow(window);
    const ended = new Promise<string>((resolve) => {
      window.webContents.on('render-process-gone', (_event, { reason }) => resolve(`the page ${reason}`));
      window.webContents.on('unresponsive', () => resolve('the page does not answer'));
      window.webContents.on('did-fail-load', (_event, code, description, _address, isMainFrame) => {
        if (isMainFrame) resolve(`the page does not load: ${description} (${code})`);
      });
      window.on('closed', () => resolve('the window was closed'));
    });
    // What a failed load says is heard above.
    window.loadURL(page).catch(() => undefined);
    return {
      ended: ended.then((how) => {
        if (!window.isDestroyed()) window.destroy();
        return how;
      }),
      async end() {
        if (!window.isDestroyed()) window.destroy();
      },
    };
  };
  await (options.keep ?? keepOpen)({ url, offlineUrl, open, signal, log: options.log });
  return { refused: null };
}
