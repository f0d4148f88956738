import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { PageRecord, PageTotals } from './outcome.ts';

export const PAGE_BOOK_FILE = 'page-printer.jsonl';
/** Names that are remembered; a certificate is asked for again within minutes, not two thousand jobs later. */
const KEPT_NAMES = 2_000;
/** The file is written anew when it has grown to this many lines. */
const MOST_LINES = 3 * KEPT_NAMES;

const Count = z.number().int().min(0);
const Line = z.discriminatedUnion('t', [
  /** About to be handed to the printer: from here on "nothing came out" needs the printer's word. */
  z.strictObject({ t: z.literal('sent'), job: z.string() }),
  /** Certain that nothing came out: may be sent again. */
  z.strictObject({ t: z.literal('void'), job: z.string() }),
  z.strictObject({
    t: z.literal('out'),
    job: z.string(),
    id: z.number().int(),
    sheets: Count,
    impressions: Count,
    source: z.enum(['printer', 'pdf']),
    /** False: some pages came, the job did not end well. */
    whole: z.boolean(),
  }),
  z.strictObject({
    t: z.literal('totals'),
    jobs: Count,
    sheets: Count,
    impressions: Count,
    countedFromPdf: Count,
  }),
]);
type Line = z.infer<typeof Line>;
type Out = Extract<Line, { t: 'out' }>;

/** What is known of a name: sent and not heard of since, or what came out. */
export type Known =
  | { readonly state: 'sent' }
  | { readonly state: 'out'; readonly id: number; readonly whole: boolean; readonly record: PageRecord };

/**
 * Which jobs were handed to the printer and what came of them, so that no page comes twice after a crash, and a
 * counter of paper. With a folder, each line is on the disk before anything follows from it; without one the book
 * is in memory. It holds job names and numbers only.
 */
export interface PageBook {
  known(jobName: string): Known | undefined;
  /** False: it could not be written, and nothing may be sent. */
  sent(jobName: string): boolean;
  nothingCame(jobName: string): void;
  cameOut(record: PageRecord, id: number, whole: boolean): void;
  totals(): PageTotals;
  /** Whether this printer counts its pages, as far as its last jobs tell. */
  printerCounts(): boolean;
  /** Whether what was sent before is known; false while the folder cannot be read. */
  isRead(): boolean;
  close(): void;
}

export function openPageBook(folder?: string): PageBook {
  const names = new Map<string, Known>();
  let totals: PageTotals = { jobs: 0, sheets: 0, impressions: 0, countedFromPdf: 0 };
  /** Believed only once it has counted. */
  let counts = false;
  let file: number | null = null;
  let written = 0;
  let isLoaded = folder === undefined;

  /** False while the folder cannot be read: what was sent before is then not known. */
  function load(): boolean {
    if (isLoaded || folder === undefined) return true;
    const lines = readLines(path.join(folder, PAGE_BOOK_FILE));
    if (lines === null) return false;
    isLoaded = true;
    for (const line of lines) take(line);
    return true;
  }

  function take(line: Line): void {
    if (line.t === 'totals') {
      const { t: _, ...sums } = line;
      totals = sums;
      return;
    }
    const { job } = line;
    const before = names.get(job);
    names.delete(job);
    if (line.t === 'sent') names.set(job, { state: 'sent' });
    if (line.t === 'out') {
      const { sheets, impressions, source } = line;
      const record: PageRecord = { jobName: job, sheets, impressions, source };
      names.set(job, { state: 'out', id: line.id, whole: line.whole, record });
      // A job may first be seen half out and then whole: it counts once.
      const counted = before?.state === 'out' ? before.record : null;
      totals = {
        jobs: totals.jobs + (counted ? 0 : 1),
        sheets: totals.sheets + sheets - (counted?.sheets ?? 0),
        impressions: totals.impressions + impressions - (counted?.impressions ?? 0),
        countedFromPdf:
          totals.countedFromPdf + (source === 'pdf' ? 1 : 0) - (counted?.source === 'pdf' ? 1 : 0),
      };
      if (line.whole) counts = source === 'printer';
    }
    for (const oldest of names.keys()) {
      if (names.size <= KEPT_NAMES) break;
      names.delete(oldest);
    }
  }

  function current(): Line[] {
    const kept: Line[] = [];
    for (const [job, known] of names) {
      if (known.state === 'sent') kept.push({ t: 'sent', job });
      else {
        const { sheets, impressions, source } = known.record;
        kept.push({ t: 'out', job, id: known.id, sheets, impressions, source, whole: known.whole });
      }
    }
    // The sums come last: they count the names before them in.
    return [...kept, { t: 'totals', ...totals }];
  }

  /** A whole new file under the name: a torn or foreign line never stands before a good one. */
  function writeAnew(where: string): void {
    mkdirSync(where, { recursive: true });
    const target = path.join(where, PAGE_BOOK_FILE);
    const all = current();
    const fresh = openSync(`${target}.new`, 'w', 0o600);
    try {
      writeSync(fresh, all.map((line) => `${JSON.stringify(line)}\n`).join(''));
      fsyncSync(fresh);
    } finally {
      closeSync(fresh);
    }
    renameSync(`${target}.new`, target);
    const directory = openSync(where, 'r');
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
    closeFile();
    file = openSync(target, 'a', 0o600);
    written = all.length;
  }

  function closeFile(): void {
    if (file === null) return;
    try {
      closeSync(file);
    } catch {
      // What counts is on the disk already, or was said to have failed.
    }
    file = null;
  }

  /** Whether the line is on the disk; where it is not, the file is written anew next time. */
  function append(line: Line): boolean {
    if (folder === undefined) return true;
    if (!load()) return false;
    try {
      if (file === null || written >= MOST_LINES) writeAnew(folder);
      writeSync(file!, `${JSON.stringify(line)}\n`);
      fsyncSync(file!);
      written += 1;
      return true;
    } catch {
      closeFile();
      return false;
    }
  }

  load();
  return {
    known(jobName) {
      load();
      return names.get(jobName);
    },
    sent(jobName) {
      const line: Line = { t: 'sent', job: jobName };
      if (!append(line)) return false;
      take(line);
      return true;
    },
    nothingCame(jobName) {
      const line: Line = { t: 'void', job: jobName };
      take(line);
      append(line);
    },
    cameOut({ jobName, sheets, impressions, source }, id, whole) {
      const line: Out = { t: 'out', job: jobName, id, sheets, impressions, source, whole };
      take(line);
      append(line);
    },
    totals: () => totals,
    printerCounts: () => counts,
    isRead: load,
    close: closeFile,
  };
}

/**
 * What stands in the file; a line half written in a power cut was never acted on, and is dropped. Null: the disk
 * does not let it be read.
 */
function readLines(target: string): Line[] | null {
  let text: string;
  try {
    text = readFileSync(target, 'utf8');
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'ENOENT' ? [] : null;
  }
  const lines: Line[] = [];
  for (const one of text.split('\n')) {
    try {
      const parsed = Line.safeParse(JSON.parse(one));
      if (parsed.success) lines.push(parsed.data);
    } catch {
      // Torn, or no JSON.
    }
  }
  return lines;
}
