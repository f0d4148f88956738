import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BookRecord, Issued } from './book.ts';
import { BOOK_FILE, openBookFile } from './book-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'offline-book-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const press = (n: number) => n.toString(16).padStart(32, '0');
const ticket = (n: number, more: Partial<Issued> = {}): Issued => ({
  ...{
    requestId: press(n),
    number: `G9${n}`,
    queue: 'invoices',
    items: [],
    day: '2026-11-23',
    takenAt: 1000 + n,
  },
  ...{ clockSure: true, class: 'ordinary', progressToken: press(n), shortCode: '4F2A9C' },
  ...more,
});
const issued = (n: number, more: Partial<Issued> = {}): BookRecord => ({
  ...{ t: 'issued', ticket: ticket(n, more), since: 900 },
});
const printed = (n: number): BookRecord => ({
  ...{ t: 'printed', requestId: press(n), report: { outcome: 'printed', proof: 'confirmed' } },
});
const file = () => path.join(folder, BOOK_FILE);
const wholeBook = () => {
  const opened = openBookFile(folder);
  opened.close();
  return opened.book;
};

describe('[N4] the book of a kiosk', () => {
  it('survives a power cut at every byte: a number that was written is used, one that was not never counted', () => {
    const before = openBookFile(folder);
    before.write(issued(93), printed(93));
    before.close();
    const sound = readFileSync(file());
    const after = openBookFile(folder);
    after.write(issued(94));
    after.close();
    const all = readFileSync(file());
    expect(all.length).toBeGreaterThan(sound.length);
    for (let length = sound.length; length <= all.length; length += 7) {
      writeFileSync(file(), all.subarray(0, Math.min(length, all.length)));
      const book = wholeBook();
      const numbers = [...book.open.values()].map((open) => open.ticket.number);
      expect(numbers[0]).toBe('G993');
      expect(book.used.map(({ n }) => n)).toEqual(numbers.map((number) => Number(number.slice(1))));
    }
    writeFileSync(file(), all);
    expect(wholeBook().open.get(press(94))?.report).toEqual({ outcome: 'unknown', reason: 'HOST_RESTARTED' });
  });

  it('gives up what was asked and not answered, and keeps the numbers of resolved tickets', () => {
    const opened = openBookFile(folder);
    opened.write({ t: 'asked', requestId: press(1) }, { t: 'asked', requestId: press(2) });
    opened.write({ t: 'answered', requestId: press(2) });
    opened.write(issued(93), printed(93));
    opened.write({ t: 'resolved', requestId: press(93), outcome: 'taken', ticket: press(7) });
    opened.close();
    const book = wholeBook();
    expect([...book.givenUp]).toEqual([press(1)]);
    expect(book.open.size).toBe(0);
    expect(book.used).toEqual([{ queue: 'invoices', n: 993, sure: true, day: '2026-11-23' }]);
    // And tidied a second time.
    expect(wholeBook()).toEqual({ ...book, resolved: new Map() });
  });

  it('reads every sound line around damage, and keeps the damaged file', () => {
    const opened = openBookFile(folder);
    opened.write(issued(93), printed(93));
    opened.write(issued(94), printed(94));
    opened.close();
    const text = readFileSync(file(), 'utf8');
    writeFileSync(file(), text.replace('G993', 'G9X3'));
    const book = wholeBook();
    expect([...book.open.values()].map((open) => open.ticket.number)).toEqual(['G994']);
    expect(existsSync(`${file()}.damaged`)).toBe(true);
  });

  it('drops half a line, and does not add to it', () => {
    const opened = openBookFile(folder);
    opened.write(issued(93), printed(93));
    opened.close();
    appendFileSync(file(), '0123456789abcdef {"t":"iss');
    const again = openBookFile(folder);
    again.write(issued(94), printed(94));
    again.close();
    expect(wholeBook().open.size).toBe(2);
    expect(existsSync(`${file()}.damaged`)).toBe(false);
  });

  it('forgets the numbers of a day that is over, but for those whose day was a guess', () => {
    const opened = openBookFile(folder);
    opened.write(issued(93), issued(94, { clockSure: false }), issued(95, { day: '2026-11-24' }));
    opened.close();
    expect(opened.book.used.map(({ n }) => n)).toEqual([994, 995]);
    expect(opened.book.day).toBe('2026-11-24');
  });
});
