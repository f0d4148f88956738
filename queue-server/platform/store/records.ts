import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { Sealing } from '../sealing.ts';
import type { Db } from './database.ts';

export type RecordKind = 'case' | 'rating' | 'certificate';

export interface StoredRecord {
  readonly id: string;
  readonly version: number;
  readonly receivedAt: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Fields that say something about a person: kept encrypted, apart from the rest. */
const SEALED_FIELDS: Readonly<Record<RecordKind, readonly string[]>> = {
  case: ['applicant'],
  rating: ['comment'],
  certificate: ['holder', 'idNumber'],
};

/** When a batch was sent says nothing about the record: a resend may carry another time. */
const NOT_CONTENT = new Set(['batchAt']);

/** JSON with the keys in order, so that the same contents give the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

interface Row {
  id: string;
  version: number;
  received_at: number;
  fingerprint: Buffer;
  body: string;
  sealed: Buffer;
}

export interface RecordStore {
  /**
   * Keeps the highest version of a record. The value is the kept version and whether this call changed it: a
   * repeat and a lower version change nothing. VERSION_CONFLICT: the kept version has other contents.
   */
  put(
    kind: RecordKind,
    id: string,
    version: number,
    record: Readonly<Record<string, unknown>>,
  ): Result<{ version: number; changed: boolean }, Fault<'VERSION_CONFLICT'>>;
  get(kind: RecordKind, id: string): StoredRecord | undefined;
  /** Newest first. */
  newest(kind: RecordKind, limit: number): StoredRecord[];
  count(kind: RecordKind): number;
}

export function createRecordStore(db: Db, sealing: Sealing, now: () => number): RecordStore {
  const select = db.prepare<[string, string], Row>('SELECT * FROM records WHERE kind = ? AND id = ?');
  const upsert = db.prepare(`
    INSERT INTO records (kind, id, version, received_at, fingerprint, body, sealed) VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, received_at = excluded.received_at,
      fingerprint = excluded.fingerprint, body = excluded.body, sealed = excluded.sealed`);
  const latest = db.prepare<[string, number], Row>(
    'SELECT * FROM records WHERE kind = ? ORDER BY received_at DESC, rowid DESC LIMIT ?',
  );
  const counting = db.prepare<[string], { n: number }>('SELECT count(*) AS n FROM records WHERE kind = ?');

  const purpose = (kind: RecordKind, id: string) => `${kind}/${id}`;
  const restore = (kind: RecordKind, row: Row): StoredRecord => ({
    id: row.id,
    version: row.version,
    receivedAt: row.received_at,
    body: { ...JSON.parse(row.body), ...(sealing.open(row.sealed, purpose(kind, row.id)) as object) },
  });

  const put: RecordStore['put'] = (kind, id, version, record) => {
    const content = Object.fromEntries(Object.entries(record).filter(([key]) => !NOT_CONTENT.has(key)));
    const fingerprint = sealing.fingerprint(`${purpose(kind, id)}\n${canonical(content)}`);
    const kept = select.get(kind, id);
    if (kept && kept.version > version) return ok({ version: kept.version, changed: false });
    if (kept && kept.version === version) {
      return kept.fingerprint.equals(fingerprint)
        ? ok({ version, changed: false })
        : err(fault('VERSION_CONFLICT', `version ${version} is kept with other contents`, { version }));
    }
    const secret = SEALED_FIELDS[kind];
    const open = Object.fromEntries(Object.entries(record).filter(([key]) => !secret.includes(key)));
    const closed = Object.fromEntries(Object.entries(record).filter(([key]) => secret.includes(key)));
    const sealed = sealing.seal(closed, purpose(kind, id));
    upsert.run(kind, id, version, now(), fingerprint, JSON.stringify(open), sealed);
    return ok({ version, changed: true });
  };

  return {
    // IMMEDIATE: what was read must still hold when it is written, whoever else has the file open.
    put: db.transaction(put).immediate,
    get(kind, id) {
      const row = select.get(kind, id);
      return row && restore(kind, row);
    },
    newest: (kind, limit) => latest.all(kind, limit).map((row) => restore(kind, row)),
    count: (kind) => counting.get(kind)?.n ?? 0,
  };
}
