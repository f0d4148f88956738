import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where the four programs are looked for; Debian keeps daemons in sbin, which is not on every PATH. */
const FOLDERS = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin'];
const FIRST_PORT = 20_000;
const LAST_PORT = 30_000;
const LOOK_AGAIN_MS = 50;
/** Generous: only a machine where it cannot start at all gets there. */
const START_MS = 15_000;

/** States that the fake print command can be put into; see `setCondition`. */
export type EveCondition = 'media-empty' | 'media-jam' | 'jam-but-complete' | 'fail' | 'hold';

export interface IppEvePrinter {
  readonly uri: string;
  /** `media-empty`, `media-jam` and `hold` keep a job until they are cleared; `fail` ends it with exit code 1. */
  setCondition(condition: EveCondition, on: boolean): void;
  /** How many documents the print command took to the end. */
  printed(): number;
  /** The plug is pulled (SIGKILL): its print command ends with it, and it forgets every job. */
  kill(): Promise<void>;
  /** Starts it again at the same address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Why `ippeveprinter` cannot be used here, or null. */
export function ippEvePrinterMissing(): string | null {
  if (process.platform !== 'linux') return 'ippeveprinter tests run on Linux only';
  const missing = ['ippeveprinter', 'dbus-daemon', 'avahi-daemon'].filter((name) => !find(name));
  if (missing.length > 0)
    return `not installed: ${missing.join(', ')} (Debian: cups-ipp-utils dbus avahi-daemon)`;
  return process.getuid?.() === 0 ? null : 'avahi-daemon starts as root only';
}

/** `ipptool` of cups-ipp-utils, or undefined. */
export function findIppTool(): string | undefined {
  return find('ipptool');
}

/**
 * Starts CUPS' own IPP Everywhere printer on localhost. It wants D-Bus and Avahi even without announcing
 * itself: both run as private children, on a bus of their own and on the loopback interface only.
 */
export async function startIppEvePrinter(): Promise<IppEvePrinter> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ippeve-'));
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.reverse()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const env = { ...process.env, DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${folder}/bus` };
    const run = (name: string, args: readonly string[], detached = false): ChildProcess => {
      const child = spawn(find(name)!, args, { env, stdio: 'ignore', detached });
      children.push(child);
      return child;
    };
    writeFileSync(`${folder}/bus.conf`, busConfig(folder));
    run('dbus-daemon', [`--config-file=${folder}/bus.conf`, '--nofork', '--nopidfile']);
    await until(() => existsSync(`${folder}/bus`), 'dbus-daemon');

    // A machine's own Avahi keeps the well-known pid file; ours would refuse to start beside it.
    if (spawnSync(find('avahi-daemon')!, ['--check']).status !== 0) {
      writeFileSync(
        `${folder}/avahi.conf`,
        '[server]\nallow-interfaces=lo\nuse-ipv6=no\n[publish]\ndisable-publishing=yes\n',
      );
      run('avahi-daemon', ['-f', `${folder}/avahi.conf`, '--no-drop-root', '--no-chroot', '--no-rlimits']);
      await until(() => spawnSync(find('avahi-daemon')!, ['--check']).status === 0, 'avahi-daemon');
    } else delete (env as Record<string, string | undefined>).DBUS_SYSTEM_BUS_ADDRESS;

    const port = await freePort();
    writeFileSync(`${folder}/print`, printCommand(folder), { mode: 0o755 });
    writeFileSync(`${folder}/a4.conf`, A4_ATTRIBUTES);
    const spool = mkdtempSync(path.join(folder, 'spool-'));
    const args = [
      ...['-p', String(port), '-n', 'localhost', '-d', spool, '-k'],
      ...['-a', `${folder}/a4.conf`, '-c', `${folder}/print`, '-r', 'off', 'Hall Test'],
    ];
    // A process group of its own: its print command is killed with it.
    let printer = run('ippeveprinter', args, true);
    await until(() => fetchable(port), 'ippeveprinter');
    return {
      async kill() {
        const exited = new Promise((resolve) => printer.once('exit', resolve));
        process.kill(-printer.pid!, 'SIGKILL');
        await exited;
      },
      async restart() {
        printer = run('ippeveprinter', args, true);
        await until(() => fetchable(port), 'ippeveprinter');
      },
      uri: `ipp://localhost:${port}/ipp/print`,
      setCondition(condition, on) {
        if (on) writeFileSync(`${folder}/${condition}`, '');
        else rmSync(`${folder}/${condition}`, { force: true });
      },
      printed: () => readdirSync(folder).filter((name) => name.startsWith('printed-')).length,
      stop,
    };
  } catch (failure) {
    await stop();
    throw failure;
  }
}

function find(name: string): string | undefined {
  return FOLDERS.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

function busConfig(folder: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=${folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/></policy></busconfig>`;
}

/** What ippeveprinter runs for each document; its stderr lines are the printer's state (man ippeveprinter). */
function printCommand(folder: string): string {
  return `#!/bin/sh
cd '${folder}' || exit 1
echo 'STATE: -media-jam-error' >&2
for reason in media-empty media-jam; do
  [ -f $reason ] || continue
  echo "STATE: +$reason-error" >&2
  while [ -f $reason ]; do sleep 0.05; done
  echo "STATE: -$reason-error" >&2
done
while [ -f hold ]; do sleep 0.05; done
[ -f jam-but-complete ] && echo 'STATE: +media-jam-error' >&2
[ -f fail ] && exit 1
cp "$1" "printed-$$"
exit 0
`;
}

/** `-a` excludes `-f`: the format stands here as well. */
const A4_ATTRIBUTES = `ATTR mimeMediaType document-format-default "application/pdf"
ATTR mimeMediaType document-format-supported "application/pdf"
ATTR keyword media-default "iso_a4_210x297mm"
ATTR keyword media-ready "iso_a4_210x297mm"
ATTR keyword media-supported "iso_a4_210x297mm"
`;

async function until(ready: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const giveUp = Date.now() + START_MS; Date.now() < giveUp; ) {
    if (await ready()) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  throw new Error(`${what} did not start`);
}

async function fetchable(port: number): Promise<boolean> {
  try {
    await (await fetch(`http://localhost:${port}/`)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
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

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await exited;
}
