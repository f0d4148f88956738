import type { LedgerHead } from '@hall/shared/contracts/platform';
import { err, type Fault, fault, ok, type Result } from '@hall/shared/contracts/result';
import type { z } from 'zod';
import type { Db } from './database.ts';

export type Head = z.infer<typeof LedgerHead>;

export interface HeadStore {
  /** Keeps a head for ever. HEAD_CONFLICT: the hall told another hash for this position before. */
  put(head: Head): Result<{ changed: boolean }, Fault<'HEAD_CONFLICT'>>;
  newest(): (Head & { readonly receivedAt: number }) | undefined;
}

interface Row extends Head {
  received_at: number;
}

export function createHeadStore(db: Db, now: () => number): HeadStore {
  const select = db.prepare<[string, string, number], Row>(
    'SELECT * FROM ledger_heads WHERE hall = ? AND epoch = ? AND seq = ?',
  );
  const insert = db.prepare(
    'INSERT INTO ledger_heads (hall, epoch, seq, hash, at, received_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const latest = db.prepare<[], Row>(
    'SELECT * FROM ledger_heads ORDER BY received_at DESC, rowid DESC LIMIT 1',
  );
  const put: HeadStore['put'] = (head) => {
    const kept = select.get(head.hall, head.epoch, head.seq);
    if (kept) {
      return kept.hash === head.hash
        ? ok({ changed: false })
        : err(fault('HEAD_CONFLICT', `another hash is kept for position ${head.seq}`, { seq: head.seq }));
    }
    insert.run(head.hall, head.epoch, head.seq, head.hash, head.at, now());
    return ok({ changed: true });
  };
  return {
    put: db.transaction(put).immediate,
    newest() {
      const row = latest.get();
      if (!row) return undefined;
      const { received_at: receivedAt, ...head } = row;
      return { ...head, receivedAt };
    },
  };
}
