import path from 'node:path';
import { CALL } from './shim.ts';

/** What a process did to one file, in order, as the shim wrote it down. Paths are relative to the watched folder. */
export type DiskCall =
  | { readonly kind: 'write'; readonly file: string; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'sync'; readonly file: string; readonly failed: boolean }
  | { readonly kind: 'truncate'; readonly file: string; readonly length: number }
  | { readonly kind: 'unlink'; readonly file: string }
  | { readonly kind: 'rename'; readonly file: string; readonly to: string }
  /** A process began to be watched. */
  | { readonly kind: 'start'; readonly file: string };

/** kind u32, length of path u32, offset u64, length u64, error i32, unused; then path and bytes. */
const HEADER_BYTES = 32;

/** A journal's calls; a record that a kill cut short is left out. */
export function readJournal(journal: Buffer, folder: string): DiskCall[] {
  const calls: DiskCall[] = [];
  const inside = (file: string) => path.relative(folder, file);
  for (let at = 0; at + HEADER_BYTES <= journal.length; ) {
    const kind = journal.readUInt32LE(at);
    const pathLength = journal.readUInt32LE(at + 4);
    const offset = Number(journal.readBigUInt64LE(at + 8));
    const length = kind === CALL.write || kind === CALL.rename ? Number(journal.readBigUInt64LE(at + 16)) : 0;
    const error = journal.readInt32LE(at + 24);
    const bytesAt = at + HEADER_BYTES + pathLength;
    const end = bytesAt + length;
    if (end > journal.length) break;
    const file = inside(journal.toString('utf8', at + HEADER_BYTES, bytesAt));
    const bytes = journal.subarray(bytesAt, end);
    if (kind === CALL.write) calls.push({ kind: 'write', file, offset, bytes });
    else if (kind === CALL.sync) calls.push({ kind: 'sync', file, failed: error !== 0 });
    else if (kind === CALL.truncate) calls.push({ kind: 'truncate', file, length: offset });
    else if (kind === CALL.unlink) calls.push({ kind: 'unlink', file });
    else if (kind === CALL.rename) calls.push({ kind: 'rename', file, to: inside(bytes.toString()) });
    else if (kind === CALL.start) calls.push({ kind: 'start', file });
    else throw new Error(`the journal is not readable at byte ${at}`);
    at = end;
  }
  return calls;
}
