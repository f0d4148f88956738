import { closeSync, existsSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { copyPersonKeys } from '../vault/person-keys.ts';
import { syncFolder } from './durable.ts';
import { PART, personKeysCopy } from './folder.ts';
import { wipe, wipeFile } from './former.ts';
import { sealFile } from './sealed-file.ts';
import { PERSON_KEYS } from './snapshot.ts';

/**
 * Puts the one copy of the keys of persons into the backup folder, over the former one. Whoever was forgotten
 * is in no copy then, and what older backups hold of them stays sealed for ever. To be called with every backup
 * and right after each forgetting, by one process at a time. Throws what the disks say.
 */
export async function copyPersonKeysTo(job: {
  readonly hall: string;
  readonly data: string;
  readonly folder: string;
  readonly recipient: string;
}): Promise<boolean> {
  const store = path.join(job.data, PERSON_KEYS);
  if (!existsSync(store)) return false;
  const copy = `${job.data}.person-keys-copy`;
  // Left by a run that was cut off.
  for (const left of [copy, `${copy}.new`]) if (existsSync(left)) wipeFile(left);
  try {
    const source = new Database(store, { readonly: true });
    try {
      copyPersonKeys(source, copy);
    } finally {
      source.close();
    }
    const target = personKeysCopy(job.folder, job.hall);
    await sealFile(job.recipient, copy, target + PART);
    const former = existsSync(target) ? openSync(target, 'r+') : null;
    try {
      renameSync(target + PART, target);
      syncFolder(job.folder);
      // It has no name any more. A flash disk may keep the old blocks all the same: still encrypted, and the
      // private key is not on this machine.
      if (former !== null) wipe(former);
    } finally {
      if (former !== null) closeSync(former);
    }
    return true;
  } finally {
    if (existsSync(copy)) wipeFile(copy);
  }
}
