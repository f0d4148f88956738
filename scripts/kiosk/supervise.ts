import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that ends at once is started again ever more slowly. */
const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5_000;
/** One that ran this long was well. */
const WELL_AFTER_MS = 30_000;
/** As long as a device host may need for a print under way. */
const STOP_WITHIN_MS = 9_000;
/** Its last words, for whoever reads the log. */
const WORDS = 2_000;

export interface Supervised {
  /** Settles with the exit code where the process ended before it had ever been well; else when it was stopped. */
  readonly failed: Promise<{ readonly code: number; readonly words: string } | null>;
  stop(): Promise<void>;
}

interface Ended {
  readonly code: number;
  readonly signal: NodeJS.Signals | null;
  /** The last it wrote. */
  readonly words: string;
}

/**
 * Keeps one program running until it is stopped. `isWell` is asked when it ends by itself: a program that never was is
 * not started again. What it writes goes where this process writes.
 */
export function supervise(
  command: readonly string[],
  options: {
    readonly env: NodeJS.ProcessEnv;
    readonly isWell: () => boolean;
    readonly log: (line: string) => void;
  },
): Supervised {
  let child: ChildProcess | null = null;
  let stopping = false;
  const over = Promise.withResolvers<{ code: number; words: string } | null>();

  async function run(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping) {
      const began = performance.now();
      const { code, signal, words } = await once();
      if (stopping) break;
      if (!options.isWell()) return over.resolve({ code, words });
      options.log(`it ended by itself (${signal ?? code}) and is started again`);
      if (performance.now() - began > WELL_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
      await sleep(pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
    over.resolve(null);
  }

  function once(): Promise<Ended> {
    const started = spawn(command[0] as string, command.slice(1), {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: options.env,
      // Ctrl-C goes to the whole group; only this process decides in which order things end.
      detached: true,
    });
    child = started;
    let words = '';
    started.stderr?.on('data', (chunk: Buffer) => {
      words = (words + chunk).slice(-WORDS);
      process.stderr.write(chunk);
    });
    return new Promise((resolve) => {
      started.once('error', (problem) => resolve({ code: 69, signal: null, words: problem.message }));
      started.once('close', (code, signal) => resolve({ code: code ?? 1, signal, words: words.trim() }));
    });
  }

  void run();
  return {
    failed: over.promise,
    async stop() {
      stopping = true;
      const running = child;
      if (running !== null && running.exitCode === null && running.signalCode === null) {
        const ended = new Promise((resolve) => running.once('close', () => resolve(true)));
        running.kill('SIGTERM');
        if (!(await Promise.race([ended, sleep(STOP_WITHIN_MS, false)]))) running.kill('SIGKILL');
      }
    },
  };
}
