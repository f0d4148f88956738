import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import { fitsPassword, hashPassword } from './password-hash.ts';
import { asTyped, readableCode } from './readable.ts';

export const SETUP_CODE_MS = 24 * 3_600_000;
const GROUPS = 2;
const GROUP_LENGTH = 5;
/** The answer to a wrong code waits this long, twice as long after each further one … */
const FIRST_WAIT_MS = 250;
/** … up to this: longer would only hold connections. */
const LONGEST_WAIT_MS = 5_000;

/** How long the answer to the so-many-th wrong code waits, ms. Pure. */
export function waitAfter(wrong: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (wrong - 1), LONGEST_WAIT_MS);
}

/**
 * The one-time code that makes the first administrator. Whoever reads it stands at the server: it is printed
 * and lies in a file of the keys' folder (0600), and only its hash is in the database. A code that has
 * expired is replaced at the next start, never by anything that comes over the network.
 *
 * Wrong codes close nothing: otherwise any machine of the LAN could keep the hall from ever being set up.
 * Against guessing there are 50 random bits, the limit of tries by address, and answers that come ever later.
 */
export class SetupCode {
  readonly #db: Database;
  readonly #file: string;

  /** Since the start. */
  #wrong = 0;
  readonly #wait: (ms: number) => Promise<unknown>;

  constructor(db: Database, keysFolder: string, wait: (ms: number) => Promise<unknown> = pause) {
    this.#db = db;
    this.#wait = wait;
    this.#file = path.join(keysFolder, 'setup-code');
  }

  /** Whether somebody at the machine asked for one though there is an administrator ({@link reopenSetup}). */
  get reopened(): boolean {
    return this.#db.prepare("SELECT 1 FROM marks WHERE name = 'reopen-setup'").get() !== undefined;
  }

  /** At start, where no administrator can log in: the code that is good now, the former one if it still is. */
  async offer(now: number): Promise<string> {
    const kept = existsSync(this.#file) ? readFileSync(this.#file, 'utf8').trim() : '';
    const row = this.#row();
    if (row && kept !== '' && now < row.expires_at && (await fitsPassword(asTyped(kept), row))) return kept;
    const code = readableCode(GROUPS, GROUP_LENGTH);
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

  /** The right code is answered at once, whoever else tries; a wrong one after a while. */
  async check(typed: string, now: number): Promise<boolean> {
    const row = this.#row();
    const code = asTyped(typed);
    // What cannot be a code is not worth hashing.
    const likely = code.length === GROUPS * GROUP_LENGTH;
    if (row && now < row.expires_at && likely && (await fitsPassword(code, row))) return true;
    this.#wrong += 1;
    await this.#wait(waitAfter(this.#wrong));
    return false;
  }

  /** Used up, or not needed any more. */
  close(): void {
    this.#db.exec("DELETE FROM setup_code; DELETE FROM marks WHERE name = 'reopen-setup'");
    rmSync(this.#file, { force: true });
  }

  #row(): Row | undefined {
    return this.#db.prepare('SELECT salt, hash, expires_at FROM setup_code WHERE id = 1').get() as
      | Row
      | undefined;
  }
}

/**
 * The way back where no administrator knows the password any more: the next start offers a set-up code. Only
 * for whoever may write the database of the stopped hall.
 */
export function reopenSetup(db: Database, now: number): void {
  db.prepare("INSERT OR REPLACE INTO marks (name, at) VALUES ('reopen-setup', ?)").run(now);
}

interface Row {
  readonly salt: Buffer;
  readonly hash: Buffer;
  readonly expires_at: number;
}

/** Lets the process end meanwhile. */
function pause(ms: number): Promise<unknown> {
  return setTimeout(ms, undefined, { ref: false });
}
