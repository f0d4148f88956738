import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';

export interface Holder {
  readonly pid: number;
  /** The program's name as the kernel keeps it (at most 15 characters); null when it may not be read. */
  readonly name: string | null;
}

/**
 * Who has this device file open, apart from this process. Linux only, and of other users' processes only root
 * sees the files: an empty answer is no proof.
 */
export function holdersOf(file: string, proc = '/proc'): Holder[] {
  let real: string;
  try {
    real = realpathSync(file);
  } catch {
    return [];
  }
  return list(proc)
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => {
      const open = path.join(proc, pid, 'fd');
      return (
        list(open).some((fd) => linkOf(path.join(open, fd)) === real) && !isMaker(path.join(proc, pid), real)
      );
    })
    .map((pid) => ({ pid: Number(pid), name: textOf(path.join(proc, pid, 'comm')) }))
    .sort((a, b) => a.pid - b.pid);
}

/** Who made a pseudo-terminal has its other end open (`tty-index` of proc_pid_fdinfo) and does not hold it. */
function isMaker(process: string, real: string): boolean {
  const index = /^\/dev\/pts\/(\d+)$/.exec(real)?.[1];
  if (index === undefined) return false;
  const folder = path.join(process, 'fdinfo');
  return list(folder).some((fd) =>
    new RegExp(`^tty-index:\\s*${index}$`, 'm').test(textOf(path.join(folder, fd)) ?? ''),
  );
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
