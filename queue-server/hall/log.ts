import { type Logger, pino } from 'pino';
import type { LogFiles } from './log-files.ts';

/** Names of fields that may hold something about a person or a secret; masked wherever they stand in a line. */
const MASKED = new Set([
  'person',
  'name',
  'holder',
  'idNumber',
  'phone',
  'address',
  'birth',
  'comment',
  'password',
  'secret',
  'token',
  'cookie',
  'authorization',
]);
const MASK = '[masked]';

/** The one place where log lines lose what they must not say; code never logs bodies in the first place. */
export function masked(line: Record<string, unknown>): Record<string, unknown> {
  let result = line;
  for (const key in line) {
    const value = line[key];
    const clean = MASKED.has(key)
      ? MASK
      : typeof value === 'object' && value !== null && !(value instanceof Error)
        ? masked(value as Record<string, unknown>)
        : value;
    if (clean === value) continue;
    if (result === line) result = { ...line };
    result[key] = clean;
  }
  return result;
}

/** Lines are handed over this many characters at a time, or after a second. */
const BLOCK = 16_384;
const HAND_OVER_MS = 1_000;

/** Where blocks of lines go. */
interface Sink {
  write(lines: string): void;
  flushSync(): void;
}

/**
 * Lines on their way to a file. They are gathered in a list and joined once a block: appending each to one
 * long string, as sonic-boom does by itself, reads that string anew for every line.
 */
class LogLines {
  readonly #sink: Sink;
  #lines: string[] = [];
  #length = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
    setInterval(() => this.#handOver(), HAND_OVER_MS).unref();
    process.on('exit', () => this.flushSync());
  }

  write(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
    if (this.#length >= BLOCK) this.#handOver();
  }

  /** At the end; pino calls it after a fatal line, too. */
  flushSync(): void {
    this.#handOver();
    this.#sink.flushSync();
  }

  #handOver(): void {
    if (this.#length === 0) return;
    this.#sink.write(this.#lines.join(''));
    this.#lines = [];
    this.#length = 0;
  }
}

/** For a terminal, or a supervisor that keeps the output itself. */
function standardOutput(): Sink {
  const output = pino.destination({ dest: 1, sync: false });
  let open = false;
  output.once('ready', () => {
    open = true;
  });
  // A reader that went away must not end the hall.
  output.on('error', () => {});
  return {
    write: (lines) => void output.write(lines),
    flushSync() {
      try {
        if (open) output.flushSync();
      } catch {
        // Nobody is left to tell.
      }
    },
  };
}

/** Structured logs, JSON lines, written in the background: a slow disk must not stall a request. */
export function openLog(service: string, files: LogFiles | null): Logger {
  return pino(
    {
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { log: masked },
    },
    new LogLines(files ?? standardOutput()),
  );
}
