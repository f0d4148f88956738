import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { Ticket } from '../domain/state.ts';
import type { HashedRow } from './chain.ts';
import { ticketFrom } from './ticket-text.ts';

const NAME = /^ledger-\d{4}-\d{2}\.db$/;
/** The writer holds an archive for the length of a small commit. */
const BUSY_MS = 500;

/** Old months lie in a folder beside the live database. */
export function archiveFolder(ledgerFile: string): string {
  return path.join(path.dirname(ledgerFile), 'archive');
}

/** `month` is `YYYY-MM`. */
export function archiveFile(folder: string, month: string): string {
  return path.join(folder, `ledger-${month}.db`);
}

/** Archive files, oldest month first. */
export function archiveFilesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort()
    .map((name) => path.join(folder, name));
}

export function openArchive(file: string): Database.Database {
  return new Database(file, { readonly: true, timeout: BUSY_MS });
}

/** Reads old months; opens a file for a question and closes it after, so that the folder can be copied or moved. */
export class Archives {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  ticket(id: string): Ticket | null {
    return this.#ask((db) => {
      const row = db.prepare('SELECT doc FROM tickets WHERE id = ?').get(id) as { doc: string } | undefined;
      return row ? ticketFrom(row.doc) : null;
    });
  }

  event(seq: number): HashedRow | null {
    return this.#ask(
      (db) => (db.prepare('SELECT * FROM events WHERE seq = ?').get(seq) as HashedRow | undefined) ?? null,
    );
  }

  /** Newest month first: what people ask about is rarely old. */
  #ask<T>(question: (db: Database.Database) => T | null): T | null {
    for (const file of archiveFilesIn(this.#folder).reverse()) {
      const db = openArchive(file);
      try {
        const answer = question(db);
        if (answer !== null) return answer;
      } finally {
        db.close();
      }
    }
    return null;
  }
}
