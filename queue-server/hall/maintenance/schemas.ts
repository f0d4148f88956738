import { existsSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { ACCESS_SCHEMA, openAccessDatabase } from '../access/database.ts';
import { migrate, SCHEMA_VERSION } from '../ledger/schema.ts';
import { loadHallKeys } from '../vault/hall-key.ts';
import { PERSON_KEYS_SCHEMA } from '../vault/person-keys.ts';
import { VAULT_SCHEMA } from '../vault/records.ts';
import { Vault } from '../vault/vault.ts';

/** The schema of each database that this program works with. */
export const SCHEMAS: Readonly<Record<string, number>> = {
  'ledger.db': SCHEMA_VERSION,
  'vault.db': VAULT_SCHEMA,
  'person-keys.db': PERSON_KEYS_SCHEMA,
  'access.db': ACCESS_SCHEMA,
};

export interface SchemaState {
  /** Databases that a newer program has written. */
  readonly newer: readonly string[];
  /** Databases that have to be migrated. */
  readonly older: readonly string[];
}

export function schemaState(folder: string): SchemaState {
  const newer: string[] = [];
  const older: string[] = [];
  for (const [name, wanted] of Object.entries(SCHEMAS)) {
    const found = schemaOf(path.join(folder, name));
    if (found === null || found === wanted) continue;
    (found > wanted ? newer : older).push(name);
  }
  return { newer, older };
}

/** Null where there is no database, or an empty one that is still to be made. */
export function schemaOf(file: string): number | null {
  if (!existsSync(file)) return null;
  // Read-only: closing it leaves the log to the hall, which a start need not wait for.
  const db = new Database(file, { readonly: true });
  try {
    const version = db.pragma('user_version', { simple: true }) as number;
    return version === 0 ? null : version;
  } finally {
    db.close();
  }
}

/** Brings every database of a folder to this program's schemas. For a copy: throws half-way where one fails. */
export function migrateFolder(folder: string, hallKeyFile: string): void {
  const ledger = new Database(path.join(folder, 'ledger.db'));
  try {
    migrate(ledger);
  } finally {
    ledger.close();
  }
  const vault = path.join(folder, 'vault.db');
  if (existsSync(vault)) new Vault(vault, loadHallKeys(hallKeyFile, vault)).close();
  const access = path.join(folder, 'access.db');
  if (existsSync(access)) openAccessDatabase(access).close();
}
