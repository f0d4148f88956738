import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { err, ok, type Result } from '@hall/shared/contracts/result';
import Database from 'better-sqlite3';
import type { RestoreBody } from '../domain/restored.ts';
import { Ledger } from '../ledger/ledger.ts';
import { verifyLedger } from '../ledger/verify.ts';

export interface Renewed {
  readonly epoch: string;
  /** Ledger position of the restore itself. */
  readonly seq: number;
  /** Queue → the last number that is left out. */
  readonly floors: Readonly<Record<string, number>>;
}

/**
 * Makes a ledger that was put back one that can go on: a new epoch, so that no screen, device or platform mixes
 * its positions with those of the lost one, and the event that keeps lost numbers from being given again. Works
 * on a copy, and checks the whole chain and every table of it; a sentence where anything is wrong.
 */
export function renewLedger(
  file: string,
  config: HallConfig,
  body: RestoreBody,
  now: number,
): Result<Renewed, string> {
  let floors: Record<string, number>;
  try {
    const ledger = new Ledger({ file, config });
    try {
      const {
        answers: [answer],
      } = ledger.run([
        { command: 'hall.restore', body, actor: 'restore', requestId: `restore-${body.epoch}`, at: now },
      ]);
      if (!answer?.ok) return err(answer?.error.message ?? 'the ledger did not answer');
      floors = (JSON.parse(answer.json) as { floors: Record<string, number> }).floors;
    } finally {
      ledger.close();
    }
  } catch (error) {
    return err((error as Error).message);
  }
  const db = new Database(file);
  try {
    const put = db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
    db.transaction(() => {
      put.run('epoch', body.epoch);
      put.run('restored', JSON.stringify({ at: now, from: body.from.at }));
    })();
    const { events, problems } = verifyLedger(db);
    if (problems.length > 0) return err(`the ledger is not whole: ${problems[0]}`);
    return ok({ epoch: body.epoch, seq: events, floors });
  } finally {
    db.close();
  }
}

/** When this ledger was restored, and from a backup of which time; null where it never was. */
export function restoredOf(ledgerFile: string): { at: number; from: number } | null {
  const db = new Database(ledgerFile, { readonly: true });
  try {
    const row = db.prepare("SELECT value FROM meta WHERE key = 'restored'").get() as
      | { value: string }
      | undefined;
    return row ? (JSON.parse(row.value) as { at: number; from: number }) : null;
  } finally {
    db.close();
  }
}
