import { hash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { DeviceKind, Role } from '@hall/shared/contracts/hall-config';
import Database from 'better-sqlite3';

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
];

/** OWASP's second scrypt set: 64 MiB, about a tenth of a second. */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };
const HASH_BYTES = 32;
/** One working day with overtime. */
export const SESSION_MS = 12 * 3_600_000;

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: object,
) => Promise<Buffer>;

export interface StaffActor {
  readonly kind: 'staff';
  readonly id: string;
  readonly roles: readonly Role[];
}
export interface DeviceActor {
  readonly kind: 'device';
  readonly id: string;
  readonly device: DeviceKind;
  readonly zone: string | null;
  readonly windows: readonly string[];
}
export type Actor = StaffActor | DeviceActor;

export interface Session {
  readonly username: string;
  readonly check: string;
  readonly expiresAt: number;
}

/**
 * Who may come in: hashed passwords of staff, sessions, and one credential per device. Secrets of devices
 * are 256 random bits, so a plain SHA-256 of them is enough; passwords are people's and get scrypt.
 */
export class AccessStore {
  readonly #db: Database.Database;
  readonly #sessions = new Map<string, Session>();
  readonly #devices = new Map<string, Buffer>();

  constructor(file: string) {
    this.#db = new Database(file);
    this.#db.pragma('journal_mode = WAL');
    this.#db.pragma('synchronous = FULL');
    const found = this.#db.pragma('user_version', { simple: true }) as number;
    if (found > MIGRATIONS.length)
      throw new Error(`the access database has schema ${found}: start the newer program`);
    for (let version = found; version < MIGRATIONS.length; version += 1) {
      this.#db.transaction(() => {
        this.#db.exec(MIGRATIONS[version] as string);
        this.#db.pragma(`user_version = ${version + 1}`);
      })();
    }
    for (const row of this.#db.prepare('SELECT id, secret FROM devices WHERE revoked_at IS NULL').all()) {
      const { id, secret } = row as { id: string; secret: Buffer };
      this.#devices.set(id, secret);
    }
  }

  hasStaff(username: string): boolean {
    return this.#db.prepare('SELECT 1 FROM staff WHERE username = ?').get(username) !== undefined;
  }

  async setPassword(username: string, password: string): Promise<void> {
    const salt = randomBytes(16);
    const digest = await derive(password, salt, HASH_BYTES, SCRYPT);
    this.#db
      .prepare(
        'INSERT INTO staff (username, salt, hash) VALUES (?, ?, ?) ON CONFLICT (username) DO UPDATE SET salt = excluded.salt, hash = excluded.hash',
      )
      .run(username, salt, digest);
  }

  /** Takes as long for an unknown name as for a wrong password. */
  async checkPassword(username: string, password: string): Promise<boolean> {
    const row = this.#db.prepare('SELECT salt, hash FROM staff WHERE username = ?').get(username) as
      | { salt: Buffer; hash: Buffer }
      | undefined;
    const digest = await derive(password, row?.salt ?? Buffer.alloc(16), HASH_BYTES, SCRYPT);
    return row !== undefined && timingSafeEqual(digest, row.hash);
  }

  openSession(username: string, now: number): { token: string; session: Session } {
    const token = randomBytes(32).toString('base64url');
    const session = { username, check: randomBytes(16).toString('hex'), expiresAt: now + SESSION_MS };
    this.#db.prepare('DELETE FROM sessions WHERE expires_at < ?').run(now);
    this.#db
      .prepare('INSERT INTO sessions (token, username, check_value, expires_at) VALUES (?, ?, ?, ?)')
      .run(digestOf(token), username, session.check, session.expiresAt);
    this.#sessions.set(token, session);
    return { token, session };
  }

  session(token: string, now: number): Session | null {
    const session = this.#sessions.get(token) ?? this.#storedSession(token);
    if (!session) return null;
    if (session.expiresAt > now) return session;
    this.closeSession(token);
    return null;
  }

  #storedSession(token: string): Session | null {
    const row = this.#db
      .prepare('SELECT username, check_value, expires_at FROM sessions WHERE token = ?')
      .get(digestOf(token)) as { username: string; check_value: string; expires_at: number } | undefined;
    if (!row) return null;
    const session = { username: row.username, check: row.check_value, expiresAt: row.expires_at };
    this.#sessions.set(token, session);
    return session;
  }

  closeSession(token: string): void {
    this.#sessions.delete(token);
    this.#db.prepare('DELETE FROM sessions WHERE token = ?').run(digestOf(token));
  }

  hasDevice(id: string): boolean {
    return this.#devices.has(id);
  }

  /** Gives a device a new secret, which only the device keeps; the former one ends. */
  enrol(id: string): string {
    const secret = randomBytes(32).toString('base64url');
    this.#db
      .prepare(
        'INSERT INTO devices (id, secret) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, revoked_at = NULL',
      )
      .run(id, digestOf(secret));
    this.#devices.set(id, digestOf(secret));
    return secret;
  }

  revoke(id: string, now: number): void {
    this.#db.prepare('UPDATE devices SET revoked_at = ? WHERE id = ?').run(now, id);
    this.#devices.delete(id);
  }

  checkDevice(id: string, secret: string): boolean {
    const known = this.#devices.get(id);
    return known !== undefined && timingSafeEqual(known, digestOf(secret));
  }

  close(): void {
    this.#db.close();
  }
}

function digestOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}
