import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Ports } from './options.ts';

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

export async function checkPorts(ports: Ports): Promise<Complaint> {
  for (const port of Object.values(ports) as number[]) {
    if (!(await isFree(port))) {
      return `Port ${port} is taken by another program (a hall that is still running?): stop it, or start with --port N; a start uses ${Object.keys(ports).length} ports from N on.`;
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
