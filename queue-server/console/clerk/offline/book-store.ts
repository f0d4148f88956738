import { type PaperBook, parseBook, pending } from './paper-book.ts';

const PREFIX = 'hall-paper-';

/** The book of a window in this browser; null where there is none. */
export function readBook(window: string): PaperBook | null {
  return parseBook(localStorage.getItem(PREFIX + window));
}

export function writeBook(book: PaperBook): void {
  localStorage.setItem(PREFIX + book.window, JSON.stringify(book));
}

/** Books of this browser that still hold numbers the hall does not know. */
export function unsentBooks(): PaperBook[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .flatMap((key) => parseBook(localStorage.getItem(key)) ?? [])
    .filter((book) => pending(book).length > 0);
}
