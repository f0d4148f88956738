import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import Database from 'better-sqlite3';
import { compareWithManifest, isSealed, MANIFEST_FILE, type Manifest, readManifest } from './manifest.ts';
import { openTar } from './sealed-file.ts';
import { checkPages, freeBytes } from './snapshot.ts';

const NAMES = /^(?:manifest\.json|hall\.yaml|[a-z0-9-]+\.db|archive\/[A-Za-z0-9][A-Za-z0-9._/-]*)$/;

/**
 * Unpacks a backup into an empty folder and checks that each file is what was backed up, by this hall, and that
 * every database is whole. `key`: see `manifestKey`; null where the hall key is not at hand, and the origin stays
 * unchecked. A sentence where anything is wrong.
 */
export async function unpackBackup(
  file: string,
  identity: string,
  folder: string,
  key: Buffer | null,
): Promise<Result<Manifest, string>> {
  if (!existsSync(file)) return err(`There is no backup ${file}.`);
  if (freeBytes(folder) < statSync(file).size)
    return err(`There is no room for the backup's contents in ${folder}.`);
  const opened = await openTar(
    file,
    identity,
    folder,
    (name) => NAMES.test(name) && !name.split('/').includes('..'),
  );
  if (!opened.ok) {
    return err(
      opened.error.code === 'IDENTITY_WRONG'
        ? `This private key does not open ${path.basename(file)}: ${opened.error.message}.`
        : `${path.basename(file)} cannot be read whole: ${opened.error.message}. Take an older backup.`,
    );
  }
  const manifest = readManifest(folder);
  if (!manifest) return err(`${path.basename(file)} is no backup of a hall (no ${MANIFEST_FILE}).`);
  if (key && !isSealed(manifest, key)) {
    return err(
      `${path.basename(file)} was not made by this hall, or with another hall key: keys and backup must belong together.`,
    );
  }
  // Nobody vouches for what the manifest does not name; the archive is read by what lies in its folder.
  const vouched = new Set([MANIFEST_FILE, ...manifest.files.map(({ name }) => name)]);
  const stranger = filesIn(folder).find((name) => !vouched.has(name));
  if (stranger !== undefined) {
    return err(
      `${path.basename(file)} holds ${stranger}, which its list does not name: take a backup as the hall made it.`,
    );
  }
  const problems = await compareWithManifest(manifest, folder);
  for (const { name } of manifest.files) {
    if (!name.endsWith('.db') || problems.length > 0) continue;
    const db = new Database(path.join(folder, name), { readonly: true });
    try {
      checkPages(db, name);
    } catch (error) {
      problems.push((error as Error).message);
    } finally {
      db.close();
    }
  }
  return problems.length > 0 ? err(`The backup is not whole: ${problems.join('; ')}.`) : ok(manifest);
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));
}
