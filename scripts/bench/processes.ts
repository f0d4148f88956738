import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  rmSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadHallConfig } from '@hall/queue-server/hall/config/load';
import { withoutHours } from '@hall/queue-server/hall/demo';
import type { HallConfig } from '@hall/shared/contracts/hall-config';
import { HallChild } from '../launch/child.ts';
import { ROOT } from '../launch/options.ts';

/** Magic of tmpfs and ramfs: a durable write there proves nothing. */
const MEMORY_FILE_SYSTEMS = new Set([0x01021994, 0x858458f6]);

/** A folder on a disk; refuses a file system in memory. */
export function diskFolder(): string {
  for (const base of [process.env['YICHUANG_BENCH_DIR'], tmpdir(), ROOT]) {
    if (base === undefined || MEMORY_FILE_SYSTEMS.has(statfsSync(base).type)) continue;
    return mkdtempSync(path.join(base, 'yichuang-bench-'));
  }
  throw new Error(
    'Temporary folder and project lie in memory: set YICHUANG_BENCH_DIR to a folder on a disk.',
  );
}

/** Median milliseconds of a 4 KiB write with fsync: what the disk costs. */
export function fsyncMs(folder: string): number {
  const file = path.join(folder, 'fsync-probe');
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(4096, 1);
  const times = Array.from({ length: 200 }, () => {
    const began = performance.now();
    writeSync(handle, block, 0, block.length, 0);
    fsyncSync(handle);
    return performance.now() - began;
  }).sort((a, b) => a - b);
  closeSync(handle);
  rmSync(file);
  return times[100] as number;
}

/** A frozen baseline as a process of its own; `args` are its command line. */
export async function startBare(
  script: string,
  args: readonly string[],
): Promise<{ port: number; stop(): Promise<void> }> {
  const { said, stop } = await startScript(script, args);
  return { port: said.port, stop };
}

/** The frozen baseline of `bench stall`, which has a port for MQTT too. */
export async function startBareReads(): Promise<{ port: number; mqttPort: number; stop(): Promise<void> }> {
  const { said, stop } = await startScript('read-server.mjs', []);
  return { port: said.port, mqttPort: said.mqttPort as number, stop };
}

async function startScript(script: string, args: readonly string[]) {
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/bench/bare', script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  const said = JSON.parse(line.toString()) as { port: number; mqttPort?: number };
  return { said, stop: () => end(child) };
}

export interface BenchHall {
  readonly port: number;
  readonly mqttPort: number;
  readonly hall: string;
  readonly config: HallConfig;
  password(username: string): string;
  secret(device: string): string;
  /** Changes when the process ends by itself and is started again. */
  pid(): number | undefined;
  stop(): Promise<void>;
}

interface HallReady {
  readonly port: number;
  readonly mqttPort: number;
  readonly hall: string;
  readonly demo: {
    logins: { username: string; password: string }[];
    devices: { id: string; secret: string }[];
  };
}

export interface BenchHallOptions {
  /** Besides the environment of the bench. */
  readonly env?: Readonly<Record<string, string>>;
  /** The hall's data folder, before there is anything in it, and the configuration: what was before the bench. */
  readonly past?: (data: string, config: HallConfig) => void;
  /** Called when everything is prepared, right before the process is started. */
  readonly starting?: (ports: { readonly port: number; readonly mqttPort: number }) => void;
}

/** The demo hall, open at any hour, with what a bench changes. */
export function benchConfig(change: (config: HallConfig) => HallConfig): HallConfig {
  const demo = loadHallConfig(path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml'));
  if (!demo.ok) throw new Error(demo.error.message);
  return change(withoutHours(demo.value));
}

/** The hall server as `npm start` runs it: its own process, login, validation, logging to a file. */
export async function startBenchHall(
  folder: string,
  change: (config: HallConfig) => HallConfig,
  options: BenchHallOptions = {},
): Promise<BenchHall> {
  const config = benchConfig(change);
  // JSON is YAML.
  writeFileSync(path.join(folder, 'hall.yaml'), JSON.stringify(config));
  writeFileSync(path.join(folder, 'platform-credential'), 'x'.repeat(43), { mode: 0o600 });
  // Fixed, so that a hall that is started again is found where it was.
  const [port, mqttPort] = [await freePort(), await freePort()];
  const readyFile = path.join(folder, 'ready.json');
  const child = new HallChild({
    name: 'bench-hall',
    script: path.join(ROOT, 'queue-server/hall/main.ts'),
    args: [
      ...[
        '--config',
        path.join(folder, 'hall.yaml'),
        '--data',
        path.join(folder, 'hall'),
        '--keys',
        path.join(folder, 'keys'),
      ],
      ...[
        '--port',
        String(port),
        '--mqtt-port',
        String(mqttPort),
        '--platform-url',
        'http://127.0.0.1:9',
        '--demo',
        '--ready-file',
        readyFile,
      ],
      ...['--platform-credential-file', path.join(folder, 'platform-credential')],
      ...['--log-file', path.join(folder, 'hall.log')],
    ],
    readyFile,
    logFolder: folder,
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  options.past?.(path.join(folder, 'hall'), config);
  options.starting?.({ port, mqttPort });
  const ready = await child.start<HallReady>();
  const found = (value: string | undefined): string => {
    if (value === undefined) throw new Error('not in the demo hall');
    return value;
  };
  return {
    port: ready.port,
    mqttPort: ready.mqttPort,
    hall: ready.hall,
    config,
    password: (username) => found(ready.demo.logins.find((login) => login.username === username)?.password),
    secret: (device) => found(ready.demo.devices.find((entry) => entry.id === device)?.secret),
    pid: () => child.pid,
    stop: () => child.stop(),
  };
}

/** A free port below those of outgoing connections. */
async function freePort(): Promise<number> {
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

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
