import { readFileSync } from 'node:fs';
import type { Outcome } from './told.ts';

/** What the machine itself says of papers that are in no book: how each print of them ended. */
export interface Accounts {
  readonly bookings: readonly Outcome[];
  readonly lists: readonly Outcome[];
}

const BOOKING = 'booking paper';
const LIST = 'a list of materials';

/** Reads a device host's log on, from where it stopped last. */
export class HostLog {
  readonly #file: string;
  #read = 0;

  constructor(file: string) {
    this.#file = file;
  }

  read(): Accounts {
    const text = readFileSync(this.#file).subarray(this.#read);
    // The last line may still be on its way.
    const end = text.lastIndexOf('\n') + 1;
    this.#read += end;
    const lines = text
      .subarray(0, end)
      .toString()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as { readonly msg?: string; readonly outcome?: Outcome });
    const of = (msg: string) =>
      lines.flatMap((line) => (line.msg === msg && line.outcome !== undefined ? [line.outcome] : []));
    return { bookings: of(BOOKING), lists: of(LIST) };
  }
}
