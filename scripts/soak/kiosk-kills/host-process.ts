import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../launch/options.ts';

/** As the launcher does: what Node compiled stays for the next start. */
const COMPILED = path.join(ROOT, 'node_modules', '.cache', 'compiled');

/** The device host as its own process, on a fixed port; nobody starts it again but the soak. */
export class HostProcess {
  readonly #config: Readonly<Record<string, unknown>> & { readonly port: number };
  readonly #folder: string;
  #child: ChildProcess | null = null;

  constructor(folder: string, config: Readonly<Record<string, unknown>> & { readonly port: number }) {
    this.#config = config;
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#config.port}/`;
  }

  /** Returns at once: the page finds out when it is there. Nothing where it runs. */
  start(): void {
    if (this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null) return;
    const main = path.join(ROOT, 'kiosk/device-host/main.ts');
    const config = JSON.stringify({ ...this.#config, dataDir: path.join(this.#folder, 'data') });
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, '--config-json', config],
      {
        cwd: ROOT,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
      },
    );
    const keep = (chunk: Buffer): void => appendFileSync(path.join(this.#folder, 'host.log'), chunk);
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.#child = child;
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}
