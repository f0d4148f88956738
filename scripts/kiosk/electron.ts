import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../launch/options.ts';

const PACKAGE = path.join(ROOT, 'kiosk/node_modules/electron');

/**
 * Electron's program, or null: its package comes without it. Never asks the package itself, which would fetch the
 * program from its maker's server there and then.
 */
export function electronProgram(folder: string = PACKAGE): string | null {
  try {
    // Where `install-electron` has put it, relative to `dist`.
    const file = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8'));
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/** What an Electron shell may inherit: no Node options, no debugger. */
export function electronEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = ['DISPLAY', 'XAUTHORITY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR', 'HOME', 'PATH', 'LANG', 'TZ'];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
