import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from './options.ts';

/** Processes whose launcher was killed end within six seconds; a crowded machine takes a little longer. */
const FORMER_ENDS_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 100;

/** A sentence that says what is wrong and the way out, or null. */
export type Complaint = string | null;

export function checkFolder(folder: string): Complaint {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return `The folder ${folder} cannot be written (${code}): change its owner, or choose another with --data FOLDER.`;
  }
}

/** Step by step: Node's own recursive way never returns where the file system answers ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Where the former start was killed, what it started is just ending, and is waited for. */
export async function patiently(wasKilled: boolean, check: () => Promise<Complaint>): Promise<Complaint> {
  const until = Date.now() + (wasKilled ? FORMER_ENDS_WITHIN_MS : 0);
  for (;;) {
    const complaint = await check();
    if (complaint === null || Date.now() >= until) return complaint;
    await sleep(LOOK_AGAIN_MS);
  }
}

export async function checkPorts(ports: Ports): Promise<Complaint> {
  for (const port of Object.values(ports) as number[]) {
    if (!(await isFree(port))) {
      return `Port ${port} is taken by another program (a hall that is still running?): stop it, or start with --port N, which uses ${Object.keys(ports).length} ports from N on. A second hall needs a folder of its own, too: --port N --data FOLDER.`;
    }
  }
  return null;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
