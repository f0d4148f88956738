import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { hashOfFile, syncFolder, syncTree } from './durable.ts';
import { KEYS_FILE, overlaps, PART } from './folder.ts';
import { openTar, sealTar } from './sealed-file.ts';

/**
 * The hall's own keys: hall key, CA, signing key, platform credential. They change hardly ever, and whoever has
 * them and a backup reads the vault; so they are copied by hand, to another place than the data.
 */

interface KeysJob {
  readonly keys: string;
  readonly to: string;
  readonly recipient: string;
  /** Folders that must not hold the keys: the data, and where their backups go. */
  readonly apartFrom: readonly string[];
}

/** Writes `keys.age`; a former one there is replaced once the new one is read back. */
export async function backupKeys(job: KeysJob): Promise<Result<{ file: string; names: string[] }, string>> {
  const { keys, to, recipient, apartFrom } = job;
  if (!existsSync(path.join(keys, 'hall.key'))) return err(`There is no hall key in ${keys}.`);
  if (!existsSync(to) || !statSync(to).isDirectory()) return err(`The folder ${to} is not there.`);
  const near = [keys, ...apartFrom].find((folder) => overlaps(to, folder));
  if (near !== undefined) {
    return err(
      `${to} is, or lies in or around, ${near}: whoever finds keys and data together reads everything. Choose another place, such as a stick in the safe.`,
    );
  }
  const names = filesIn(keys);
  const target = path.join(to, KEYS_FILE);
  try {
    const sealed = await sealTar(
      recipient,
      names.map((name) => ({ type: 'file', target: name, source: path.join(keys, name) })),
      target + PART,
    );
    if ((await hashOfFile(target + PART)) !== sealed.sha256) {
      return err(`What was read back from ${to} is not what was written.`);
    }
    renameSync(target + PART, target);
    syncFolder(to);
    return ok({ file: target, names });
  } catch (error) {
    return err(`The keys could not be written to ${to}: ${(error as Error).message}.`);
  } finally {
    rmSync(target + PART, { force: true });
  }
}

/** Puts the keys of `keys.age` into a folder that has none yet. */
export async function restoreKeys(
  from: string,
  identity: string,
  keys: string,
): Promise<Result<{ names: string[] }, string>> {
  if (existsSync(path.join(keys, 'hall.key'))) {
    return err(`${keys} holds a hall key already: it stays. Move it away first if it is not the right one.`);
  }
  if (!existsSync(from)) return err(`There is no file ${from}.`);
  const incoming = `${keys}.restoring`;
  rmSync(incoming, { recursive: true, force: true });
  mkdirSync(incoming, { recursive: true, mode: 0o700 });
  try {
    const opened = await openTar(from, identity, incoming, (name) => NAME.test(name));
    if (!opened.ok) return err(`${from} cannot be opened: ${opened.error.message}.`);
    if (!existsSync(path.join(incoming, 'hall.key'))) return err(`${from} holds no hall key.`);
    syncTree(incoming);
    mkdirSync(keys, { recursive: true, mode: 0o700 });
    const names = filesIn(incoming);
    // The hall key last: with it the folder is complete.
    for (const name of names.sort((a, b) => Number(a === 'hall.key') - Number(b === 'hall.key'))) {
      const target = path.join(keys, name);
      mkdirSync(path.dirname(target), { recursive: true, mode: 0o700 });
      renameSync(path.join(incoming, name), target);
    }
    syncTree(keys);
    return ok({ names });
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
}

const NAME = /^(?:[A-Za-z0-9][A-Za-z0-9._-]*\/)*[A-Za-z0-9][A-Za-z0-9._-]*$/;

function filesIn(folder: string, below = ''): string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true }).flatMap((entry) => {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(folder, name);
    return entry.isFile() && NAME.test(name) ? [name] : [];
  });
}
