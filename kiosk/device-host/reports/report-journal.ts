import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { CertificateSlip, PrintReport } from '@hall/shared/contracts/commands';
import { RequestId, TicketId } from '@hall/shared/contracts/identifiers';
import { z } from 'zod';

const Paper = z.discriminatedUnion('of', [
  z.strictObject({ of: z.literal('ticket'), ticket: TicketId, ordinal: z.number().int().min(1) }),
  z.strictObject({ of: z.literal('certificate'), certificate: CertificateSlip.shape.certificate }),
]);
/** A print that the server must hear about. */
export type Paper = z.infer<typeof Paper>;

const Entry = z.strictObject({
  /** Also the requestId of the report. */
  id: RequestId,
  paper: Paper,
  /** Null while the paper is being printed. */
  report: PrintReport.nullable(),
});
export type JournalEntry = z.infer<typeof Entry>;

const FILE = 'print-reports.json';

export interface ReportJournal {
  /** Entries whose outcome is known, oldest first. */
  ready(): readonly JournalEntry[];
  /** Before the first byte goes to the printer. */
  begin(id: string, paper: Paper): void;
  /** Replaces the entry's outcome. */
  finish(id: string, paper: Paper, report: PrintReport): void;
  /** The server knows. */
  remove(id: string): void;
}

/**
 * Print reports that the server has not confirmed, on disk before anything else follows from them (written
 * aside, fsync'd, renamed). A print that was under way when the machine stopped becomes `unknown`. No personal
 * data: ticket ids and outcomes.
 *
 * Throws when the folder cannot be written: a host that would lose reports must not start. A damaged file is
 * put aside as `print-reports.json.damaged`, not overwritten.
 */
export function openReportJournal(folder: string): ReportJournal {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, FILE);
  const entries = new Map<string, JournalEntry>(readEntries(file).map((entry) => [entry.id, entry]));
  for (const entry of entries.values()) {
    if (entry.report === null) {
      entries.set(entry.id, { ...entry, report: { outcome: 'unknown', reason: 'HOST_RESTARTED' } });
    }
  }
  const save = (): void => writeDurably(folder, file, JSON.stringify([...entries.values()]));
  save();

  return {
    ready: () => [...entries.values()].filter((entry) => entry.report !== null),
    begin(id, paper) {
      entries.set(id, { id, paper, report: null });
      save();
    },
    finish(id, paper, report) {
      entries.set(id, { id, paper, report });
      save();
    },
    remove(id) {
      if (entries.delete(id)) save();
    },
  };
}

function readEntries(file: string): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw problem;
  }
  try {
    return z.array(Entry).parse(JSON.parse(text));
  } catch {
    renameSync(file, `${file}.damaged`);
    return [];
  }
}

function writeDurably(folder: string, file: string, text: string): void {
  const aside = `${file}.new`;
  const handle = openSync(aside, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(aside, file);
  // The rename itself is durable only with its folder.
  const folderHandle = openSync(folder, 'r');
  try {
    fsyncSync(folderHandle);
  } finally {
    closeSync(folderHandle);
  }
}
