import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DockState } from '@hall/hardware/simulators/dock-contract';
import type { DemoSurfaces } from '@hall/shared/contracts/feed';
import { ROOT } from '../launch/options.ts';

/** The ready file of `npm start`, as a script from outside reads it. */
export interface Ready {
  readonly hall: string;
  readonly api: string;
  readonly surfaces: DemoSurfaces;
  readonly mqtt: { readonly tcp: string; readonly webSocket: string };
  readonly tls: { readonly api: string; readonly mqtt: string; readonly caFingerprint: string };
  readonly simulators: { readonly dock: string };
  readonly devices: readonly { id: string; secret: string }[];
  readonly data: string;
  readonly pids: Record<string, number>;
}

export interface RunningDemo {
  readonly ready: Ready;
  /** As the ready file says now: process ids change. */
  reread(): Ready;
  secret(device: string): string;
  password(username: string): string;
  dock(action: string, body?: object): Promise<void>;
  dockState(): Promise<DockState>;
  dockFile(file: string): Promise<Buffer>;
  stop(): Promise<void>;
}

const START_MS = 55_000;
const PORTS = 13;

/** Runs what `npm start` runs, on free ports and in a folder of its own. */
export async function startDemo(): Promise<RunningDemo> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yichuang-e2e-'));
  const readyFile = path.join(folder, 'ready.json');
  const port = await freeBlock(PORTS);
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      path.join(ROOT, 'scripts/start.ts'),
      ...['--port', String(port), '--data', path.join(folder, 'data'), '--ready-file', readyFile],
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const until = Date.now() + START_MS;
  while (!existsSync(readyFile)) {
    if (child.exitCode !== null || Date.now() > until) {
      await end(child);
      throw new Error(`the demo hall did not start:\n${output}`);
    }
    await sleep(100);
  }
  const reread = () => JSON.parse(readFileSync(readyFile, 'utf8')) as Ready;
  const ready = reread();
  const { dock } = ready.simulators;
  const found = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw new Error(`the demo has no ${what}`);
    return value;
  };
  return {
    ready,
    reread,
    secret: (device) => found(ready.devices.find((entry) => entry.id === device)?.secret, device),
    password: (username) =>
      found(ready.surfaces.logins.find((login) => login.username === username)?.password, username),
    async dock(action, body = {}) {
      const response = await fetch(`${dock}api/${action}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`${action}: ${response.status} ${await response.text()}`);
    },
    dockState: async () => (await (await fetch(`${dock}api/state`)).json()) as DockState,
    dockFile: async (file) => Buffer.from(await (await fetch(`${dock}api/${file}`)).arrayBuffer()),
    async stop() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** The first of `count` free ports in a row, below those of outgoing connections. */
export async function freeBlock(count: number): Promise<number> {
  for (let first = 12_000 + (process.pid % 500) * 20; first < 32_000; first += count) {
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no free ports');
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Waits until a value is there; the test's own time-out ends it. */
export async function eventually<T>(look: () => Promise<T | null | undefined | false>): Promise<T> {
  for (;;) {
    const value = await look();
    if (value) return value;
    await sleep(100);
  }
}
