import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CipherSuite } from '@hall/shared/contracts/privacy';
import type Database from 'better-sqlite3';
import { KEY_BYTES, lookupHash, open, seal, suiteByte } from './cipher.ts';
import type { HallKeys } from './hall-key.ts';
import { openStore } from './open-store.ts';

/** How long a write waits for another connection's, as better-sqlite3 has it by itself. */
const BUSY_MS = 5_000;

/** A wrapped key of either suite fits (61 and 81 bytes), so that a slot is always overwritten in its place. */
const SLOT_BYTES = 96;

const MIGRATIONS: readonly string[] = [
  `
  -- Wrapped keys, apart from what finds them and all of one length: SQLite then overwrites a key where it lies,
  -- and never moves one to another page, where a stale copy could stay behind. Slots are not deleted but reused.
  CREATE TABLE slots (id INTEGER PRIMARY KEY, wrapped BLOB NOT NULL);
  CREATE TABLE free_slots (id INTEGER PRIMARY KEY);
  CREATE TABLE keys (
    ref TEXT PRIMARY KEY,
    -- The person whom a picture or a signature belongs to; forgetting the person forgets it too.
    owner TEXT,
    slot INTEGER NOT NULL UNIQUE,
    -- Keyed hash of the ID number, and the suite that it was made with.
    lookup BLOB UNIQUE,
    lookup_suite INTEGER,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX keys_owner ON keys (owner) WHERE owner IS NOT NULL;
  CREATE INDEX keys_lookup_suite ON keys (lookup_suite) WHERE lookup IS NOT NULL;
  -- Tombstones: who was forgotten, and nothing else of them.
  CREATE TABLE forgotten (ref TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX forgotten_at ON forgotten (at);
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  `,
];

export const PERSON_KEYS_SCHEMA = MIGRATIONS.length;

/** That `ref` was forgotten, at an instant (ms). */
export interface Tombstone {
  readonly ref: string;
  readonly at: number;
}

interface KeyRow {
  readonly ref: string;
  readonly slot: number;
}

/**
 * The keys of persons, in a store of their own: records may be backed up as often as one likes, while the
 * only backup of this store is one file that the next one replaces. Who was forgotten is then forgotten in
 * every backup of the records, too. The keyed hashes by which persons are found lie here for the same reason.
 *
 * Writes gather in a transaction that `commit` ends; without writes it costs nothing.
 */
export class PersonKeys {
  readonly #db: Database.Database;
  readonly #hall: HallKeys;
  readonly #suite: CipherSuite;
  readonly #statements;
  /** Whether the log may hold what was destroyed: at first, what a former run could not empty. */
  #logWaits = true;

  constructor(file: string, hall: HallKeys, suite: CipherSuite) {
    this.#hall = hall;
    this.#suite = suite;
    this.#db = openStore(file, 'store of person keys', MIGRATIONS);
    this.#statements = prepare(this.#db);
  }

  /** The reference of a person by ID number (in its one spelling), or null. */
  find(idNumber: string): string | null {
    const known = this.#statements.find.get(lookupHash(this.#suite, this.#hall.lookup, idNumber)) as
      | KeyRow
      | undefined;
    if (known) return known.ref;
    // After a change of suite, until `rehash` has come by; anybody who returns is found at once.
    const other = this.#suite === 'aes' ? 'sm4' : 'aes';
    if (!this.#statements.anyOfSuite.get(suiteByte(other))) return null;
    const old = this.#statements.find.get(lookupHash(other, this.#hall.lookup, idNumber)) as
      | KeyRow
      | undefined;
    return old?.ref ?? null;
  }

  /** Stands for an ID number where the number must not lie; not what {@link find} looks for. Hex. */
  blind(idNumber: string): string {
    return lookupHash(this.#suite, this.#hall.lookup, `blind ${idNumber}`).toString('hex');
  }

  /** A new reference with a key of its own; by `idNumber` it can be found again. */
  create(at: number, of: { idNumber?: string; owner?: string } = {}): { ref: string; key: Buffer } {
    const ref = `p${randomBytes(16).toString('hex')}`;
    const key = randomBytes(KEY_BYTES);
    this.#begin();
    const named = of.idNumber !== undefined;
    this.#insert({
      ref,
      owner: of.owner ?? null,
      wrapped: seal(this.#suite, this.#hall.wrap, key, ref),
      lookup: named ? lookupHash(this.#suite, this.#hall.lookup, of.idNumber as string) : null,
      lookupSuite: named ? suiteByte(this.#suite) : null,
      at,
    });
    return { ref, key };
  }

  /** Null where it was forgotten. */
  key(ref: string): Buffer | null {
    const row = this.#statements.slotOf.get(ref) as { wrapped: Buffer } | undefined;
    if (!row) return null;
    return open(this.#hall.wrap, row.wrapped.subarray(1, 1 + (row.wrapped[0] as number)), ref);
  }

  has(ref: string): boolean {
    return this.#statements.byRef.get(ref) !== undefined;
  }

  /** Of these references, those without a key. */
  missing(refs: readonly string[]): string[] {
    return (this.#statements.missing.all(JSON.stringify(refs)) as { ref: string }[]).map(({ ref }) => ref);
  }

  /** A person's reference with those of all that belongs to the person. */
  family(ref: string): string[] {
    return [ref, ...(this.#statements.owned.all(ref) as KeyRow[]).map((row) => row.ref)];
  }

  commit(): void {
    if (this.#db.inTransaction) this.#db.exec('COMMIT');
  }

  rollback(): void {
    if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
  }

  /**
   * Forgets for good, and durably so when it returns: each key is overwritten where it lies, also for
   * whatever belongs to the person, and the write-ahead log, which still held it, is emptied. Where a reader
   * holds the log open it is emptied by a later `settle`, and until then nobody should be told that it is done.
   * Must not be called while writes are gathered.
   */
  forget(refs: readonly string[], at: number): void {
    this.#destroy(
      refs.flatMap((ref) => this.family(ref)),
      at,
    );
  }

  /**
   * As `forget`, of these references alone and without a tombstone: for what is orphaned or was kept long
   * enough, which would be found again in any restored copy.
   */
  discard(refs: readonly string[]): void {
    this.#destroy(refs, null);
  }

  /** Everyone who was forgotten, oldest first. */
  forgotten(): Tombstone[] {
    return this.forgottenSince(0);
  }

  /** Who was forgotten at `at` (ms) or later. */
  forgottenSince(at: number): Tombstone[] {
    return this.#statements.forgottenSince.all(at) as Tombstone[];
  }

  forgottenCount(): number {
    return (this.#statements.forgottenCount.get() as { n: number }).n;
  }

  isForgotten(ref: string): boolean {
    return this.#statements.isForgotten.get(ref) !== undefined;
  }

  /** After a restore of an older copy: forgets again whoever was forgotten since. Returns how many keys that took. */
  reapply(tombstones: readonly Tombstone[]): number {
    const news = tombstones.filter(({ ref }) => !this.isForgotten(ref) || this.has(ref));
    if (news.length === 0) return 0;
    const held = news.filter(({ ref }) => this.has(ref)).length;
    for (const { ref, at } of news) this.#overwrite(this.family(ref), at);
    this.#logWaits = true;
    this.commit();
    this.truncateLog();
    return held;
  }

  /**
   * A consistent copy, with mode 0600, written beside `file` and renamed over it: it replaces the former copy.
   * Only live rows go into it. Keep one such copy, and make it anew soon after somebody was forgotten.
   */
  copyTo(file: string): void {
    copyPersonKeys(this.#db, file);
  }

  /** Persons whose look-up hash is of another suite than the hall is set to. */
  ofOtherSuite(limit: number): string[] {
    const other = suiteByte(this.#suite === 'aes' ? 'sm4' : 'aes');
    return (this.#statements.ofSuite.all(other, limit) as KeyRow[]).map(({ ref }) => ref);
  }

  /** Makes the look-up hash anew, by the suite that the hall is set to; null: nothing to find the person by. */
  rehash(ref: string, idNumber: string | null): void {
    this.#begin();
    const hash = idNumber === null ? null : lookupHash(this.#suite, this.#hall.lookup, idNumber);
    // After a restore an older reference may stand for a number that has a newer one: that one is found.
    const taken = hash !== null && this.#statements.find.get(hash) !== undefined;
    if (hash === null || taken) this.#statements.rehash.run(null, null, ref);
    else this.#statements.rehash.run(hash, suiteByte(this.#suite), ref);
  }

  /** Takes over a key from a vault of version 1, wrapped and hashed by AES and SHA-256. */
  adopt(row: { ref: string; wrapped: Buffer; lookup: Buffer | null; at: number }): void {
    if (this.has(row.ref) || this.isForgotten(row.ref)) return;
    this.#begin();
    const { ref, at } = row;
    const taken = row.lookup !== null && this.#statements.find.get(row.lookup) !== undefined;
    const lookup = taken ? null : row.lookup;
    const wrapped = Buffer.concat([Buffer.of(suiteByte('aes')), row.wrapped]);
    this.#insert({ ref, owner: null, wrapped, lookup, lookupSuite: lookup ? suiteByte('aes') : null, at });
  }

  /** References behind `after`, with the time of their making: for sweeping. */
  page(after: string, limit: number): { ref: string; created_at: number }[] {
    return this.#statements.page.all(after, limit) as { ref: string; created_at: number }[];
  }

  count(): number {
    return (this.#statements.count.get() as { n: number }).n;
  }

  meta(key: string): string | null {
    return (this.#statements.meta.get(key) as { value: string } | undefined)?.value ?? null;
  }

  setMeta(key: string, value: string): void {
    this.#statements.setMeta.run(key, value);
  }

  /**
   * Empties the write-ahead log; false where a reader holds it open (a backup that copies the keys): try again
   * later. Never waits for the reader: commands have their turn.
   */
  truncateLog(): boolean {
    this.#db.pragma('busy_timeout = 0');
    try {
      const [result] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      this.#logWaits = result?.busy !== 0;
    } finally {
      this.#db.pragma(`busy_timeout = ${BUSY_MS}`);
    }
    return !this.#logWaits;
  }

  /** As `truncateLog`, where something that was destroyed may still lie in the log. */
  settle(): boolean {
    return !this.#logWaits || this.truncateLog();
  }

  close(): void {
    this.#db.close();
  }

  #begin(): void {
    if (!this.#db.inTransaction) this.#db.exec('BEGIN IMMEDIATE');
  }

  #insert(row: {
    ref: string;
    owner: string | null;
    wrapped: Buffer;
    lookup: Buffer | null;
    lookupSuite: number | null;
    at: number;
  }): void {
    const bytes = Buffer.alloc(SLOT_BYTES);
    bytes[0] = row.wrapped.length;
    row.wrapped.copy(bytes, 1);
    const free = this.#statements.takeFree.get() as { id: number } | undefined;
    if (free) this.#statements.fill.run(bytes, free.id);
    const slot = free?.id ?? Number(this.#statements.addSlot.run(bytes).lastInsertRowid);
    this.#statements.add.run(row.ref, row.owner, slot, row.lookup, row.lookupSuite, row.at);
  }

  #destroy(refs: readonly string[], at: number | null): void {
    if (refs.length === 0) return;
    this.#overwrite(refs, at);
    this.#logWaits = true;
    this.commit();
    this.truncateLog();
  }

  #overwrite(refs: readonly string[], at: number | null): void {
    this.#begin();
    for (const ref of refs) {
      if (at !== null) this.#statements.bury.run(ref, at);
      const row = this.#statements.byRef.get(ref) as KeyRow | undefined;
      if (!row) continue;
      this.#statements.fill.run(Buffer.alloc(SLOT_BYTES), row.slot);
      this.#statements.remove.run(ref);
      this.#statements.addFree.run(row.slot);
    }
  }
}

/** See {@link PersonKeys.copyTo}; `source` may be a read-only connection of another thread or process. */
export function copyPersonKeys(source: Database.Database, file: string): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  source.prepare('VACUUM INTO ?').run(draft);
  chmodSync(draft, 0o600);
  syncPath(draft);
  renameSync(draft, file);
  if (process.platform !== 'win32') syncPath(path.dirname(file));
}

function syncPath(name: string): void {
  const handle = openSync(name, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function prepare(db: Database.Database) {
  return {
    find: db.prepare('SELECT ref, slot FROM keys WHERE lookup = ?'),
    anyOfSuite: db.prepare('SELECT 1 FROM keys WHERE lookup_suite = ? AND lookup IS NOT NULL LIMIT 1'),
    ofSuite: db.prepare('SELECT ref, slot FROM keys WHERE lookup_suite = ? AND lookup IS NOT NULL LIMIT ?'),
    byRef: db.prepare('SELECT ref, slot FROM keys WHERE ref = ?'),
    slotOf: db.prepare('SELECT wrapped FROM keys JOIN slots ON slots.id = keys.slot WHERE ref = ?'),
    missing: db.prepare(
      'SELECT value AS ref FROM json_each(?) WHERE value NOT IN (SELECT ref FROM keys WHERE ref = value)',
    ),
    owned: db.prepare('SELECT ref, slot FROM keys WHERE owner = ?'),
    takeFree: db.prepare('DELETE FROM free_slots WHERE id = (SELECT MIN(id) FROM free_slots) RETURNING id'),
    addFree: db.prepare('INSERT INTO free_slots (id) VALUES (?)'),
    addSlot: db.prepare('INSERT INTO slots (wrapped) VALUES (?)'),
    fill: db.prepare('UPDATE slots SET wrapped = ? WHERE id = ?'),
    add: db.prepare(
      'INSERT INTO keys (ref, owner, slot, lookup, lookup_suite, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    remove: db.prepare('DELETE FROM keys WHERE ref = ?'),
    rehash: db.prepare('UPDATE keys SET lookup = ?, lookup_suite = ? WHERE ref = ?'),
    page: db.prepare('SELECT ref, created_at FROM keys WHERE ref > ? ORDER BY ref LIMIT ?'),
    count: db.prepare('SELECT COUNT(*) AS n FROM keys'),
    bury: db.prepare('INSERT OR IGNORE INTO forgotten (ref, at) VALUES (?, ?)'),
    isForgotten: db.prepare('SELECT 1 FROM forgotten WHERE ref = ?'),
    forgottenCount: db.prepare('SELECT COUNT(*) AS n FROM forgotten'),
    forgottenSince: db.prepare('SELECT ref, at FROM forgotten WHERE at >= ? ORDER BY at, ref'),
    meta: db.prepare('SELECT value FROM meta WHERE key = ?'),
    setMeta: db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    ),
  };
}
