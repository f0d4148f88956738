import { type HeadContradiction, judgeHead, type LedgerHead } from '@hall/shared/contracts/ledger-heads';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { Db } from './database.ts';

/** A head that was refused: the hall's ledger is not what it was. */
export interface HeadConflict {
  readonly reason: HeadContradiction;
  readonly hall: string;
  readonly seq: number;
  readonly receivedAt: number;
}

export interface HeadStore {
  /** Keeps a signed head for ever. HEAD_CONFLICT: it contradicts one that is kept, and is noted as a conflict. */
  put(head: LedgerHead): Result<{ changed: boolean }, Fault<'HEAD_CONFLICT'>>;
  newest(): (LedgerHead & { readonly receivedAt: number }) | undefined;
  /** The newest `limit` heads, oldest first. */
  list(limit: number): LedgerHead[];
  /** Newest first. */
  conflicts(limit: number): HeadConflict[];
}

type Row = LedgerHead & { received_at: number };

export function createHeadStore(db: Db, now: () => number): HeadStore {
  // What `judgeHead` needs of years of heads: those at or behind this position in its epoch, and the last received.
  const related = db.prepare<[{ hall: string; epoch: string; seq: number }], Row>(`
    SELECT * FROM (
      SELECT rowid AS n, * FROM ledger_heads WHERE hall = @hall AND epoch = @epoch AND seq >= @seq
      UNION SELECT rowid AS n, * FROM ledger_heads WHERE hall = @hall AND epoch = @epoch
        AND seq = (SELECT MAX(seq) FROM ledger_heads WHERE hall = @hall AND epoch = @epoch)
      UNION SELECT rowid AS n, * FROM ledger_heads WHERE hall = @hall
        AND rowid = (SELECT MAX(rowid) FROM ledger_heads WHERE hall = @hall)
    ) ORDER BY n`);
  const insert = db.prepare(
    `INSERT INTO ledger_heads (hall, epoch, seq, hash, at, received_at, day, key, signature)
     VALUES (@hall, @epoch, @seq, @hash, @at, @receivedAt, @day, @key, @signature)`,
  );
  const note = db.prepare(
    `INSERT OR IGNORE INTO ledger_head_conflicts (reason, hall, epoch, seq, hash, at, received_at)
     VALUES (@reason, @hall, @epoch, @seq, @hash, @at, @receivedAt)`,
  );
  const latest = db.prepare<[number], Row>('SELECT * FROM ledger_heads ORDER BY rowid DESC LIMIT ?');
  // Heads of the first version were not signed: nobody can be held to them.
  const signed = db.prepare<[number], Row>(
    "SELECT * FROM ledger_heads WHERE signature <> '' ORDER BY rowid DESC LIMIT ?",
  );
  const refused = db.prepare<[number], HeadConflict>(
    `SELECT reason, hall, seq, received_at AS receivedAt FROM ledger_head_conflicts ORDER BY rowid DESC LIMIT ?`,
  );

  const put: HeadStore['put'] = (head) => {
    const kept = related.all(head);
    const reason = judgeHead(
      kept.map((row) => (row.key === '' ? { ...row, key: head.key } : row)),
      head,
    );
    if (reason) {
      note.run({ ...head, reason, receivedAt: now() });
      return err(fault('HEAD_CONFLICT', `${reason} at position ${head.seq}`, { seq: head.seq }));
    }
    if (kept.some((row) => row.epoch === head.epoch && row.seq === head.seq)) return ok({ changed: false });
    insert.run({ ...head, receivedAt: now() });
    return ok({ changed: true });
  };
  return {
    put: db.transaction(put).immediate,
    newest() {
      const row = latest.get(1);
      return row && { ...headOf(row), receivedAt: row.received_at };
    },
    list: (limit) => signed.all(limit).reverse().map(headOf),
    conflicts: (limit) => refused.all(limit),
  };
}

function headOf({ hall, epoch, seq, hash, at, day, key, signature }: Row): LedgerHead {
  return { hall, epoch, seq, hash, at, day, key, signature };
}
