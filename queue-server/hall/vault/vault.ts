import { createHmac, randomBytes } from 'node:crypto';
import type { Person } from '@hall/shared/contracts/identity';
import { normaliseIdNumber } from '@hall/shared/contracts/identity';
import Database from 'better-sqlite3';
import { open, seal } from './cipher.ts';
import type { HallKeys } from './hall-key.ts';

const MIGRATIONS: readonly string[] = [
  `
  -- A key per person, wrapped by the hall key: destroying it forgets the person everywhere.
  CREATE TABLE persons (
    ref TEXT PRIMARY KEY,
    lookup BLOB UNIQUE,
    wrapped_key BLOB NOT NULL,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE records (
    ref TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    sealed BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (ref, kind, id)
  ) WITHOUT ROWID;
  -- Who read what, and why.
  CREATE TABLE access (at INTEGER NOT NULL, ref TEXT NOT NULL, kind TEXT NOT NULL, purpose TEXT NOT NULL);
  `,
];

/** What reading of personal data is for; every read is logged with it. */
export type Purpose = 'sync-case' | 'sync-rating';

/**
 * Personal data of the hall, apart from the ledger: events carry only the reference. Synchronous, lives in
 * the ledger's worker thread; the caller commits it before the ledger.
 */
export class Vault {
  readonly #db: Database.Database;
  readonly #keys: HallKeys;
  readonly #statements;

  constructor(file: string, keys: HallKeys) {
    this.#db = new Database(file);
    this.#keys = keys;
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    this.#db.pragma('secure_delete = ON');
    const found = this.#db.pragma('user_version', { simple: true }) as number;
    if (found > MIGRATIONS.length) throw new Error(`the vault has schema ${found}: start the newer program`);
    for (let version = found; version < MIGRATIONS.length; version += 1) {
      this.#db.transaction(() => {
        this.#db.exec(MIGRATIONS[version] as string);
        this.#db.pragma(`user_version = ${version + 1}`);
      })();
    }
    this.#statements = {
      find: this.#db.prepare('SELECT ref FROM persons WHERE lookup = ?'),
      key: this.#db.prepare('SELECT wrapped_key FROM persons WHERE ref = ?'),
      addPerson: this.#db.prepare(
        'INSERT INTO persons (ref, lookup, wrapped_key, created_at) VALUES (?, ?, ?, ?)',
      ),
      put: this.#db.prepare(
        `INSERT INTO records (ref, kind, id, sealed, created_at) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (ref, kind, id) DO UPDATE SET sealed = excluded.sealed`,
      ),
      get: this.#db.prepare('SELECT sealed FROM records WHERE ref = ? AND kind = ? AND id = ?'),
      access: this.#db.prepare('INSERT INTO access (at, ref, kind, purpose) VALUES (?, ?, ?, ?)'),
      forget: this.#db.prepare('DELETE FROM persons WHERE ref = ?'),
      forgetRecords: this.#db.prepare('DELETE FROM records WHERE ref = ?'),
    };
  }

  /** One durable transaction over several writes. */
  commit<T>(write: () => T): T {
    return this.#db.transaction(write).immediate();
  }

  /** The reference of a person, known or new; what the card says now replaces what it said before. */
  remember(person: Person, at: number): string {
    const lookup = this.#lookup(person.idNumber);
    const known = this.#statements.find.get(lookup) as { ref: string } | undefined;
    const { ref, key } = known
      ? { ref: known.ref, key: this.#keyOf(known.ref) }
      : this.#newPerson(lookup, at);
    if (!key) throw new Error('a known person has no key');
    this.#put(ref, key, 'person', ref, person, at);
    return ref;
  }

  /** Free text that belongs to nobody known: it gets a key of its own. */
  rememberText(text: string, at: number): string {
    const { ref, key } = this.#newPerson(null, at);
    this.#put(ref, key, 'text', ref, text, at);
    return ref;
  }

  person(ref: string, purpose: Purpose, at: number): Person | null {
    return this.#get(ref, 'person', purpose, at) as Person | null;
  }

  text(ref: string, purpose: Purpose, at: number): string | null {
    return this.#get(ref, 'text', purpose, at) as string | null;
  }

  /** Destroys the person's key and records: nothing that was sealed with it can be read again. */
  forget(ref: string): void {
    this.commit(() => {
      this.#statements.forget.run(ref);
      this.#statements.forgetRecords.run(ref);
    });
  }

  close(): void {
    this.#db.close();
  }

  #lookup(idNumber: string): Buffer {
    return createHmac('sha256', this.#keys.lookup).update(normaliseIdNumber(idNumber)).digest();
  }

  #newPerson(lookup: Buffer | null, at: number): { ref: string; key: Buffer } {
    const ref = `p${randomBytes(16).toString('hex')}`;
    const key = randomBytes(32);
    this.#statements.addPerson.run(ref, lookup, seal(this.#keys.wrap, key, ref), at);
    return { ref, key };
  }

  #keyOf(ref: string): Buffer | null {
    const row = this.#statements.key.get(ref) as { wrapped_key: Buffer } | undefined;
    return row ? open(this.#keys.wrap, row.wrapped_key, ref) : null;
  }

  #put(ref: string, key: Buffer, kind: string, id: string, value: unknown, at: number): void {
    this.#statements.put.run(
      ref,
      kind,
      id,
      seal(key, Buffer.from(JSON.stringify(value)), `${ref} ${kind} ${id}`),
      at,
    );
  }

  #get(ref: string, kind: string, purpose: Purpose, at: number): unknown {
    const key = this.#keyOf(ref);
    const row = this.#statements.get.get(ref, kind, ref) as { sealed: Buffer } | undefined;
    if (!key || !row) return null;
    this.#statements.access.run(at, ref, kind, purpose);
    return JSON.parse(open(key, row.sealed, `${ref} ${kind} ${ref}`).toString());
  }
}
