import { existsSync, mkdirSync, readdirSync, statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { verifyTail } from '../ledger/chain.ts';

/** Keys of persons have a backup of their own, which is overwritten: they are in no other. */
export const PERSON_KEYS = 'person-keys.db';
const LEDGER = 'ledger.db';
const VAULT = 'vault.db';

/** Pages copied at a time: about a megabyte, some milliseconds of disk. */
const PAGES_A_STEP = 256;

export interface Snapshot {
  readonly epoch: string;
  readonly seq: number;
  readonly head: string;
  /** Database → `user_version`. */
  readonly schemas: Readonly<Record<string, number>>;
  /** Name in the backup → file. */
  readonly files: readonly { readonly name: string; readonly file: string }[];
}

/**
 * The hall's databases in the order in which they are copied. The ledger comes first and the vault last:
 * whoever the copied ledger refers to is then in the copied vault, which is committed before the ledger.
 */
export function databasesOf(folder: string): string[] {
  const rank = (name: string) => (name === LEDGER ? 0 : name === VAULT ? 2 : 1);
  return readdirSync(folder)
    .filter((name) => /^[a-z0-9-]+\.db$/.test(name) && name !== PERSON_KEYS)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Bytes that {@link takeSnapshot} will need, and what its backup may be as large as. */
export function sizeOf(folder: string): number {
  const sizes = [...databasesOf(folder), ...databasesOf(folder).map((name) => `${name}-wal`)]
    .map((name) => path.join(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => statSync(file).size);
  return [...sizes, ...archived(folder).map(({ file }) => statSync(file).size)].reduce((a, b) => a + b, 0);
}

export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/**
 * Copies the databases of a hall that may be at work. A read transaction holds each source at one moment, so
 * that the copy goes on in small steps however much is written meanwhile, and the writer never waits for it.
 * Throws where a database is damaged; `pauseMs` between two steps leaves the disk to others.
 */
export async function takeSnapshot(folder: string, staging: string, pauseMs: number): Promise<Snapshot> {
  mkdirSync(staging, { recursive: true, mode: 0o700 });
  const names = databasesOf(folder);
  if (!names.includes(LEDGER)) throw new Error('there is no ledger in this folder');
  const schemas: Record<string, number> = {};
  const files: { name: string; file: string }[] = [];
  let position = { seq: 0, head: '', epoch: '' };
  for (const name of names) {
    const file = path.join(staging, name);
    await copyDatabase(path.join(folder, name), file, pauseMs);
    const copy = new Database(file);
    try {
      // One file without companions; it is put back to WAL where it is opened for work.
      copy.pragma('journal_mode = DELETE');
      checkPages(copy, name);
      schemas[name] = copy.pragma('user_version', { simple: true }) as number;
      if (name === LEDGER) position = positionOf(copy);
    } finally {
      copy.close();
    }
    files.push({ name, file });
  }
  // Behind the ledger: what was moved from it into the archive meanwhile is in both, never in neither.
  for (const { name, file } of archived(folder)) {
    // A month that is over is read-only and never written again; the present one is, and needs a copy.
    const complete = (statSync(file).mode & 0o200) === 0;
    const copy = path.join(staging, name);
    if (!complete && name.endsWith('.db')) {
      mkdirSync(path.dirname(copy), { recursive: true, mode: 0o700 });
      await copyArchive(file, copy);
    }
    files.push({ name, file: existsSync(copy) ? copy : file });
  }
  return { ...position, schemas, files };
}

/** Throws where a page of the database is not as it should be. */
export function checkPages(db: Database.Database, name: string): void {
  const found = db.pragma('quick_check(1)', { simple: true }) as string;
  if (found !== 'ok') throw new Error(`${name} is damaged: ${found.split('\n')[0]}`);
}

export function positionOf(ledger: Database.Database): { seq: number; head: string; epoch: string } {
  const { seq, head } = verifyTail(ledger);
  const row = ledger.prepare("SELECT value FROM meta WHERE key = 'epoch'").get() as { value: string };
  return { seq, head, epoch: row.value };
}

async function copyDatabase(from: string, to: string, pauseMs: number): Promise<void> {
  const source = new Database(from, { readonly: true });
  try {
    source.exec('BEGIN');
    // A transaction begins with the first read.
    source.prepare('SELECT COUNT(*) FROM sqlite_schema').get();
    await source.backup(to, {
      progress() {
        if (pauseMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
        return PAGES_A_STEP;
      },
    });
  } finally {
    source.close();
  }
}

/** Not in WAL: a transaction would keep its writer waiting. A write between two steps starts the copy anew. */
async function copyArchive(from: string, to: string): Promise<void> {
  const source = new Database(from, { readonly: true });
  try {
    await source.backup(to, { progress: () => PAGES_A_STEP });
  } finally {
    source.close();
  }
}

/** Days that were moved out of the ledger; files that are being written have another ending. */
function archived(folder: string, below = 'archive'): { name: string; file: string }[] {
  const here = path.join(folder, below);
  if (!existsSync(here)) return [];
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => !/\.(?:new|part|tmp)$|^\.|-(?:wal|shm|journal)$/.test(entry.name))
    .flatMap((entry) => {
      const name = `${below}/${entry.name}`;
      if (entry.isDirectory()) return archived(folder, name);
      return entry.isFile() ? [{ name, file: path.join(folder, name) }] : [];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
