import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PagesAlive } from '@hall/shared/contracts/kiosk-link';
import { sight } from '../../shell/alive.ts';
import { ended, type TestDisplay } from './display.ts';

const LAUNCHER = fileURLToPath(new URL('../../shell/chromium.ts', import.meta.url));
/** Chromium's sandbox refuses root; tests that run as root start the window as nobody, as an installer's user would. */
const NOBODY = 65_534;

export interface LockedWindow {
  readonly launcher: ChildProcess;
  /** Its folder in place of a tmpfs; everything that the window writes lies there. */
  readonly folder: string;
  readonly said: () => string;
  /** The page of the window as its host hears it; null: there is none. */
  page(): Promise<(PagesAlive['pages'][number] & { readonly pages: number }) | null>;
  /** Programs on this display that do not belong there. */
  strangers(): string[];
  /** Files outside of Chromium's own folder. */
  files(): string[];
  /** Chromium's processes of a kind, e.g. `renderer`; `browser` is the one that has no kind. */
  processes(type: string): number[];
  /** TCP ports on which anything of this display listens, but the launcher and what is not Chromium. */
  ports(): number[];
  /** What the launcher left of its folders. */
  left(): string[];
  close(): Promise<void>;
}

/** Starts `kiosk/shell/chromium.ts` on a display, as somebody who may as little as a kiosk's user. */
export function startLockedWindow(options: {
  readonly url: string;
  readonly display: TestDisplay;
  readonly more?: readonly string[];
}): LockedWindow {
  const { url, display } = options;
  const area = `${display.width}x${display.height}+0+0`;
  return start(url, display, (unprivileged) => [
    ...[process.execPath, '--disable-warning=ExperimentalWarning', LAUNCHER],
    ...['--url', url, '--display', area, '--offline-port', '0', ...(unprivileged ? [] : ['--try'])],
    ...(options.more ?? []),
  ]);
}

/** Chromium's kiosk mode by itself, for the proof that the tries find something where nothing is locked. */
export function startPlainWindow(options: {
  readonly url: string;
  readonly display: TestDisplay;
}): LockedWindow {
  const { url, display } = options;
  return start(url, display, (unprivileged, folder) => [
    ...[
      '/usr/bin/chromium',
      '--kiosk',
      `--user-data-dir=${folder}/yichuang-kiosk-plain/profile`,
      '--no-first-run',
    ],
    ...['--window-position=0,0', `--window-size=${display.width + 1},${display.height + 1}`],
    ...[
      ...(unprivileged ? [] : ['--no-sandbox', '--test-type']),
      new URL('/?window=plain&unlocked', url).href,
    ],
  ]);
}

/** The Electron shell as it was built into `shell`, in the same place. */
export function startElectronWindow(options: {
  readonly program: string;
  readonly shell: string;
  readonly url: string;
  readonly display: TestDisplay;
}): LockedWindow {
  return start(options.url, options.display, () => [options.program, options.shell, `--url=${options.url}`]);
}

function start(
  url: string,
  display: TestDisplay,
  commandFor: (unprivileged: boolean, folder: string) => readonly string[],
): LockedWindow {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-breakout-'));
  chmodSync(folder, 0o777);
  const asRoot = process.getuid?.() === 0;
  const mayDrop = asRoot && nobodyCanRead();
  const command = [
    ...(mayDrop ? ['setpriv', '--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'] : []),
    ...commandFor(!asRoot || mayDrop, folder),
  ];
  const launcher = spawn(command[0] as string, command.slice(1), {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DISPLAY: display.name, XDG_RUNTIME_DIR: folder, HOME: folder, NODE_OPTIONS: '' },
  });
  let said = '';
  launcher.stderr?.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const exe = (pid: string): string => {
    try {
      return readlinkSync(`/proc/${pid}/exe`);
    } catch {
      return '';
    }
  };
  return {
    launcher,
    folder,
    said: () => said,
    async page() {
      const seen = await sight(url);
      const pages = seen.host === 'there' ? seen.pages : [];
      const named = pages.filter((page) => page.place.includes('window='));
      return named.length === 0 ? null : { ...(named.at(-1) as (typeof named)[number]), pages: pages.length };
    },
    strangers() {
      return onDisplay(display.name)
        .map(exe)
        .filter((program) => program !== '' && !BELONGS.test(program));
    },
    files() {
      return below(folder).filter((file) => !OWN_FILES.test(file));
    },
    processes(type) {
      return [...new Set([...onDisplay(display.name), ...commandNames(folder)])]
        .filter((pid) => {
          const command = commandOf(pid);
          if (type === 'browser') return command.includes('--user-data-dir=') && !command.includes('--type=');
          return command.includes(`--type=${type}`);
        })
        .filter((pid) => exe(pid).endsWith('/chromium'))
        .map(Number);
    },
    ports: () =>
      listeningPorts(
        [...onDisplay(display.name), ...commandNames(folder)].filter((pid) => exe(pid).endsWith('/chromium')),
      ),
    left: () => below(folder).filter((file) => file.startsWith('yichuang-kiosk-')),
    async close() {
      await ended(launcher);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Chromium and what starts it, the X server's test hand, window manager. */
const BELONGS =
  /\/(chromium|electron|chrome|chrome_crashpad_handler|chrome-sandbox|node|xdotool|openbox|Xvfb|dash|sh|setpriv|unshare)$/;
/** What Chromium and its toolkits keep for themselves; a download, a saved page, a print to file lie elsewhere. */
const OWN_FILES =
  /^(yichuang-kiosk-\w+\/(profile\/|settings\/|home\/(\.?cache|\.?config|\.pki|dconf|fontconfig|mesa_shader_cache|chromium|\.local\/share\/\.)|home\/[\w.-]*$(?<!\.(txt|html|pdf|mht|mhtml|png))))|^dconf\/|^\.(config|cache|pki)\//;

function nobodyCanRead(): boolean {
  const id = String(NOBODY);
  return [LAUNCHER, process.execPath].every(
    (file) =>
      spawnSync('setpriv', ['--reuid', id, '--regid', id, '--clear-groups', 'test', '-r', file]).status === 0,
  );
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

/** Processes that were started for a display, whoever started them. */
function onDisplay(name: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(`DISPLAY=${name}`);
    } catch {
      return false;
    }
  });
}

/** Processes whose command names a folder: Chromium writes its title over its own environment. */
function commandNames(folder: string): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && commandOf(pid).includes(folder));
}

function below(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  } catch {
    // A folder that is removed while it is read.
    return [];
  }
}

/** Ports in state LISTEN (0A) whose sockets these processes hold. */
function listeningPorts(pids: readonly string[]): number[] {
  const held = new Set(
    pids.flatMap((pid) => {
      try {
        return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
      } catch {
        return [];
      }
    }),
  );
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === '0A' && held.has(`socket:[${fields[9]}]`))
      .map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16)),
  );
}
