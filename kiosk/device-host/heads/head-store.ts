import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { type HeadContradiction, isSigned, judgeHead, LedgerHead } from '@hall/shared/contracts/ledger-heads';

export const HEADS_FILE = 'ledger-heads.jsonl';
/** Newest heads that stay; at one an hour more than a month, some 350 bytes each. */
const KEEP = 1_000;

/** What came of a head: it is kept, was kept before, is no head of a hall, or contradicts what is kept. */
export type HeadTaken = 'kept' | 'known' | 'unsigned' | HeadContradiction;

export interface HeadStore {
  newest(): LedgerHead | null;
  /**
   * On disk before it resolves. Heads are taken one after the other. Rejects where the disk fails: the head is then
   * kept in memory, and written with the next one.
   */
  take(head: LedgerHead): Promise<HeadTaken>;
}

export interface HeadStoreOptions {
  /** Newest heads that stay. */
  readonly keep?: number;
  /** Told why the file could not be read or tidied while it was opened. */
  readonly onProblem?: (problem: Error) => void;
}

/**
 * A device's memory of the ledger's signed heads: lines of JSON, appended and synced, never overwritten by a head
 * that contradicts them. `npm run ledger -- verify --heads FILE` holds them against the ledger. A line that was
 * half written when the power went is dropped.
 *
 * A disk that is full or broken stops no device: opening never throws, and heads are judged from memory. A file
 * that cannot be read is never written to: what it holds may be the only witness.
 */
export function openHeadStore(folder: string, options: HeadStoreOptions = {}): HeadStore {
  const { keep = KEEP, onProblem = () => undefined } = options;
  const file = path.join(folder, HEADS_FILE);
  let heads: LedgerHead[] = [];
  let lines = 0;
  /** The file has something else than whole lines, lacks a head, or has grown long: it is to be written anew. */
  let untidy = false;
  let unread: Error | null = null;
  let turn: Promise<unknown> = Promise.resolve();

  const tidy = (): void => {
    rewrite(folder, file, heads);
    lines = heads.length;
    untidy = false;
  };
  const write = (head: LedgerHead): void => {
    if (unread) throw unread;
    if (untidy) {
      tidy();
      return;
    }
    // A failure may leave half a line behind, to which the next one must not be added.
    untidy = true;
    append(file, head);
    lines += 1;
    untidy = lines >= 2 * keep;
  };

  try {
    mkdirSync(folder, { recursive: true });
    const read = readHeads(file);
    heads = read.heads.slice(-keep);
    lines = read.heads.length;
    untidy = !read.whole || lines >= 2 * keep;
  } catch (error) {
    unread = error as Error;
    onProblem(unread);
  }
  try {
    if (untidy) tidy();
  } catch (error) {
    onProblem(error as Error);
  }

  const take = async (head: LedgerHead): Promise<HeadTaken> => {
    if (!(await isSigned(head))) return 'unsigned';
    const contradiction = judgeHead(heads, head);
    if (contradiction) return contradiction;
    const known = heads.some((entry) => entry.epoch === head.epoch && entry.seq === head.seq);
    if (!known) heads = [...heads, head].slice(-keep);
    if (!known || untidy) write(head);
    return known ? 'known' : 'kept';
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

/** `whole`: the file is nothing but whole lines of heads, so that a line may be added. Throws where it is unreadable. */
function readHeads(file: string): { heads: LedgerHead[]; whole: boolean } {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const lines = text.split('\n');
  const rest = lines.pop();
  const heads = [...lines, rest ?? ''].flatMap((line) => {
    try {
      const parsed = LedgerHead.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
  return { heads, whole: rest === '' && heads.length === lines.length };
}

function append(file: string, head: LedgerHead): void {
  writeTo(file, 'a', `${JSON.stringify(head)}\n`);
}

function rewrite(folder: string, file: string, heads: readonly LedgerHead[]): void {
  writeTo(`${file}.new`, 'w', heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
  renameSync(`${file}.new`, file);
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function writeTo(file: string, flags: 'a' | 'w', text: string): void {
  const bytes = Buffer.from(text);
  const handle = openSync(file, flags, 0o600);
  try {
    // A disk that is nearly full takes a part, and fails with the next one.
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
