import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import { soundLog } from '../ledger/settle-log.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { openSound } from './database-files.ts';
import { isOpenElsewhere } from './lock.ts';
import { migrateFolder, schemaState } from './schemas.ts';
import { checkPages, databasesOf, freeBytes, PERSON_KEYS, sizeOf } from './snapshot.ts';
import { freeName, settleSwap, swapFolders } from './swap.ts';

export interface UpgradeOptions {
  /** The hall's data folder. */
  readonly data: string;
  readonly hallKeyFile: string;
  readonly say: (sentence: string) => void;
}

export interface Upgraded {
  /** Databases that were migrated. */
  readonly migrated: readonly string[];
  /** The data as they were, for a roll-back. */
  readonly kept: string;
}

export function keptName(data: string): string {
  return `${data}.before-upgrade`;
}

/**
 * Brings the data of a stopped hall to this program's schemas: on a copy, which is then checked from the first
 * event to the last and put in the place of the old data. Those stay beside it. A sentence where anything is
 * wrong; then nothing has changed.
 */
export function upgradeHall(options: UpgradeOptions): Result<Upgraded, string> {
  const { data, hallKeyFile, say } = options;
  settleSwap(data);
  const refused = cannotChange(data);
  if (refused !== null) return err(refused);
  const { newer, older } = schemaState(data);
  if (newer.length > 0) return err(newerSentence(newer));
  const bytes = sizeOf(data);
  if (freeBytes(path.dirname(data)) < bytes * 2) {
    return err(
      `An upgrade works on a copy and needs ${Math.ceil((bytes * 2) / 1024 / 1024)} MiB beside ${data}: make room first.`,
    );
  }
  const incoming = `${data}.upgrading`;
  try {
    say('Copying the data …');
    copyFolder(data, incoming);
    say(older.length === 0 ? 'No database needs a change.' : `Changing ${older.join(', ')} …`);
    migrateFolder(incoming, hallKeyFile);
    say('Checking the ledger from its first event …');
    const problem = problemIn(incoming);
    if (problem !== null)
      return err(`The upgraded copy is not whole, and the data stay as they were: ${problem}.`);
    const kept = freeName(keptName(data));
    swapFolders(data, incoming, kept);
    return ok({ migrated: older, kept });
  } catch (error) {
    return err(`The upgrade failed, and the data stay as they were: ${(error as Error).message}.`);
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
}

/**
 * For the start of a server: finishes what was cut off, refuses data of a newer program, and migrates older ones
 * by the way of {@link upgradeHall}. Throws an Error with the sentence to show.
 */
export function prepareData(options: UpgradeOptions): Upgraded | null {
  settleSwap(options.data);
  if (!existsSync(path.join(options.data, 'ledger.db'))) return null;
  const { newer, older } = schemaState(options.data);
  if (newer.length > 0) throw new Error(newerSentence(newer));
  if (older.length === 0) return null;
  const upgraded = upgradeHall(options);
  if (!upgraded.ok) throw new Error(upgraded.error);
  return upgraded.value;
}

export function newerSentence(names: readonly string[]): string {
  return `A newer program has written ${names.join(', ')}: start that one, or roll back with it (npm run upgrade -- --roll-back).`;
}

/** Why the data cannot be touched now, as a sentence; null where they can. */
export function cannotChange(data: string): string | null {
  if (!existsSync(path.join(data, 'ledger.db'))) return `There is no ledger in ${data}.`;
  const files = [...databasesOf(data), PERSON_KEYS].map((name) => path.join(data, name));
  if (files.some(isOpenElsewhere)) return 'The hall is running on this folder: stop it first.';
  try {
    for (const file of files) soundLog(file);
    return null;
  } catch (error) {
    return `The data stay as they are: ${(error as Error).message}.`;
  }
}

/** All files with what their logs hold; the shared memory beside a log is made anew. */
export function copyFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, preserveTimestamps: true, filter: (name) => !name.endsWith('-shm') });
}

/** What is wrong with a folder of data, in plain English; null where all is sound. */
export function problemIn(folder: string): string | null {
  for (const name of [...databasesOf(folder), PERSON_KEYS]) {
    const file = path.join(folder, name);
    if (!existsSync(file)) continue;
    let db: ReturnType<typeof openSound> | null = null;
    try {
      db = openSound(file);
      checkPages(db, name);
      if (name !== 'ledger.db') continue;
      const [problem] = verifyLedger(db).problems;
      if (problem !== undefined) return problem;
    } catch (error) {
      return (error as Error).message;
    } finally {
      db?.close();
    }
  }
  return null;
}
