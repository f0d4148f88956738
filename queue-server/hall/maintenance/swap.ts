import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { replaceFile, syncFolder, syncTree } from './durable.ts';

/**
 * Puts a new data folder in the place of the present one. Two renames cannot be one, so what is meant is written
 * down first; whoever looks at the folder next (`settleSwap`, at every start of hall, restore and upgrade)
 * finishes it. A hall never finds its folder gone and begins an empty one.
 */

const Intent = z.strictObject({
  /** Full names of folders on one file system. */
  incoming: z.string(),
  /** Where the present one goes. */
  keep: z.string(),
});

function intentFile(live: string): string {
  return `${live}.swap.json`;
}

/** Brings `incoming` to the disk and puts it in the place of `live`, which is kept as `keep`. */
export function swapFolders(live: string, incoming: string, keep: string): void {
  if (existsSync(keep)) throw new Error(`${keep} is in the way: move it elsewhere first`);
  syncTree(incoming);
  replaceFile(intentFile(live), JSON.stringify({ incoming, keep }));
  settleSwap(live);
}

/** Finishes a swap that was cut off at whatever point; does nothing where there is none. */
export function settleSwap(live: string): void {
  const file = intentFile(live);
  if (!existsSync(file)) return;
  const { incoming, keep } = Intent.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (existsSync(incoming)) {
    if (existsSync(live)) setAside(live, keep);
    renameSync(incoming, live);
    syncFolder(path.dirname(live));
  }
  rmSync(file);
  syncFolder(path.dirname(live));
}

/** Cut off between its two renames, a swap may find a folder that a launcher made anew: empty, and worth nothing. */
function setAside(live: string, keep: string): void {
  if (!existsSync(keep)) renameSync(live, keep);
  else if (readdirSync(live).length === 0) rmdirSync(live);
  else renameSync(live, freeName(keep));
}

/** A name beside the data folder that is not taken: `hall.before-restore`, `hall.before-restore-2`, … */
export function freeName(wanted: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? wanted : `${wanted}-${n}`;
    if (!existsSync(name)) return name;
  }
}
