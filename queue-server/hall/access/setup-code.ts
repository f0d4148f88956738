import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { fitsPassword, hashPassword } from './password-hash.ts';
import { asTyped, readableCode } from './readable.ts';

export const SETUP_CODE_MS = 24 * 3_600_000;
/** With 50 random bits five guesses get nobody in; they only show that somebody tries. */
export const SETUP_TRIES = 5;

/**
 * The one-time code that makes the first administrator. Whoever reads it stands at the server: it is printed
 * and lies in a file of the keys' folder (0600), and only its hash is in the database. A code that has
 * expired or was guessed at too often is replaced at the next start, never by anything that comes over the
 * network.
 */
export class SetupCode {
  readonly #db: Database;
  readonly #file: string;

  constructor(db: Database, keysFolder: string) {
    this.#db = db;
    this.#file = path.join(keysFolder, 'setup-code');
  }

  /** At start, where no administrator can log in: the code that is good now, the former one if it still is. */
  async offer(now: number): Promise<string> {
    const kept = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim() : '';
    const row = this.#row();
    if (row && kept !== '' && isGood(row, now) && (await fitsPassword(asTyped(kept), row))) return kept;
    const code = readableCode(2, 5);
    const { salt, hash } = await hashPassword(asTyped(code));
    this.#db
      .prepare(
        `INSERT INTO setup_code (id, salt, hash, expires_at, wrong) VALUES (1, ?, ?, ?, 0)
         ON CONFLICT (id) DO UPDATE SET salt = excluded.salt, hash = excluded.hash,
           expires_at = excluded.expires_at, wrong = 0`,
      )
      .run(salt, hash, now + SETUP_CODE_MS);
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    writeFileSync(`${this.#file}.new`, `${code}\n`, { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
    return code;
  }

  /** Counts as wrong before it is judged, so that guesses at the same moment do not slip through. */
  async check(typed: string, now: number): Promise<boolean> {
    const row = this.#row();
    if (!row || !isGood(row, now)) return false;
    this.#db.prepare('UPDATE setup_code SET wrong = wrong + 1 WHERE id = 1').run();
    if (!(await fitsPassword(asTyped(typed), row))) return false;
    this.#db.prepare('UPDATE setup_code SET wrong = MAX(0, wrong - 1) WHERE id = 1').run();
    return true;
  }

  /** Used up, or not needed any more. */
  close(): void {
    this.#db.prepare('DELETE FROM setup_code').run();
    rmSync(this.#file, { force: true });
  }

  #row(): Row | undefined {
    return this.#db.prepare('SELECT salt, hash, expires_at, wrong FROM setup_code WHERE id = 1').get() as
      | Row
      | undefined;
  }
}

interface Row {
  readonly salt: Buffer;
  readonly hash: Buffer;
  readonly expires_at: number;
  readonly wrong: number;
}

function isGood(row: Row, now: number): boolean {
  return now < row.expires_at && row.wrong < SETUP_TRIES;
}
