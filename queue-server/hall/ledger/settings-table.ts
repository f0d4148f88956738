import { hash } from 'node:crypto';
import type { Database, Statement } from 'better-sqlite3';
import type { StoredEvent } from '../domain/events.ts';
import type { SettingsChangeBody } from '../domain/settings.ts';
import type { SettingsFact } from '../domain/settings-timeline.ts';

/**
 * The versions of the settings with their documents. A row is written in the transaction of its event, which holds
 * the document's digest: `npm run ledger -- verify` compares them.
 */
export class SettingsTable {
  readonly #add: Statement;

  constructor(db: Database) {
    this.#add = db.prepare(
      `INSERT INTO settings (version, seq, at, effective_at, actor, origin, reason, base, back_to, digest, doc)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  add(event: Extract<StoredEvent, { type: 'settings.changed' }>, body: SettingsChangeBody): void {
    const { seq, at, actor } = event;
    const { version, effectiveAt, origin, reason, base, backTo, digest } = event.data;
    const draft = [body, ...body.carried].find((entry) => entry.digest === digest);
    if (!draft) throw new Error(`version ${version} of the settings has no document`);
    this.#add.run(version, seq, at, effectiveAt, actor, origin, reason, base, backTo, digest, draft.document);
  }
}

/** SHA-256, hex, of a document as it is stored. */
export function settingsDigest(document: string): string {
  return hash('sha256', document);
}

/** A copy that an older program wrote has no versions. */
function hasSettings(db: Database): boolean {
  return (
    db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'settings'").get() !== undefined
  );
}

/** Every version by number, without its document. */
export function settingsIn(db: Database): SettingsFact[] {
  if (!hasSettings(db)) return [];
  return db
    .prepare(
      `SELECT version, seq, at, effective_at AS effectiveAt, actor, origin, reason, base, back_to AS backTo, digest
       FROM settings ORDER BY version`,
    )
    .all() as SettingsFact[];
}

export function readSettings(db: Database, version: number): string | null {
  const row = db.prepare('SELECT doc FROM settings WHERE version = ?').get(version);
  return (row as { doc: string } | undefined)?.doc ?? null;
}

/** Versions whose document is not the one that their digest, and so their event, stands for. */
export function changedSettings(db: Database): number[] {
  if (!hasSettings(db)) return [];
  const rows = db.prepare('SELECT version, digest, doc FROM settings').iterate() as Iterable<{
    version: number;
    digest: string;
    doc: string;
  }>;
  return [...rows].flatMap(({ version, digest, doc }) => (settingsDigest(doc) === digest ? [] : [version]));
}
