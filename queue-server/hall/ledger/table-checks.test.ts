import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import type { StoredEvent } from '../domain/events.ts';
import { scratchFolder } from '../testing/hall.ts';
import { ticketIdsFrom } from './projections.ts';
import { migrate } from './schema.ts';
import { TableChecks } from './table-checks.ts';

const ANCHOR = { seq: 9, at: 1_000_000, hash: '0'.repeat(64) };

it('remembers no case that was accepted and went into the archive, and every one that is still live', () => {
  const folder = scratchFolder();
  onTestFinished(() => folder.remove());
  const db = new Database(path.join(folder.path, 'ledger.db'));
  onTestFinished(() => void db.close());
  migrate(db);
  const checks = new TableChecks(db, [], ANCHOR, () => {});
  const follow = (type: string, data: object) =>
    checks.follow({ type, data, at: 5 } as unknown as StoredEvent);
  const old = ticketIdsFrom(ANCHOR.at - 1).padEnd(32, '0');
  const live = ticketIdsFrom(ANCHOR.at + 1).padEnd(32, '0');
  db.prepare("INSERT INTO outbox VALUES ('case:2', 'case', ?, 1, 5, 1)").run(old);
  for (const [caseNumber, ticket] of [
    ['1', old],
    ['2', old],
    ['3', live],
  ]) {
    follow('ticket.finished', { caseNumber, ticket });
  }
  expect(checks.remembered).toBe(3);
  for (const record of ['case:1', 'case:2', 'case:3']) follow('platform.accepted', { record, version: 1 });
  // The first has gone; the second may go, but lies in the outbox still.
  expect(checks.remembered).toBe(2);
});
