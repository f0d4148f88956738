import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { maskLine } from './mask.ts';

/**
 * The newest part of the host's log, masked before it is written, so that what lies there is what may leave. Two files
 * that take turns: it is never larger than twice {@link FILE_BYTES}. A log that cannot be written stops nothing.
 */

const FILE_BYTES = 2 * 1024 * 1024;
const NEW = 'host.log';
const OLD = 'host.old.log';
/** Masked lines of one size of gzip: what is longer loses its oldest lines. */
const TEXT_BYTES_MAX = 3 * 1024 * 1024;

export interface LogRing {
  /** A line of pino. */
  write(line: string): void;
  /** gzip of the lines from then on (ms since the epoch), newest kept where they are too many. Never above `most` bytes. */
  bundle(since: number, head: object, most: number): Buffer;
  /** The last line could be written. */
  writable(): boolean;
}

export function openLogRing(folder: string): LogRing {
  const file = path.join(folder, NEW);
  let good = true;
  let size = 0;
  try {
    mkdirSync(folder, { recursive: true });
    size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    good = false;
  }
  return {
    write(line) {
      const masked = maskLine(line);
      if (masked === null) return;
      try {
        if (size > FILE_BYTES) {
          renameSync(file, path.join(folder, OLD));
          size = 0;
        }
        const text = `${masked}\n`;
        appendFileSync(file, text, { mode: 0o600 });
        size += Buffer.byteLength(text);
        good = true;
      } catch {
        good = false;
      }
    },
    writable: () => good,
    bundle(since, head, most) {
      const lines = [OLD, NEW].flatMap((name) => linesOf(path.join(folder, name)));
      // Masked once more: the file may be of an older program.
      let kept = lines.filter((line) => timeOf(line) >= since).flatMap((line) => maskLine(line) ?? []);
      for (;;) {
        const text = newest(kept, TEXT_BYTES_MAX);
        const packed = gzipSync(`${[JSON.stringify(head), ...text].join('\n')}\n`);
        if (packed.length <= most || text.length === 0) return packed;
        kept = text.slice(Math.ceil(text.length / 2));
      }
    },
  };
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}

function timeOf(line: string): number {
  const [, time] = /"time":(\d{13})/.exec(line) ?? [];
  return Number(time ?? 0);
}

function newest(lines: readonly string[], bytes: number): string[] {
  let left = bytes;
  let from = lines.length;
  while (from > 0) {
    left -= Buffer.byteLength(lines[from - 1] as string) + 1;
    if (left < 0) break;
    from -= 1;
  }
  return lines.slice(from);
}
