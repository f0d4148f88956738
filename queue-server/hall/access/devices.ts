import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type Database from 'better-sqlite3';

/** What is kept of a device's credential. Times are ms since the epoch; `generation` grows with every change. */
export interface DeviceRecord {
  readonly id: string;
  readonly generation: number;
  readonly enrolledAt: number | null;
  readonly enrolledBy: string | null;
  /** The enrolment that led to the credential: a device that missed its approval finds it again by this. */
  readonly enrolment: string | null;
  readonly revokedAt: number | null;
  readonly revokedBy: string | null;
  readonly lastSeenAt: number | null;
  readonly version: string | null;
}

interface Row {
  id: string;
  secret: Buffer;
  generation: number;
  enrolled_at: number | null;
  enrolled_by: string | null;
  enrolment: string | null;
  revoked_at: number | null;
  revoked_by: string | null;
  last_seen_at: number | null;
  version: string | null;
}

interface Known {
  readonly secret: Buffer;
  readonly record: DeviceRecord;
}

export interface Revocation {
  /** False where there was no good credential. */
  readonly ended: boolean;
  /** Why it is not on disk; null: it is. After a restart, what is not on disk has not been. */
  readonly problem: unknown;
}

/**
 * The columns of the shared `devices` table (store.ts keeps the list of migrations). Rows that were there
 * before count as the first generation.
 */
export const DEVICE_COLUMNS = `
  ALTER TABLE devices ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE devices ADD COLUMN enrolled_at INTEGER;
  ALTER TABLE devices ADD COLUMN enrolled_by TEXT;
  ALTER TABLE devices ADD COLUMN enrolment TEXT;
  ALTER TABLE devices ADD COLUMN revoked_by TEXT;
  ALTER TABLE devices ADD COLUMN last_seen_at INTEGER;
  ALTER TABLE devices ADD COLUMN version TEXT;
`;

/**
 * One credential per device. A secret has 256 random bits and is made by the device itself (in the demo by
 * the server), so a plain SHA-256 of it is enough; only that hash is stored.
 */
export class DeviceCredentials {
  readonly #db: Database.Database;
  readonly #known = new Map<string, Known>();
  /** Ids whose row on disk is older than their record here. */
  readonly #unsaved = new Set<string>();

  constructor(db: Database.Database) {
    this.#db = db;
    for (const row of db.prepare('SELECT * FROM devices').all() as Row[]) {
      this.#known.set(row.id, { secret: row.secret, record: recordOf(row) });
    }
  }

  /** Whether the device has a credential that is good now. */
  has(id: string): boolean {
    return this.generation(id) !== null;
  }

  /** Changes with every enrolment and revocation; null where there is no good credential. */
  generation(id: string): number | null {
    const record = this.#known.get(id)?.record;
    return record === undefined || record.revokedAt !== null ? null : record.generation;
  }

  check(id: string, secret: string): boolean {
    const known = this.#known.get(id);
    if (known === undefined || known.record.revokedAt !== null) return false;
    return timingSafeEqual(known.secret, hashOf(secret));
  }

  record(id: string): DeviceRecord | null {
    return this.#known.get(id)?.record ?? null;
  }

  /** The device whose credential came from this enrolment and still is good. */
  byEnrolment(enrolment: string): DeviceRecord | null {
    for (const { record } of this.#known.values()) {
      if (record.enrolment === enrolment && record.revokedAt === null) return record;
    }
    return null;
  }

  /** Gives a device the credential whose SHA-256 this is; the former one ends. */
  enrol(
    id: string,
    verifier: Buffer,
    about: { readonly at: number; readonly by: string; readonly enrolment: string | null },
  ): DeviceRecord {
    if (verifier.length !== 32) throw new Error('a verifier is a SHA-256');
    const before = this.#known.get(id)?.record;
    const record: DeviceRecord = {
      id,
      generation: (before?.generation ?? 0) + 1,
      enrolledAt: about.at,
      enrolledBy: about.by,
      enrolment: about.enrolment,
      revokedAt: null,
      revokedBy: null,
      lastSeenAt: null,
      version: null,
    };
    this.#db
      .prepare(
        `INSERT INTO devices (id, secret, generation, enrolled_at, enrolled_by, enrolment) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET secret = excluded.secret, generation = excluded.generation,
           enrolled_at = excluded.enrolled_at, enrolled_by = excluded.enrolled_by, enrolment = excluded.enrolment,
           revoked_at = NULL, revoked_by = NULL, last_seen_at = NULL, version = NULL`,
      )
      .run(id, verifier, record.generation, about.at, about.by, about.enrolment);
    this.#known.set(id, { secret: verifier, record });
    return record;
  }

  /** Makes a secret for a device of the demo; whoever calls hands it over. */
  enrolWithNewSecret(id: string, at: number): string {
    const secret = randomBytes(32).toString('base64url');
    this.enrol(id, hashOf(secret), { at, by: 'demo', enrolment: null });
    return secret;
  }

  /**
   * Ends the credential for good: in memory at once, whatever the disk says, so that a full one keeps nobody
   * in. What could not be written is tried again by {@link save} and by the next call.
   */
  revoke(id: string, at: number, by: string): Revocation {
    const known = this.#known.get(id);
    if (known === undefined) return { ended: false, problem: null };
    const ended = known.record.revokedAt === null;
    if (ended) {
      const { generation } = known.record;
      const record = { ...known.record, generation: generation + 1, revokedAt: at, revokedBy: by };
      this.#known.set(id, { ...known, record });
      this.#unsaved.add(id);
    }
    if (!this.#unsaved.has(id)) return { ended, problem: null };
    try {
      this.#write(id);
      this.#unsaved.delete(id);
      return { ended, problem: null };
    } catch (problem) {
      return { ended, problem };
    }
  }

  /** Kept in memory until {@link save}: hundreds of screens that come back together must not write one by one. */
  seen(id: string, at: number, version: string): void {
    const known = this.#known.get(id);
    if (known === undefined || known.record.revokedAt !== null) return;
    this.#known.set(id, { ...known, record: { ...known.record, lastSeenAt: at, version } });
    this.#unsaved.add(id);
  }

  /** Writes what was seen or ended and is not on disk yet, in one transaction. Throws where the disk fails. */
  save(): void {
    if (this.#unsaved.size === 0) return;
    this.#db.transaction(() => {
      for (const id of this.#unsaved) this.#write(id);
    })();
    this.#unsaved.clear();
  }

  #write(id: string): void {
    const record = this.#known.get(id)?.record;
    if (record === undefined) return;
    const { generation, revokedAt, revokedBy, lastSeenAt, version } = record;
    this.#db
      .prepare(
        `UPDATE devices SET generation = ?, revoked_at = ?, revoked_by = ?, last_seen_at = ?, version = ?
         WHERE id = ?`,
      )
      .run(generation, revokedAt, revokedBy, lastSeenAt, version, id);
  }
}

export function hashOf(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

function recordOf(row: Row): DeviceRecord {
  return {
    id: row.id,
    generation: row.generation,
    enrolledAt: row.enrolled_at,
    enrolledBy: row.enrolled_by,
    enrolment: row.enrolment,
    revokedAt: row.revoked_at,
    revokedBy: row.revoked_by,
    lastSeenAt: row.last_seen_at,
    version: row.version,
  };
}
