import { statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { archiveFilesIn, archiveFolder } from './archive-files.ts';

const DAY_MS = 86_400_000;
/** Growth over a shorter span than this says nothing. */
const SHORTEST_SPAN_DAYS = 1;

export interface LedgerSize {
  /** The live database with its write-ahead log. Pages that the archive freed are reused, not given back. */
  readonly liveBytes: number;
  /** Of it, free to be reused. */
  readonly freeBytes: number;
  readonly archiveBytes: number;
  readonly diskFreeBytes: number;
  /** Mean of the days that are live; null in the first day. */
  readonly bytesPerDay: number | null;
}

export interface SizeOutlook {
  readonly bytes: number;
  readonly budgetBytes: number;
  readonly bytesPerDay: number | null;
  /** Until the budget or the disk is used up, whichever comes first; null where the growth is not known. */
  readonly daysLeft: number | null;
}

/** What a size means under a budget. Pure. */
export function sizeOutlook(size: LedgerSize, budgetMiB: number): SizeOutlook {
  const bytes = size.liveBytes + size.archiveBytes;
  const budgetBytes = budgetMiB * 1024 * 1024;
  const room = Math.max(0, Math.min(budgetBytes - bytes, size.diskFreeBytes) + size.freeBytes);
  const known = size.bytesPerDay !== null && size.bytesPerDay > 0;
  return {
    bytes,
    budgetBytes,
    bytesPerDay: size.bytesPerDay,
    daysLeft: known ? Math.floor(room / (size.bytesPerDay as number)) : null,
  };
}

/** Measures a ledger on its disk; reads no rows but the first and the last event. */
export function measureLedger(db: Database, file: string): LedgerSize {
  const pragma = (name: string) => db.pragma(name, { simple: true }) as number;
  const pageBytes = pragma('page_size');
  const freeBytes = pragma('freelist_count') * pageBytes;
  const usedBytes = pragma('page_count') * pageBytes - freeBytes;
  const atOf = (order: 'ASC' | 'DESC') =>
    (db.prepare(`SELECT at FROM events ORDER BY seq ${order} LIMIT 1`).get() as { at: number } | undefined)
      ?.at ?? 0;
  const days = (atOf('DESC') - atOf('ASC')) / DAY_MS;
  const disk = statfsSync(path.dirname(file));
  return {
    liveBytes: bytesOf(file) + bytesOf(`${file}-wal`),
    freeBytes,
    archiveBytes: archiveFilesIn(archiveFolder(file)).reduce((sum, name) => sum + bytesOf(name), 0),
    diskFreeBytes: disk.bavail * disk.bsize,
    bytesPerDay: days < SHORTEST_SPAN_DAYS ? null : Math.round(usedBytes / days),
  };
}

function bytesOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
