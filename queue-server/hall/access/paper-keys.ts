import type { PaperKey } from '@hall/shared/contracts/paper-scan';
import type Database from 'better-sqlite3';

/** A machine has one key; it has another one only where its disk was lost. Papers of the day may be of the former. */
const KEPT_PER_DEVICE = 8;

export const PAPER_KEYS_TABLE = `
  -- With which machine signs the papers of tickets: Ed25519 public keys, base64url, as the machines told them.
  CREATE TABLE paper_keys (
    key TEXT PRIMARY KEY,
    device TEXT NOT NULL,
    since INTEGER NOT NULL
  ) WITHOUT ROWID;
`;

/** The public keys that machines of this hall sign their papers with. A key stays where its machine is turned out. */
export class PaperKeyStore {
  readonly #db: Database.Database;
  #keys: readonly PaperKey[];

  constructor(db: Database.Database) {
    this.#db = db;
    this.#keys = this.#read();
  }

  all(): readonly PaperKey[] {
    return this.#keys;
  }

  /** How many keys that are kept a machine has told since then, ms. */
  toldSince(device: string, since: number): number {
    const row = this.#db
      .prepare('SELECT COUNT(*) AS count FROM paper_keys WHERE device = ? AND since >= ?')
      .get(device, since) as { count: number };
    return row.count;
  }

  /** @returns whether the key belongs to this machine: nobody takes over another one's. Throws where the disk fails. */
  told(device: string, key: string, at: number): boolean {
    const known = this.#keys.find((entry) => entry.key === key);
    if (known !== undefined) return known.device === device;
    this.#db.transaction(() => {
      this.#db.prepare('INSERT INTO paper_keys (key, device, since) VALUES (?, ?, ?)').run(key, device, at);
      this.#db
        .prepare(
          `DELETE FROM paper_keys WHERE device = ? AND key NOT IN
             (SELECT key FROM paper_keys WHERE device = ? ORDER BY since DESC, key LIMIT ?)`,
        )
        .run(device, device, KEPT_PER_DEVICE);
    })();
    this.#keys = this.#read();
    return true;
  }

  #read(): PaperKey[] {
    return this.#db.prepare('SELECT device, key FROM paper_keys ORDER BY device, since').all() as PaperKey[];
  }
}
