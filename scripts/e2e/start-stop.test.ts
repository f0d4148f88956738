import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../launch/options.ts';
import { eventually, freeBlock, isFree, type Ready } from './demo-hall.ts';

/** What `npm start` and `npm run hall` leave behind, and what they say to a second one. The tests build on each other. */

const PORTS = 13;
const CHILDREN = ['dock', 'hall', 'kiosk', 'platform', 'window-host'];
const DEMO_HALL = path.join(ROOT, 'queue-server/hall/config/demo-hall.yaml');
/** Loopback is there, as on a machine whose cable was pulled. */
const OFFLINE = ['-n', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"'];
const CAN_UNSHARE = spawnSync('unshare', [...OFFLINE, 'true']).status === 0;
/** Processes are told by their command lines. */
const LINUX = existsSync('/proc/self/cmdline');

describe.skipIf(!LINUX)(LINUX ? 'start and stop' : 'start and stop (skipped: there is no /proc)', () => {
  let folder: string;
  let data: string;
  let readyFile: string;
  let port: number;
  let running: Run;
  let since: number;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'yichuang-start-'));
    data = path.join(folder, 'data');
    readyFile = path.join(folder, 'ready.json');
    port = await freeBlock(PORTS);
  });
  afterAll(() => {
    for (const child of started) child.kill('SIGKILL');
    for (const pid of processesOf(folder)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  });

  interface Run {
    readonly child: ChildProcess;
    readonly ended: Promise<number | null>;
    words(): string;
  }

  function run(script: string, args: readonly string[], before: readonly string[] = []): Run {
    const [program = '', ...rest] = [
      ...before,
      ...[process.execPath, '--disable-warning=ExperimentalWarning', path.join(ROOT, script), ...args],
    ];
    const child = spawn(program, rest, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    started.push(child);
    let words = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (words += chunk));
    return { child, ended: once(child, 'close').then(([code]) => code), words: () => words };
  }

  const start = (more: readonly string[] = [], before: readonly string[] = []) =>
    run('scripts/start.ts', [...['--port', String(port), '--data', data], ...more], before);
  const startReady = (before?: readonly string[]) => start(['--ready-file', readyFile], before);

  async function up({ child, words }: Run): Promise<Ready> {
    while (!existsSync(readyFile)) {
      if (child.exitCode !== null) throw new Error(words());
      await sleep(50);
    }
    return JSON.parse(readFileSync(readyFile, 'utf8')) as Ready;
  }

  async function expectNothingLeft(first = port): Promise<void> {
    expect(processesOf(folder)).toEqual([]);
    for (let each = first; each < first + PORTS; each += 1) expect(await isFree(each), `${each}`).toBe(true);
  }

  it('removes the ready file of an earlier run before it is up', async () => {
    writeFileSync(readyFile, JSON.stringify({ hall: 'stale' }));
    running = startReady();
    await eventually(async () => running.child.exitCode !== null || !existsSync(readyFile));
    const ready = await up(running);
    expect(ready.hall).not.toBe('stale');
    expect(Object.keys(ready.pids).sort()).toEqual(CHILDREN);
  });

  it('a second start on the same folder is refused in one sentence, and the first goes on unharmed', async () => {
    const [ready, processes] = [readFileSync(readyFile, 'utf8'), processesOf(folder)];
    const elsewhere = String(await freeBlock(PORTS));
    const ports = ['--port', elsewhere, '--mqtt-port', '0'];
    const hall = ['--config', DEMO_HALL, '--data', path.join(data, 'hall'), ...ports];
    const seconds = [
      start(['--port', elsewhere, '--ready-file', readyFile]),
      // The same folder by way of a real hall, and the server by itself.
      run('scripts/hall.ts', [...hall, '--keys', path.join(folder, 'real-keys')]),
      run('queue-server/hall/main.ts', [...hall, '--keys', path.join(data, 'keys'), '--demo']),
    ];
    for (const second of seconds) {
      expect([await second.ended, second.words()]).toEqual([
        1,
        `A hall already runs on this folder (port ${port}): stop it, or give another one with --data.\n`,
      ]);
    }
    expect(readFileSync(readyFile, 'utf8')).toBe(ready);
    expect(processesOf(folder)).toEqual(processes);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });

  it('a busy port: the sentence names both --port and --data', async () => {
    const second = start(['--data', path.join(folder, 'other')]);
    expect(await second.ended).toBe(1);
    expect(second.words()).toMatch(
      new RegExp(`^Port ${port} is taken by another program .*--port N --data FOLDER\\.\n$`),
    );
  });

  it('a ready file in a missing folder: one sentence, before anything is started', async () => {
    const elsewhere = await freeBlock(PORTS);
    const other = path.join(folder, 'other');
    const second = start([
      ...['--port', String(elsewhere), '--data', other],
      ...['--ready-file', path.join(folder, 'missing', 'ready.json')],
    ]);
    expect(await second.ended).toBe(1);
    expect(second.words()).toMatch(/^The ready file \S+ cannot be written \(ENOENT\): .*\.\n$/);
    expect(existsSync(path.join(other, 'logs'))).toBe(false);
    expect(processesOf(other)).toEqual([]);
  });

  it('Ctrl-C on a hall that is up leaves no process, no port and no ready file, and ends with 0', async () => {
    running.child.kill('SIGINT');
    expect(await running.ended, running.words()).toBe(0);
    await expectNothingLeft();
    expect(existsSync(readyFile)).toBe(false);
  });

  it('a killed launcher takes its processes along', async () => {
    running = startReady();
    const { pids } = await up(running);
    running.child.kill('SIGKILL');
    await running.ended;
    rmSync(readyFile);
    since = Date.now();
    // At once: it waits for folder and ports by itself.
    running = startReady();
    await eventually(async () => !Object.values(pids).some(isAlive));
  });

  it('the next start comes up, and Ctrl-C in the middle of it leaves nothing, either', async () => {
    const files = ['hall', 'platform', 'dock'].map((name) => path.join(data, 'run', `${name}.json`));
    const isNew = (file: string) => existsSync(file) && statSync(file).mtimeMs > since;
    // Three servers are up, and the hosts are about to be started.
    while (!files.every(isNew)) {
      if (running.child.exitCode !== null) throw new Error(running.words());
      await sleep(1);
    }
    running.child.kill('SIGINT');
    expect(await running.ended, running.words()).toBe(0);
    await expectNothingLeft();
    expect(existsSync(readyFile)).toBe(false);
  });

  it.skipIf(!CAN_UNSHARE)(
    `comes up with the network gone${CAN_UNSHARE ? '' : ' (skipped: unshare -n needs root, and the program ip)'}`,
    async () => {
      rmSync(readyFile, { force: true });
      running = startReady(['unshare', ...OFFLINE]);
      expect(Object.keys((await up(running)).pids).sort()).toEqual(CHILDREN);
      running.child.kill('SIGTERM');
      expect(await running.ended, running.words()).toBe(0);
      expect(processesOf(folder)).toEqual([]);
    },
  );
});

/** Whose command line names the folder, which no other test has. */
function processesOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(folder);
      } catch {
        // It has just ended.
        return false;
      }
    })
    .map(Number);
}

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}
