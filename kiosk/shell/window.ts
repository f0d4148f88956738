import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromiumArguments } from './arguments.ts';
import type { DisplayArea } from './display.ts';
import { boundToParent, inNamespace, writePolicies } from './policy-place.ts';

/** Chromium that was asked to end writes nothing: its profile is thrown away. */
const END_WITHIN_MS = 2_000;
/** Only what a window needs: no options for Node, no debugger, no bus on which dialogs of other programs come. */
const PASSED_ON = [
  ...['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'XDG_SESSION_TYPE', 'PATH', 'TZ'],
  ...['LANG', 'LC_ALL', 'PULSE_SERVER'],
] as const;

export interface WindowOptions {
  readonly chromium: string;
  readonly area: DisplayArea | null;
  readonly wayland: boolean;
  readonly sandbox: boolean;
  /** Policies and the folder of settings where the window is to see them; null: they are installed, or left out. */
  readonly policies: { readonly settings: string; readonly text: string } | null;
  readonly env: NodeJS.ProcessEnv;
}

export interface KioskWindow {
  readonly pid: number;
  /** Settles with what it ended with, once its folder is gone too. */
  readonly ended: Promise<string>;
  /** `force`: it hangs, or is to be gone at once. */
  end(force: boolean): Promise<void>;
}

/** A fresh folder in memory where there is one, so that nothing of one start survives into the next. */
export function freshFolder(env: NodeJS.ProcessEnv): string {
  return mkdtempSync(path.join(env['XDG_RUNTIME_DIR'] ?? tmpdir(), 'yichuang-kiosk-'));
}

/** Starts one Chromium with nothing but its own folder and this page. */
export function openWindow(url: string, options: WindowOptions): KioskWindow {
  const folder = freshFolder(options.env);
  const home = path.join(folder, 'home');
  mkdirSync(home, { mode: 0o700 });
  const command = [
    options.chromium,
    ...chromiumArguments({ url, profile: path.join(folder, 'profile'), ...options }),
  ];
  const settings = path.join(folder, 'settings');
  if (options.policies !== null) writePolicies(settings, options.policies.text);
  const [program, ...args] =
    options.policies === null
      ? boundToParent(command)
      : inNamespace(options.policies.settings, settings, command);
  const child = spawn(program as string, args, {
    // A group of its own: whatever Chromium starts ends with it.
    ...{ stdio: 'ignore', detached: true, cwd: home },
    env: windowEnvironment(options.env, home),
  });
  let failure: string | null = null;
  const exited = new Promise<string>((resolve) => {
    child.once('error', (problem) => {
      failure = problem.message;
      resolve(`it could not be started: ${problem.message}`);
    });
    child.once('exit', (code, signal) => resolve(signal === null ? `exit ${code}` : signal));
  });
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // All of them are gone already.
    }
  };
  const ended = exited.then(async (how) => {
    if (failure === null) signalGroup('SIGKILL');
    await removeFolder(folder);
    return how;
  });
  return {
    pid: child.pid ?? -1,
    ended,
    async end(force) {
      signalGroup(force ? 'SIGKILL' : 'SIGTERM');
      const over = await Promise.race([ended.then(() => true), sleep(END_WITHIN_MS, false)]);
      if (!over) signalGroup('SIGKILL');
      await ended;
    },
  };
}

export function windowEnvironment(env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const passed = PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  // Where no bus is named, one is looked for: file dialogs of the desktop would come over it.
  const noBus = { DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
  return { ...Object.fromEntries(passed), ...noBus, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
}

/** Processes that were just killed may still hold a file for an instant. */
async function removeFolder(folder: string): Promise<void> {
  for (const waitMs of [0, 50, 200, 1_000]) {
    await sleep(waitMs);
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch {
      // Once more, later.
    }
  }
}
