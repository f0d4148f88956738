import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Debian keeps daemon and drivers in a folder of their own; its `upsd` in sbin is a script that obeys the machine's
 * own /etc/nut only, so that folder comes last.
 */
const FOLDERS = [
  ...['/lib/nut', '/usr/lib/nut', '/usr/libexec/nut', '/usr/bin'],
  ...(process.env['PATH'] ?? '').split(':'),
  '/usr/sbin',
];
const FIRST_PORT = 20_000;
const LAST_PORT = 30_000;
const LOOK_AGAIN_MS = 50;
/** Generous: only a machine where it cannot start at all gets there. */
const START_MS = 15_000;
/** dummy-ups looks at its file this often (`pollinterval`, whole seconds). */
const DRIVER_POLL_S = 1;

/** NUT's own server with its own simulated device. */
export interface Upsd {
  readonly host: string;
  readonly port: number;
  /** Of the device in `ups.conf`. */
  readonly name: string;
  /** May LOGIN as a secondary. */
  readonly user: { readonly name: string; readonly password: string };
  /** The device's variables from now on, as `upsc` would print them. */
  set(variables: Readonly<Record<string, string>>): void;
  /** Ends the driver, as a pulled cable does: upsd goes on, and its data grow old. */
  stopDriver(): Promise<void>;
  startDriver(): Promise<void>;
  stop(): Promise<void>;
}

/** Why NUT's server cannot be used here, or null. */
export function upsdMissing(): string | null {
  const missing = ['upsd', 'dummy-ups', 'upsc'].filter((name) => find(name) === undefined);
  return missing.length === 0
    ? null
    : `not installed: ${missing.join(', ')} (Debian: nut-server, nut-client)`;
}

export async function startUpsd(variables: Readonly<Record<string, string>>): Promise<Upsd> {
  const folder = mkdtempSync(path.join(tmpdir(), 'upsd-'));
  const env = { ...process.env, NUT_CONFPATH: folder, NUT_STATEPATH: folder, NUT_ALTPIDPATH: folder };
  const port = await freePort();
  const user = { name: 'hall', password: 'a "quoted" pass\\word' };
  const write = (name: string, text: string): void => {
    writeFileSync(path.join(folder, `${name}.new`), text, { mode: 0o640 });
    renameSync(path.join(folder, `${name}.new`), path.join(folder, name));
  };
  // NUT drops to its own user unless told to stay; either way it reads what lies here.
  chmodSync(folder, 0o770);
  const owner = process.getuid?.() === 0 ? ['-u', 'root'] : [];
  write(
    'ups.conf',
    `[hall]\n\tdriver = dummy-ups\n\tport = hall.seq\n\tdesc = "Test device"\n\tmode = dummy-loop\n`,
  );
  write('upsd.conf', `LISTEN 127.0.0.1 ${port}\nSTATEPATH ${folder}\nMAXAGE 3\n`);
  write(
    'upsd.users',
    `[${user.name}]\n\tpassword = "${user.password.replace(/["\\]/g, (char) => `\\${char}`)}"\n\tupsmon secondary\n`,
  );
  const set = (next: Readonly<Record<string, string>>): void => {
    const lines = Object.entries(next).map(([key, value]) => `${key}: ${value}\n`);
    // Without a TIMER the looping driver would read the file without a pause.
    write('hall.seq', `${lines.join('')}TIMER ${DRIVER_POLL_S}\n`);
  };
  set(variables);

  let driver: ChildProcess | null = null;
  let server: ChildProcess | null = null;
  const said: string[] = [];
  const run = (name: string, args: readonly string[]): ChildProcess => {
    const child = spawn(find(name) as string, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => said.push(String(chunk)));
    }
    return child;
  };
  const upsc = (): string =>
    spawnSync(find('upsc') as string, [`hall@127.0.0.1:${port}`, 'ups.status'], { env, encoding: 'utf8' })
      .stdout;
  const startDriver = async (): Promise<void> => {
    driver = run('dummy-ups', ['-a', 'hall', '-F', ...owner, '-i', String(DRIVER_POLL_S)]);
    await until(() => existsSync(path.join(folder, 'dummy-ups-hall')), 'dummy-ups', said);
  };
  const stop = async (): Promise<void> => {
    for (const child of [server, driver]) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await startDriver();
    server = run('upsd', ['-F', ...owner]);
    await until(() => upsc() !== '', 'upsd', said);
  } catch (failure) {
    await stop();
    throw failure;
  }
  return {
    host: '127.0.0.1',
    port,
    name: 'hall',
    user,
    set,
    async stopDriver() {
      await end(driver);
      driver = null;
    },
    startDriver,
    stop,
  };
}

function find(name: string): string | undefined {
  return FOLDERS.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

async function until(ready: () => boolean, what: string, said: readonly string[]): Promise<void> {
  for (const giveUp = Date.now() + START_MS; Date.now() < giveUp; ) {
    if (ready()) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new Error(`${what} did not start: ${said.join('').slice(-2_000)}`);
}

/** Below 32768, where no outgoing connection can take it in between. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + Math.floor(Math.random() * (LAST_PORT - FIRST_PORT));
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

async function end(child: ChildProcess | null): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}
