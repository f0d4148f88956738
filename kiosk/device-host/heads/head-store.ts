import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { type HeadContradiction, isSigned, judgeHead, LedgerHead } from '@hall/shared/contracts/ledger-heads';

export const HEADS_FILE = 'ledger-heads.jsonl';
/** Newest heads that stay; at one an hour more than a month, some 350 bytes each. */
const KEEP = 1_000;

/** What came of a head: it is kept, was kept before, is no head of a hall, or contradicts what is kept. */
export type HeadTaken = 'kept' | 'known' | 'unsigned' | HeadContradiction;

export interface HeadStore {
  newest(): LedgerHead | null;
  /** On disk before it resolves. Heads are taken one after the other. Rejects where the disk fails. */
  take(head: LedgerHead): Promise<HeadTaken>;
}

/**
 * A device's memory of the ledger's signed heads: lines of JSON, appended and synced, never overwritten by a head
 * that contradicts them. `npm run ledger -- verify --heads FILE` holds them against the ledger. A line that was
 * half written when the power went is dropped.
 */
export function openHeadStore(folder: string, keep = KEEP): HeadStore {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, HEADS_FILE);
  let heads = readHeads(file);
  let lines = heads.length;
  rewrite(folder, file, heads);
  let turn: Promise<unknown> = Promise.resolve();

  const take = async (head: LedgerHead): Promise<HeadTaken> => {
    if (!(await isSigned(head))) return 'unsigned';
    const contradiction = judgeHead(heads, head);
    if (contradiction) return contradiction;
    if (heads.some((entry) => entry.epoch === head.epoch && entry.seq === head.seq)) return 'known';
    append(file, head);
    heads = [...heads, head].slice(-keep);
    lines += 1;
    if (lines >= 2 * keep) {
      rewrite(folder, file, heads);
      lines = heads.length;
    }
    return 'kept';
  };

  return {
    newest: () => heads.at(-1) ?? null,
    take(head) {
      const taken = turn.then(() => take(head));
      turn = taken.catch(() => undefined);
      return taken;
    },
  };
}

function readHeads(file: string): LedgerHead[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const parsed = LedgerHead.safeParse(JSON.parse(line));
        return parsed.success ? [parsed.data] : [];
      } catch {
        return [];
      }
    });
}

function append(file: string, head: LedgerHead): void {
  write(file, 'a', `${JSON.stringify(head)}\n`);
}

function rewrite(folder: string, file: string, heads: readonly LedgerHead[]): void {
  write(`${file}.new`, 'w', heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
  renameSync(`${file}.new`, file);
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function write(file: string, flags: 'a' | 'w', text: string): void {
  const handle = openSync(file, flags, 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
