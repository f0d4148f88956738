import Database from 'better-sqlite3';
import { settleLog, soundLog } from '../ledger/settle-log.ts';
import { DEVICE_COLUMNS } from './devices.ts';
import { PAPER_KEYS_TABLE } from './paper-keys.ts';

/**
 * Migrations of the access database (accounts, sessions, devices), numbered without gaps and never edited
 * after release; the number is kept in `PRAGMA user_version`.
 */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE staff (username TEXT PRIMARY KEY, salt BLOB NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE sessions (
    token BLOB PRIMARY KEY,
    username TEXT NOT NULL,
    check_value TEXT NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE devices (id TEXT PRIMARY KEY, secret BLOB NOT NULL, revoked_at INTEGER) WITHOUT ROWID;
  `,
  DEVICE_COLUMNS,
  `
  CREATE TABLE accounts (
    username TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    -- JSON array of roles.
    roles TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
    origin TEXT NOT NULL CHECK (origin IN ('config', 'console')),
    -- Null: nobody can log in with this account yet.
    salt BLOB,
    hash BLOB,
    -- own: chosen by the person; one-time: given by an administrator; demo: never valid in production.
    password_kind TEXT CHECK (password_kind IN ('own', 'one-time', 'demo')),
    one_time_until INTEGER,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    -- While it is the configuration's own, the configuration goes on deciding name, roles and state.
    changed_by TEXT NOT NULL
  ) WITHOUT ROWID;
  -- Passwords could only come from a demo before this version; names and roles follow at the next start.
  INSERT INTO accounts (username, name, name_en, roles, state, origin, salt, hash, password_kind,
      created_at, created_by, changed_at, changed_by)
    SELECT username, username, username, '[]', 'active', 'config', salt, hash, 'demo', 0, 'config', 0, 'config'
    FROM staff;
  DROP TABLE staff;

  -- The person's own last passwords, the present one too.
  CREATE TABLE own_passwords (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    salt BLOB NOT NULL,
    hash BLOB NOT NULL
  );
  CREATE INDEX own_passwords_of ON own_passwords (username, id);

  -- Wrong tries by a keyed hash of what was typed as user name, known or not: it may be a mistyped password.
  CREATE TABLE lockouts (
    who BLOB PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    locked_until INTEGER NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE totp (
    username TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    -- The newest time step that was accepted: no code counts twice.
    last_step INTEGER NOT NULL,
    since INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE recovery_codes (
    username TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (username, digest)
  ) WITHOUT ROWID;

  CREATE TABLE setup_code (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    salt BLOB NOT NULL,
    hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    wrong INTEGER NOT NULL
  );

  -- Sessions are short-lived: everybody logs in again after this upgrade.
  DROP TABLE sessions;
  CREATE TABLE sessions (
    token BLOB PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    username TEXT NOT NULL,
    check_value TEXT NOT NULL,
    address TEXT NOT NULL,
    browser TEXT NOT NULL,
    since INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- What this database is, for good: 'demo' where a demo was ever played on it.
  CREATE TABLE marks (name TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  `,
  PAPER_KEYS_TABLE,
];

export const ACCESS_SCHEMA = MIGRATIONS.length;

/** Opens access.db with the newest schema; refuses one that a newer program has written. */
export function openAccessDatabase(file: string): Database.Database {
  // Before it is opened: closing it again after a refusal would delete the log, and the next start would accept.
  soundLog(file);
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  settleLog(db);
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > MIGRATIONS.length) {
    db.close();
    throw new Error(`the access database has schema ${found}: start the newer program`);
  }
  for (let version = found; version < MIGRATIONS.length; version += 1) {
    db.transaction(() => {
      db.exec(MIGRATIONS[version] as string);
      db.pragma(`user_version = ${version + 1}`);
    })();
  }
  return db;
}
