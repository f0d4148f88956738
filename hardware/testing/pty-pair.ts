import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two serial ports joined back to back, made by socat. */
export interface PtyPair {
  readonly near: string;
  readonly far: string;
  /** Ends socat: both ports vanish, as when a USB adapter is pulled. */
  pull(): Promise<void>;
  /** Starts socat anew: both ports are back under their names. */
  plugIn(): Promise<void>;
  /** Pulls, and takes the folder away. */
  close(): Promise<void>;
}

/** Words to put behind a skipped test's name, or `undefined` when socat is there. */
export function whySocatIsMissing(): string | undefined {
  const found = spawnSync('socat', ['-V'], { stdio: 'ignore' });
  return found.error === undefined ? undefined : ' [skipped: the program socat is not installed]';
}

/** How often to look for the links that socat makes. */
const LOOK_EVERY_MS = 5;

export async function startPtyPair(): Promise<PtyPair> {
  const folder = await mkdtemp(join(tmpdir(), 'pty-pair-'));
  const near = join(folder, 'near');
  const far = join(folder, 'far');
  let pull = await startSocat(near, far);
  return {
    near,
    far,
    pull: () => pull(),
    async plugIn() {
      pull = await startSocat(near, far);
    },
    async close() {
      await pull();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Returns what ends it; may be called twice. */
async function startSocat(near: string, far: string): Promise<() => Promise<void>> {
  const socat = spawn('socat', [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => {
    socat.once('exit', () => resolve());
    socat.once('error', () => resolve());
  });
  while (!existsSync(near) || !existsSync(far)) {
    if (socat.exitCode !== null) throw new Error(`socat ended with ${socat.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return async () => {
    socat.kill();
    await ended;
    // Its links go with it, but not if it had no time to.
    await Promise.all([near, far].map((link) => rm(link, { force: true })));
  };
}
