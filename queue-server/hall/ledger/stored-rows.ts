import type Database from 'better-sqlite3';
import { archiveFilesIn, archiveFolder, openArchive } from './archive-files.ts';
import { type Anchor, type HashedRow, readAnchor } from './chain.ts';

export interface StoredRows {
  /** Every event as stored, archives first, in the order of the files. */
  readonly rows: Iterable<HashedRow>;
  /** Archives that are open for as long as the rows are read; the caller closes them. */
  readonly archives: readonly Database.Database[];
  close(): void;
}

/**
 * Opens a ledger with its archives. What a kill left in both is read once, from where the anchor says; `differs`
 * is told where the two are not the same.
 */
export function openStoredRows(db: Database.Database, differs: (seq: number) => void = () => {}): StoredRows {
  // One picture of the live database first, then of the archives: what moves meanwhile is in both.
  const reading = !db.inTransaction;
  if (reading) db.exec('BEGIN');
  const anchor = readAnchor(db);
  const archives = archiveFilesIn(archiveFolder(db.name)).map((file) => {
    const archive = openArchive(file);
    archive.exec('BEGIN; SELECT 1 FROM events LIMIT 1');
    return archive;
  });
  return {
    archives,
    rows: walk(db, archives, anchor, differs),
    close() {
      for (const archive of archives) archive.close();
      if (reading) db.exec('COMMIT');
    },
  };
}

function* walk(
  db: Database.Database,
  archives: readonly Database.Database[],
  anchor: Anchor,
  differs: (seq: number) => void,
): Generator<HashedRow> {
  const live = db.prepare('SELECT hash FROM events WHERE seq = ?');
  for (const archive of archives) {
    for (const row of archive.prepare('SELECT * FROM events ORDER BY seq').iterate() as Iterable<HashedRow>) {
      if (row.seq <= anchor.seq) yield row;
      else if (!(live.get(row.seq) as { hash: Buffer } | undefined)?.hash.equals(row.hash)) differs(row.seq);
    }
  }
  yield* db.prepare('SELECT * FROM events ORDER BY seq').iterate() as Iterable<HashedRow>;
}
