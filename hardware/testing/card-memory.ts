import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChildTask, FromChild, ToChild } from './card-memory-child.ts';

/** Where a canary was seen: how often in the process's writable memory, and whether in its heap snapshot. */
export interface Traces {
  readonly memory: Readonly<Record<string, number>>;
  readonly snapshot: readonly string[];
}

export interface Canaries {
  readonly texts: readonly string[];
  /** Some bytes of the picture that occur nowhere else. */
  readonly photo: Uint8Array;
}

const CHILD = fileURLToPath(new URL('./card-memory-child.ts', import.meta.url));
const CHUNK_BYTES = 4 * 1024 * 1024;

/** Words to put behind a skipped test's name, or `undefined` where a child's memory can be read. */
export function whyMemoryIsClosed(): string | undefined {
  return existsSync('/proc/self/mem') ? undefined : ' [skipped: there is no /proc/PID/mem]';
}

/**
 * Lets a process of its own read a card that `lay` lays once it is ready, and looks for the canaries in what is left
 * of it: in its writable memory as UTF-16LE and UTF-8, and in its heap snapshot.
 */
export async function tracesOfCard(task: ChildTask, lay: () => void, canaries: Canaries): Promise<Traces> {
  const child = fork(CHILD, [JSON.stringify(task)], { execArgv: ['--expose-gc'] });
  const exited = once(child, 'exit');
  const told = (did: FromChild['did']): Promise<void> =>
    new Promise((resolve, reject) => {
      child.on('message', (message: FromChild) => {
        if (message.did === did) resolve();
      });
      child.once('exit', () => reject(new Error(`the child ended before it said ${did}`)));
    });
  const tell = (message: ToChild): void => void child.send(message);
  const file = join(tmpdir(), `card-${child.pid}.heapsnapshot`);
  try {
    const read = told('read');
    await told('ready');
    lay();
    await read;
    // Before the snapshot, which copies every string that lives.
    const memory = scan(child.pid!, canaries);
    const written = told('snapshot');
    tell({ do: 'snapshot', file });
    await written;
    const { strings } = JSON.parse(readFileSync(file, 'utf8')) as { strings: string[] };
    return {
      memory,
      snapshot: canaries.texts.filter((canary) => strings.some((text) => text.includes(canary))),
    };
  } finally {
    rmSync(file, { force: true });
    if (child.exitCode === null) tell({ do: 'end' });
    await exited;
  }
}

function scan(pid: number, { texts, photo }: Canaries): Record<string, number> {
  const needles = texts.flatMap((text) =>
    (['utf16le', 'utf8'] as const).map((encoding): [string, Buffer] => [
      `${text} ${encoding}`,
      Buffer.from(text, encoding),
    ]),
  );
  needles.push(['photo', Buffer.from(photo)]);
  const found: Record<string, number> = {};
  const overlap = Math.max(...needles.map(([, needle]) => needle.length)) - 1;
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES + overlap);
  try {
    for (const { start, end } of writableMappings(pid)) {
      for (let at = start; at < end; at += CHUNK_BYTES) {
        const length = readAt(memory, chunk, at, Math.min(chunk.length, end - at));
        const bytes = chunk.subarray(0, length);
        for (const [name, needle] of needles) {
          for (
            let hit = bytes.indexOf(needle);
            hit >= 0 && hit < CHUNK_BYTES;
            hit = bytes.indexOf(needle, hit + 1)
          ) {
            found[name] = (found[name] ?? 0) + 1;
          }
        }
      }
    }
  } finally {
    closeSync(memory);
  }
  return found;
}

function readAt(memory: number, into: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch {
    // Mapped, and not to be read (guard pages, devices), or gone since the list was made.
    return 0;
  }
}

function writableMappings(pid: number): { start: number; end: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, start, end, mode] = /^([0-9a-f]+)-([0-9a-f]+) (\S+) /.exec(line) ?? [];
      if (start === undefined || end === undefined || mode?.startsWith('rw') !== true) return [];
      return [{ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) }];
    });
}
