import { spawn } from 'node:child_process';
import type { Fault, Result } from '@hall/shared/contracts/result';
import { err, fault, ok } from '@hall/shared/contracts/result';
import type { Clock } from '../../clock.ts';
import type { DocumentScannerFaultCode } from './status.ts';
import { faultOfExit } from './status.ts';

/** Between asking politely (the scanner's carriage goes home) and ending it. */
export const END_POLITELY_MS = 2_000;
/** A process that hangs in the kernel ends never: it is left alone after this long. */
export const GIVE_UP_MS = 2_000;
/** Its words are for technicians: a screenful. */
const MAX_STDERR_BYTES = 8 * 1024;

export interface ScanimageRun {
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface ScanimageOptions {
  /** Default `scanimage`, from the package sane-utils. */
  readonly program: string;
  readonly args: readonly string[];
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called for each line of standard output, which then is not gathered. */
  readonly onLine?: (line: string) => void;
  /** It cannot be ended; the promise resolves should it end after all. */
  readonly onStuck?: (gone: Promise<void>) => void;
}

/**
 * Runs scanimage in a process group of its own, without a shell, and ends the whole group at the deadline. Resolves
 * in any case, also when the process cannot be ended. A vendor's backend may start helpers: they end with it.
 */
export function runScanimage(
  options: ScanimageOptions,
): Promise<Result<ScanimageRun, Fault<DocumentScannerFaultCode>>> {
  const { clock, signal } = options;
  const { promise, resolve } = Promise.withResolvers<Result<ScanimageRun, Fault<DocumentScannerFaultCode>>>();
  if (signal.aborted) return Promise.resolve(err(fault('CLOSED', 'the driver is closed')));
  const child = spawn(options.program, options.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    // Its words are read: they must be English.
    env: { ...process.env, LC_ALL: 'C', LANGUAGE: 'C' },
  });
  const chunks: Buffer[] = [];
  const words: Buffer[] = [];
  let size = 0;
  let wordsSize = 0;
  let line = '';
  let why: Fault<DocumentScannerFaultCode> | null = null;
  let cancelTimer: () => void = () => undefined;
  const gone = Promise.withResolvers<void>();

  const kill = (how: 'SIGTERM' | 'SIGKILL'): void => {
    try {
      // Minus: the group, not only its first process.
      if (child.pid !== undefined) process.kill(-child.pid, how);
    } catch {
      // It has ended in between.
    }
  };
  function finish(result: Result<ScanimageRun, Fault<DocumentScannerFaultCode>>): void {
    cancelTimer();
    signal.removeEventListener('abort', onAbort);
    if (!result.ok) for (const chunk of chunks) chunk.fill(0);
    resolve(result);
  }
  function endIt(code: DocumentScannerFaultCode, message: string): void {
    if (why !== null) return;
    why = fault(code, message);
    cancelTimer();
    kill('SIGTERM');
    cancelTimer = clock.after(END_POLITELY_MS, () => {
      kill('SIGKILL');
      cancelTimer = clock.after(GIVE_UP_MS, () => {
        child.stdout.destroy();
        child.stderr.destroy();
        child.unref();
        options.onStuck?.(gone.promise);
        finish(err(fault('STUCK', `${message}, and it cannot be ended`)));
      });
    });
  }
  const onAbort = (): void => endIt('CLOSED', 'the driver was closed');
  signal.addEventListener('abort', onAbort);
  cancelTimer = clock.after(options.deadlineMs, () =>
    endIt('DEADLINE', `not ready after ${options.deadlineMs} ms`),
  );

  child.stdout.on('data', (chunk: Buffer) => {
    if (options.onLine) {
      line += chunk.toString('latin1');
      const lines = line.split('\n');
      line = lines.pop() ?? '';
      for (const one of lines) options.onLine(one);
      return;
    }
    size += chunk.length;
    if (size > options.maxBytes) {
      chunk.fill(0);
      endIt('TOO_LARGE', `more than ${options.maxBytes} bytes`);
    } else chunks.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    wordsSize += chunk.length;
    // The last words tell why it ended.
    words.push(chunk);
    while (wordsSize - (words[0]?.length ?? 0) > MAX_STDERR_BYTES) wordsSize -= words.shift()!.length;
  });
  child.on('error', (problem) => {
    const isMissing = (problem as NodeJS.ErrnoException).code === 'ENOENT';
    gone.resolve();
    finish(
      err(
        isMissing
          ? fault('SCANIMAGE_MISSING', `${options.program} is not installed: install the package sane-utils`)
          : fault('IO_ERROR', problem.message),
      ),
    );
  });
  child.on('close', (code, endedBy) => {
    gone.resolve();
    // Helpers that it left behind.
    kill('SIGKILL');
    const stderr = Buffer.concat(words).toString('utf8').trim();
    if (why !== null) return finish(err(why));
    const failure = faultOfExit(code, stderr);
    if (failure === null) return finish(ok({ stdout: gathered(chunks, size), stderr }));
    const said = stderr.split('\n').findLast((one) => one.startsWith('scanimage: ')) ?? '';
    finish(err(fault(failure, said === '' ? `scanimage ended with ${code ?? endedBy}` : said)));
  });
  return promise;
}

function gathered(chunks: readonly Buffer[], size: number): Buffer {
  const whole = Buffer.alloc(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
    chunk.fill(0);
  }
  return whole;
}
