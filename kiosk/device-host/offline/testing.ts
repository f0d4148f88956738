import { type Book, type BookRecord, EMPTY_BOOK, evolveBook } from './book.ts';
import type { BookFile } from './book-file.ts';

/** A book without a disk, whose records can be looked at; `failing` is a disk that takes nothing. */
export function memoryBook(): BookFile & { readonly records: BookRecord[]; failing: boolean } {
  let book: Book = EMPTY_BOOK;
  const records: BookRecord[] = [];
  const file = {
    failing: false,
    records,
    get book() {
      return book;
    },
    write(...more: readonly BookRecord[]) {
      if (file.failing) throw new Error('the disk takes nothing');
      records.push(...more);
      book = more.reduce(evolveBook, book);
    },
    close() {},
  };
  return file;
}
