import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';

export type Rows = ReadonlyMap<string, readonly string[]>;

/**
 * What carries no checksum and no second copy, so that a change of it can be seen by nobody: who read personal
 * data, and when a record or a key was made. Nothing of it is told to residents or decides about a number.
 */
const UNCHECKED_TABLES = new Set(['access', 'sqlite_sequence']);
const UNCHECKED_COLUMNS = new Set(['records.created_at', 'keys.created_at']);

/** Every row of every table, as text: what a reader of the database could ever be told. */
export function rowsOf(file: string): Rows {
  if (!existsSync(file)) return new Map();
  const db = new Database(file, { readonly: true });
  try {
    const tables = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .pluck()
      .all() as string[];
    return new Map(
      tables
        .filter((table) => !UNCHECKED_TABLES.has(table))
        .map((table) => [
          table,
          (db.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]).map((row) =>
            rowText(table, row),
          ),
        ]),
    );
  } finally {
    db.close();
  }
}

function rowText(table: string, row: Record<string, unknown>): string {
  return JSON.stringify(
    Object.entries(row).flatMap(([column, value]) => {
      if (UNCHECKED_COLUMNS.has(`${table}.${column}`)) return [];
      if (!Buffer.isBuffer(value)) return [value];
      // A slot for a key is longer than the key: its first byte says how long that is.
      const bytes = table === 'slots' ? value.subarray(0, 1 + (value[0] ?? 0)) : value;
      return [bytes.toString('hex')];
    }),
  );
}

/** Where two contents differ: the tables, and how many rows there and here. */
export function differences(before: Rows, after: Rows): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((table) => {
    const was = before.get(table) ?? [];
    const is = new Set(after.get(table) ?? []);
    const gone = was.filter((row) => !is.has(row)).length;
    const length = after.get(table)?.length ?? 0;
    return gone === 0 && length === was.length
      ? []
      : [`${table}: ${gone} of ${was.length} rows changed or gone, now ${length}`];
  });
}
