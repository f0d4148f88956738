import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';

/** How often the link is looked for, and how soon a bridge that ended is built again. */
const LOOK_EVERY_MS = 20;
const REBUILD_MS = 200;
/** socat makes its terminal at once or never. */
const START_LOOKS = 250;

/** A pseudo-terminal in place of a serial port; what is written to it reaches a simulator's TCP port. */
export interface PtyBridge {
  readonly path: string;
  close(): Promise<void>;
}

/** Debian's package, for the sentence that names what is missing. */
export const SOCAT_PACKAGE = 'socat';

export function hasSocat(): boolean {
  return spawnSync('socat', ['-V'], { stdio: 'ignore' }).error === undefined;
}

/**
 * Joins a new pseudo-terminal at `path` with `127.0.0.1:port`. When the device's power is cut the terminal vanishes,
 * as a USB adapter does, and comes back with it.
 */
export async function startPtyBridge(
  path: string,
  port: number,
  clock: Clock = systemClock,
): Promise<PtyBridge> {
  let child: ChildProcess | undefined;
  let cancel: (() => void) | undefined;
  let closed = false;
  let ended = Promise.resolve();
  const build = (): void => {
    const socat = spawn('socat', [`tcp:127.0.0.1:${port},nodelay,retry=0`, `pty,raw,echo=0,link=${path}`], {
      stdio: 'ignore',
    });
    child = socat;
    ended = new Promise((resolve) => {
      socat.once('error', () => resolve());
      socat.once('exit', () => resolve());
    });
    void ended.then(() => {
      if (!closed) cancel = clock.after(REBUILD_MS, build);
    });
  };
  build();
  for (let look = 0; !existsSync(path); look += 1) {
    if (look === START_LOOKS) throw new Error(`socat made no terminal at ${path}`);
    await new Promise<void>((resolve) => void clock.after(LOOK_EVERY_MS, resolve));
  }
  return {
    path,
    async close() {
      closed = true;
      cancel?.();
      child?.kill();
      await ended;
    },
  };
}
