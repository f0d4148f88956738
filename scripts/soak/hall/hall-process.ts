import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { StaffClient } from '../../crowd/http-client.ts';
import { ROOT } from '../../launch/options.ts';
import { soakConfig } from '../ground/ground.ts';

/** Far longer than any start takes, also on a machine that has much else to do. */
const READY_WITHIN_MS = 180_000;
const LOOK_MS = 10;
/** Who works in a soak. */
const STAFF = ['guide01', 'clerk05'];

interface Ready {
  readonly port: number;
  readonly mqttPort: number;
  readonly hall: string;
  readonly pid: number;
  readonly demo: {
    readonly logins: readonly { username: string; password: string }[];
    readonly devices: readonly { id: string; secret: string }[];
  };
}

export interface HallProcessOptions {
  /** Configuration, keys, logs and, where nothing else is said, data. */
  readonly folder: string;
  readonly data?: string;
  readonly logFile?: string;
  readonly change?: (config: HallConfig) => HallConfig;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** The hall server as its own process, without anyone who starts it again: that is the soak's business. */
export class HallProcess {
  readonly config: HallConfig;
  readonly data: string;
  readonly #options: HallProcessOptions;
  readonly #args: readonly string[];
  readonly #readyFile: string;
  #ready: Ready | null = null;
  #child: ChildProcess | null = null;
  #errors = '';

  private constructor(options: HallProcessOptions, ports: readonly [number, number]) {
    const { folder } = options;
    this.#options = options;
    this.data = options.data ?? path.join(folder, 'data');
    this.#readyFile = path.join(folder, 'ready.json');
    const withoutLock = soakConfig();
    const config = {
      ...withoutLock,
      calling: { ...withoutLock.calling, lockSeconds: 0 },
      // Only those who act here.
      staff: withoutLock.staff.filter(({ username }) => STAFF.includes(username)),
    };
    this.config = options.change?.(config) ?? config;
    mkdirSync(folder, { recursive: true });
    // JSON is YAML.
    writeFileSync(path.join(folder, 'hall.yaml'), JSON.stringify(this.config));
    writeFileSync(path.join(folder, 'platform-credential'), 'x'.repeat(43), { mode: 0o600 });
    this.#args = Object.entries({
      config: path.join(folder, 'hall.yaml'),
      data: this.data,
      keys: path.join(folder, 'keys'),
      port: String(ports[0]),
      'mqtt-port': String(ports[1]),
      'platform-url': 'http://127.0.0.1:9',
      'platform-credential-file': path.join(folder, 'platform-credential'),
      'ready-file': this.#readyFile,
      'log-file': options.logFile ?? path.join(folder, 'hall.log'),
      'demo-hours': 'always',
    }).flatMap(([name, value]) => [`--${name}`, value]);
  }

  /** A hall on fixed free ports, so that it is found again where it was. */
  static async start(options: HallProcessOptions): Promise<HallProcess> {
    const hall = new HallProcess(options, [await freePort(), await freePort()]);
    await hall.start();
    return hall;
  }

  get api(): string {
    return `http://127.0.0.1:${this.#told.port}/api/v1`;
  }
  get mqttUrl(): string {
    return `mqtt://127.0.0.1:${this.#told.mqttPort}`;
  }
  get pid(): number | undefined {
    return this.#child?.pid;
  }
  /** Whether it ended by itself. */
  get ended(): boolean {
    return this.#child === null || this.#child.exitCode !== null || this.#child.signalCode !== null;
  }
  /** What it said on stderr, the end of it. */
  get lastWords(): string {
    return this.#errors;
  }

  /** Resolves when it listens. Throws with its last words where it ends first. */
  async start(): Promise<void> {
    rmSync(this.#readyFile, { force: true });
    const main = path.join(ROOT, 'queue-server/hall/main.ts');
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', main, ...this.#args, '--demo', ...(this.#options.args ?? [])],
      { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...this.#options.env } },
    );
    this.#child = child;
    this.#errors = '';
    child.stderr?.on('data', (chunk) => {
      this.#errors = `${this.#errors}${chunk}`.slice(-4000);
    });
    const until = Date.now() + READY_WITHIN_MS;
    while (!existsSync(this.#readyFile)) {
      if (this.ended) throw new Error(`the hall does not start: ${this.#errors}`);
      if (Date.now() > until) throw new Error(`the hall is not ready within ${READY_WITHIN_MS} ms`);
      await sleep(LOOK_MS);
    }
    this.#ready = JSON.parse(readFileSync(this.#readyFile, 'utf8')) as Ready;
  }

  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    if (!child || this.ended) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  login(username: string): Promise<StaffClient> {
    const password = this.#told.demo.logins.find((login) => login.username === username)?.password;
    if (password === undefined) throw new Error(`the demo has no ${username}`);
    return StaffClient.login(this.api, username, password);
  }

  secret(device: string): string {
    const secret = this.#told.demo.devices.find((entry) => entry.id === device)?.secret;
    if (secret === undefined) throw new Error(`the demo has no ${device}`);
    return secret;
  }

  get #told(): Ready {
    if (!this.#ready) throw new Error('the hall has not started');
    return this.#ready;
  }
}

/** A free port below those of outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}
