import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Complaint } from './checks.ts';

/** The file that says "all is up": there only while it is. */

/** Removes that of an earlier run, and finds out early whether a new one can be written. */
export function clearReadyFile(file: string): Complaint {
  try {
    removeReadyFile(file);
    writeFileSync(unfinished(file), '', { mode: 0o600 });
    rmSync(unfinished(file));
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `The ready file ${file} cannot be written (${code}): make its folder, or name another place with --ready-file FILE.`;
  }
}

export function removeReadyFile(file: string): void {
  rmSync(file, { force: true });
}

/** Renamed into place, so that whoever waits for it never reads half of it; it names logins. */
export function writeReadyFile(file: string, content: unknown): void {
  writeFileSync(unfinished(file), JSON.stringify(content, null, 1), { mode: 0o600 });
  renameSync(unfinished(file), file);
}

function unfinished(file: string): string {
  return `${file}.new`;
}
