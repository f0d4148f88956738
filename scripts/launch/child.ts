import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ROOT } from './options.ts';

const READY_POLL_MS = 25;
/** A cold start on a slow disk; a warm one takes half a second. */
const READY_WITHIN_MS = 40_000;
const RESTART_AFTER_MS = 300;
/** A process that ends more often than this in a minute is broken, not unlucky. */
const RESTARTS_A_MINUTE = 20;
/** Requests leave much short-lived memory: room for it makes collections rare and short. */
const NODE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
  '--initial-old-space-size=256',
];
const STOP_WITHIN_MS = 6_000;
/** A killed process ends at once, unless a disk that does not answer holds it. */
const KILLED_WITHIN_MS = 2_000;
/** Goes into every child; its own program knows nothing of a launcher. */
const END_WITH_LAUNCHER = pathToFileURL(path.join(import.meta.dirname, 'end-with-launcher.ts')).href;
/** What Node compiled stays for the next start: it saves a third of the time to the first ticket. */
const COMPILED = path.join(ROOT, 'node_modules', '.cache', 'compiled');

export interface ChildSpec {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly readyFile: string;
  readonly logFolder: string;
  /** Besides the environment of the launcher. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One process of the hall: started, watched, started again when it ends by itself, stopped at the end. */
export class HallChild {
  readonly spec: ChildSpec;
  readonly #onRestart: (child: HallChild) => void;
  /** It was given up on. */
  readonly #onDown: () => void;
  #process: ChildProcess | null = null;
  #stopping = false;
  #restarts: number[] = [];
  #errors = '';

  constructor(
    spec: ChildSpec,
    onRestart: (child: HallChild) => void = () => {},
    onDown: () => void = () => {},
  ) {
    this.spec = spec;
    this.#onRestart = onRestart;
    this.#onDown = onDown;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** What the process wrote into its ready file. Throws with the process's own sentence where it ends first. */
  async start<T>(): Promise<T> {
    // Whoever starts many may be told to stop in between.
    if (this.#stopping) throw new Error(`The ${this.spec.name} is not started: everything is stopping.`);
    this.#spawn();
    return (await this.#ready()) as T;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise<boolean>((resolve) => running.once('exit', () => resolve(true)));
    running.kill('SIGTERM');
    if (await Promise.race([ended, sleep(STOP_WITHIN_MS, false)])) return;
    running.kill('SIGKILL');
    await Promise.race([ended, sleep(KILLED_WITHIN_MS)]);
  }

  #spawn(): void {
    rmSync(this.spec.readyFile, { force: true });
    mkdirSync(this.spec.logFolder, { recursive: true });
    const log = openSync(path.join(this.spec.logFolder, `${this.spec.name}.out`), 'a', 0o600);
    const words = [...NODE_FLAGS, '--import', END_WITH_LAUNCHER, this.spec.script, ...this.spec.args];
    const child = spawn(process.execPath, words, {
      cwd: ROOT,
      env: { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...this.spec.env },
      // The channel closes when this process ends, however it does: see end-with-launcher.ts.
      stdio: ['ignore', log, 'pipe', 'ipc'],
      // Ctrl-C goes to the whole group; only the launcher decides in which order things end.
      detached: true,
    });
    closeSync(log);
    this.#errors = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk).slice(-4000);
    });
    child.on('exit', () => {
      if (!this.#stopping && this.#process === child) void this.#again();
    });
    this.#process = child;
  }

  async #again(): Promise<void> {
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < 60_000), now];
    if (this.#restarts.length > RESTARTS_A_MINUTE) {
      console.error(
        `The ${this.spec.name} keeps ending; it stays down. Its last words: ${this.#errors.trim()}`,
      );
      this.#onDown();
      return;
    }
    await sleep(RESTART_AFTER_MS);
    if (this.#stopping) return;
    console.error(`The ${this.spec.name} ended by itself and was started again.`);
    this.#spawn();
    try {
      await this.#ready();
      this.#onRestart(this);
    } catch (error) {
      console.error((error as Error).message);
    }
  }

  async #ready(): Promise<unknown> {
    const child = this.#process;
    const until = Date.now() + READY_WITHIN_MS;
    while (Date.now() < until) {
      if (existsSync(this.spec.readyFile)) {
        try {
          return JSON.parse(readFileSync(this.spec.readyFile, 'utf8'));
        } catch {
          // Half written: look again.
        }
      }
      if (child && (child.exitCode !== null || child.signalCode !== null)) {
        throw new Error(this.#errors.trim() || `The ${this.spec.name} ended before it was ready.`);
      }
      await sleep(READY_POLL_MS);
    }
    throw new Error(`The ${this.spec.name} did not become ready: see ${this.spec.logFolder}.`);
  }
}
