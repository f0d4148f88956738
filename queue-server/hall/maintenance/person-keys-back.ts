import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { loadHallKeys } from '../vault/hall-key.ts';
import { PersonKeys } from '../vault/person-keys.ts';
import { copyDatabase, isSound } from './database-files.ts';
import { personKeysCopy } from './folder.ts';
import { openFile } from './sealed-file.ts';
import { PERSON_KEYS } from './snapshot.ts';

interface Wanted {
  readonly hall: string;
  /** Present data folder, backup file, private key. */
  readonly data: string;
  readonly from: string;
  readonly identity: string;
  readonly hallKeyFile: string;
  /** Folder that is being restored. */
  readonly incoming: string;
  /** Whether the hall of the backup had such a store. */
  readonly needed: boolean;
  readonly withoutPersonKeys: boolean;
}

/**
 * Puts the keys of persons into a restored folder. They never come from the backup itself: the store of the
 * present folder is the newest there is, and where that is lost, the one copy beside the backups. Whoever either
 * of them knows as forgotten stays forgotten.
 */
export async function bringPersonKeys(wanted: Wanted): Promise<Result<{ forgottenAgain: number }, string>> {
  const { data, from, identity, hallKeyFile, incoming } = wanted;
  const target = path.join(incoming, PERSON_KEYS);
  const present = path.join(data, PERSON_KEYS);
  const sealed = personKeysCopy(path.dirname(from), wanted.hall);
  const copy = `${target}.copy`;
  rmSync(target, { force: true });

  let copied = false;
  if (existsSync(sealed)) {
    const opened = await openFile(sealed, identity, copy);
    copied = opened.ok && isSound(copy);
    if (!copied && !isSound(present) && wanted.needed && !wanted.withoutPersonKeys) {
      return err(
        `${path.basename(sealed)} cannot be read: ${opened.ok ? 'it is damaged' : opened.error.message}. Without it nobody in the vault can be read; to go on all the same, say --without-person-keys.`,
      );
    }
  }
  try {
    if (isSound(present)) copyDatabase(present, target);
    else if (copied) copyDatabase(copy, target);
    else if (wanted.needed && !wanted.withoutPersonKeys) {
      return err(
        `There is no ${path.basename(sealed)} beside the backup, and no ${PERSON_KEYS} in ${data}: without one of them nobody in the vault can be read. Put it beside the backup; to go on all the same, say --without-person-keys.`,
      );
    } else return withoutKeys(wanted);
    if (!copied) return ok({ forgottenAgain: 0 });
    const keys = loadHallKeys(hallKeyFile, path.join(incoming, 'vault.db'));
    const [store, other] = [new PersonKeys(target, keys, 'aes'), new PersonKeys(copy, keys, 'aes')];
    try {
      return ok({ forgottenAgain: store.reapply(other.forgotten()) });
    } finally {
      store.close();
      other.close();
    }
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  }
}

/** Records that nobody can open would keep the hall from starting. */
function withoutKeys({ incoming, needed }: Wanted): Result<{ forgottenAgain: number }, string> {
  if (needed) rmSync(path.join(incoming, 'vault.db'), { force: true });
  return ok({ forgottenAgain: 0 });
}
