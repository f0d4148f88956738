import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPageBook, PAGE_BOOK_FILE } from './page-book.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'page-book-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const record = (jobName: string, sheets = 1) =>
  ({ jobName, sheets, impressions: sheets, source: 'printer' }) as const;
const file = () => path.join(folder, PAGE_BOOK_FILE);

it('knows after a restart what was sent, what came out, and how much paper it took', () => {
  const book = openPageBook(folder);
  book.sent('a');
  book.sent('b');
  book.cameOut(record('b', 2), 7, true);
  book.sent('c');
  book.nothingCame('c');
  book.close();
  for (let restarts = 0; restarts < 3; restarts += 1) {
    const again = openPageBook(folder);
    expect(again.known('a')).toEqual({ state: 'sent' });
    expect(again.known('b')).toMatchObject({ state: 'out', id: 7, whole: true, record: record('b', 2) });
    expect(again.known('c')).toBeUndefined();
    expect(again.totals()).toEqual({ jobs: 1, sheets: 2, impressions: 2, countedFromPdf: 0 });
    again.sent('d');
    again.close();
  }
});

it('a line that was half written is dropped, and the next one stands on a line of its own', () => {
  const book = openPageBook(folder);
  book.sent('a');
  book.close();
  const whole = readFileSync(file(), 'utf8');
  for (let length = 0; length <= whole.length; length += 1) {
    writeFileSync(file(), whole.slice(0, length));
    const again = openPageBook(folder);
    expect(again.sent('next')).toBe(true);
    again.close();
    expect(openPageBook(folder).known('next')).toEqual({ state: 'sent' });
  }
  appendFileSync(file(), '{"t":"out","job":"a","sheets":-1}\nnot json\n\0\0\0\n');
  expect(openPageBook(folder).known('next')).toEqual({ state: 'sent' });
});

it('a job seen half out and then whole counts once', () => {
  const book = openPageBook(folder);
  book.cameOut(record('a', 1), 1, false);
  book.cameOut(record('a', 3), 1, true);
  expect(book.totals()).toMatchObject({ jobs: 1, sheets: 3 });
  book.close();
  expect(openPageBook(folder).totals()).toMatchObject({ jobs: 1, sheets: 3 });
});

it('whether the printer counts is learnt from its last job', () => {
  const book = openPageBook();
  expect(book.printerCounts()).toBe(false);
  book.cameOut({ ...record('a'), source: 'pdf' }, 1, true);
  expect(book.printerCounts()).toBe(false);
  book.cameOut(record('b'), 2, true);
  expect(book.printerCounts()).toBe(true);
});

it('old names are forgotten, the sums are not, and the file stays small', () => {
  const book = openPageBook(folder);
  // Written as a long-lived book would be, without its 6,000 waits for the disk.
  book.sent('first');
  book.close();
  const lines = Array.from({ length: 6_500 }, (_, n) =>
    JSON.stringify({
      t: 'out',
      job: `j${n}`,
      id: n,
      sheets: 1,
      impressions: 1,
      source: 'printer',
      whole: true,
    }),
  );
  appendFileSync(file(), `${lines.join('\n')}\n`);
  const again = openPageBook(folder);
  expect(again.totals()).toMatchObject({ jobs: 6_500, sheets: 6_500 });
  expect(again.known('j100')).toBeUndefined();
  expect(again.known('j6499')).toMatchObject({ state: 'out' });
  again.sent('last');
  again.close();
  expect(readFileSync(file(), 'utf8').split('\n').length).toBeLessThan(2_010);
  expect(openPageBook(folder).totals()).toMatchObject({ jobs: 6_500, sheets: 6_500 });
});
