import type { ErrorCode } from '@hall/shared/contracts/errors';
import { type Fault, fault } from '@hall/shared/contracts/result';
import type { Database } from 'better-sqlite3';

/** What a failed write is answered with; null where the error is no failure of the disk, but a bug. */
export function storageFault(error: unknown): Fault<ErrorCode> | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // A broken constraint is a mistake of ours.
  if (!/^SQLITE_(?!CONSTRAINT|MISUSE|ERROR)/.test(code)) return null;
  return fault(code === 'SQLITE_FULL' ? 'STORAGE_FULL' : 'STORAGE_FAILED', `write failed: ${code}`);
}

/**
 * Writes without waiting for the disk: the rows outlive a crash of the program, and a power cut may lose the
 * last of them (WAL with `synchronous = NORMAL`). Only for what may be lost, such as when a session was last
 * used: on a cheap disk each wait is up to 30 ms in which neither broker nor HTTP moves.
 */
export function withoutWaiting(db: Database, write: () => void): void {
  db.pragma('synchronous = NORMAL');
  try {
    db.transaction(write)();
  } finally {
    db.pragma('synchronous = FULL');
  }
}
