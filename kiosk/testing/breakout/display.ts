import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** What a screen without a monitor and a person without hands need; a test that lacks one is skipped by name. */
export const MISSING = ['chromium', 'Xvfb', 'xdotool'].filter((name) => !isThere(name));
export const hasWindowManager = isThere('openbox');

/** As the install guide has it: openbox's own shortcuts open menus, hide windows and start programs. */
const OPENBOX = fileURLToPath(new URL('../../../docs/install/kiosk/openbox.xml', import.meta.url));
/** Xvfb on a loaded machine. */
const READY_WITHIN_MS = 15_000;

function isThere(command: string): boolean {
  return spawnSync('which', [command], { stdio: 'ignore' }).status === 0;
}

export interface TestDisplay {
  /** `:7` */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  close(): Promise<void>;
}

/** An X server of its own, on a number that it finds free, with or without a window manager. */
export async function startDisplay(options: {
  readonly width: number;
  readonly height: number;
  readonly windowManager: boolean;
}): Promise<TestDisplay> {
  const { width, height } = options;
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const number = await new Promise<string>((resolve, reject) => {
    let text = '';
    const late = setTimeout(() => reject(new Error('Xvfb did not start')), READY_WITHIN_MS);
    server.once('exit', () => reject(new Error('Xvfb ended at once')));
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(late);
      resolve(text.trim());
    });
  });
  const name = `:${number}`;
  const manager = options.windowManager
    ? spawn('openbox', ['--config-file', OPENBOX], {
        stdio: 'ignore',
        env: { ...process.env, DISPLAY: name },
      })
    : null;
  if (manager !== null) await sleep(500);
  return {
    name,
    width,
    height,
    async close() {
      await Promise.all([manager, server].map((one) => (one === null ? undefined : ended(one))));
    },
  };
}

/** Ends a process and waits for it. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await over;
}
