import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openReportJournal } from './report-journal.ts';

const PAPER = { of: 'ticket', ticket: '0123456789abcdef0123456789abcdef', ordinal: 1 } as const;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('gives back what was finished, after the process is gone', () => {
  openReportJournal(folder).finish('report-01', PAPER, { outcome: 'printed', proof: 'confirmed' });
  expect(openReportJournal(folder).ready()).toEqual([
    { id: 'report-01', paper: PAPER, report: { outcome: 'printed', proof: 'confirmed' } },
  ]);
});

it('makes a print that was under way unknown, never forgotten', () => {
  const journal = openReportJournal(folder);
  journal.begin('report-01', PAPER);
  expect(journal.ready()).toEqual([]);
  expect(openReportJournal(folder).ready()).toMatchObject([
    { report: { outcome: 'unknown', reason: 'HOST_RESTARTED' } },
  ]);
});

it('forgets what the server has taken, also on disk', () => {
  const journal = openReportJournal(folder);
  journal.finish('report-01', PAPER, { outcome: 'failed', reason: 'PAPER_OUT' });
  journal.remove('report-01');
  expect(openReportJournal(folder).ready()).toEqual([]);
});

it('puts a damaged file aside instead of overwriting it, and ignores a half-written one', () => {
  writeFileSync(path.join(folder, 'print-reports.json'), '[{"id":');
  writeFileSync(path.join(folder, 'print-reports.json.new'), 'half');
  expect(openReportJournal(folder).ready()).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(['print-reports.json', 'print-reports.json.damaged']);
  expect(readFileSync(path.join(folder, 'print-reports.json.damaged'), 'utf8')).toBe('[{"id":');
});
