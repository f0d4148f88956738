import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openReportJournal } from '../reports/report-journal.ts';
import { foretellPaper } from './foretold-paper.ts';

const TICKET = '0123456789abcdef0123456789abcdef';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'foretold-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const foretold = () => {
  const journal = openReportJournal(folder);
  let reports = 0;
  const onReport = (): void => {
    reports += 1;
  };
  const paper = foretellPaper({ journal, device: 'kiosk-1', onReport }, TICKET, 2);
  return { paper, journal, reports: () => reports };
};
const afterPowerCut = () =>
  openReportJournal(folder)
    .ready()
    .map(({ paper, report }) => ({ ...paper, report }));

it('says unknown of a paper that the machine died over before the answer', () => {
  const { journal } = foretold();
  expect(journal.ready()).toEqual([]);
  expect(afterPowerCut()).toEqual([
    { of: 'ticket', ticket: TICKET, ordinal: 2, report: { outcome: 'unknown', reason: 'HOST_RESTARTED' } },
  ]);
});

it('says unknown at once where no answer came', () => {
  const { paper, journal, reports } = foretold();
  paper.unanswered();
  expect(reports()).toBe(1);
  expect(journal.ready().map(({ report }) => report)).toEqual([{ outcome: 'unknown', reason: 'NO_ANSWER' }]);
});

it.each(['refused', 'printing'] as const)('leaves nothing behind once it is %s', (end) => {
  const { paper, reports } = foretold();
  paper[end]();
  expect(reports()).toBe(0);
  expect(afterPowerCut()).toEqual([]);
});
