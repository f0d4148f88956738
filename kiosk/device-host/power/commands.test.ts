import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHallServer, stopHall } from './hall-server.ts';
import { runCommand } from './run-command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'power-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const node = (script: string) => [process.execPath, '-e', script];
const LONG_MS = 20_000;

describe('a command', () => {
  it('ends well, badly, late, or not at all', async () => {
    expect(await runCommand(node(''), LONG_MS)).toEqual({ ok: true, value: undefined });
    expect(await runCommand(node('console.error("no rights"); process.exit(4)'), LONG_MS)).toMatchObject({
      error: { code: 'COMMAND_FAILED', message: expect.stringMatching(/code 4: no rights$/) },
    });
    expect(await runCommand(node('setInterval(() => {}, 1e6)'), 300)).toMatchObject({
      error: { code: 'COMMAND_LATE' },
    });
    expect(await runCommand([path.join(folder, 'missing')], LONG_MS)).toMatchObject({
      error: { code: 'COMMAND_MISSING' },
    });
  });

  it('is read by no shell', async () => {
    const file = path.join(folder, 'made-by-a-shell');
    const script = 'process.exit(process.argv[1] === process.argv[2] ? 0 : 1)';
    const tricky = `$(touch ${file}); touch ${file} && *`;
    expect((await runCommand([process.execPath, '-e', script, tricky, tricky], LONG_MS)).ok).toBe(true);
    const exists = await runCommand(node(`require("node:fs").statSync(${JSON.stringify(file)})`), LONG_MS);
    expect(exists.ok).toBe(false);
  });
});

describe('the hall server as a process', () => {
  const pidFile = () => path.join(folder, 'ready.json');

  /** Says that it listens to SIGTERM before anybody sends one. */
  async function running(script: string): Promise<{ pid: number; ended: Promise<number | null> }> {
    const child = spawn(process.execPath, ['-e', `${script}; console.log("ready")`], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    return { pid: child.pid as number, ended };
  }

  it('gets SIGTERM and is waited for', async () => {
    const hall = await running(
      'process.on("SIGTERM", () => setTimeout(() => process.exit(7), 300)); setInterval(() => {}, 1e6)',
    );
    writeFileSync(pidFile(), JSON.stringify({ pid: hall.pid, port: 1 }));
    expect(await stopHall({ by: 'process', pidFile: pidFile() }, LONG_MS)).toEqual({
      ok: true,
      value: 'done',
    });
    expect(await hall.ended).toBe(7);
  });

  it('that does not end in time is told, and not killed', async () => {
    const hall = await running('process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6)');
    writeFileSync(pidFile(), String(hall.pid));
    expect(await stopHall({ by: 'process', pidFile: pidFile() }, 300)).toMatchObject({
      error: { code: 'HALL_NOT_STOPPED' },
    });
    expect(process.kill(hall.pid, 0)).toBe(true);
    process.kill(hall.pid, 'SIGKILL');
    await hall.ended;
  });

  it('a number that was given to another process since is left alone', async () => {
    const other = await running('setInterval(() => {}, 1e6)');
    writeFileSync(pidFile(), JSON.stringify({ pid: other.pid }));
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(pidFile(), longAgo, longAgo);
    expect(await stopHall({ by: 'process', pidFile: pidFile() }, LONG_MS)).toEqual({
      ok: true,
      value: 'nothing',
    });
    expect(process.kill(other.pid, 0)).toBe(true);
    process.kill(other.pid, 'SIGKILL');
    await other.ended;
  });

  it('no file or an ended process is nothing to do; a file that names none is said', async () => {
    const hall = { by: 'process', pidFile: pidFile() } as const;
    expect(await stopHall(hall, LONG_MS)).toEqual({ ok: true, value: 'nothing' });
    const gone = await running('process.exitCode = 0');
    await gone.ended;
    writeFileSync(pidFile(), String(gone.pid));
    expect(await stopHall(hall, LONG_MS)).toEqual({ ok: true, value: 'nothing' });
    for (const text of ['', '{}', '-1', '0', '1', '1.5', '"12"', '{"pid":"12"}']) {
      writeFileSync(pidFile(), text);
      expect(await stopHall(hall, LONG_MS)).toMatchObject({ error: { code: 'HALL_UNKNOWN' } });
    }
  });

  it('is started where the settings say how, and not a second time', async () => {
    const file = path.join(folder, 'started');
    const start = node(`require("node:fs").appendFileSync(${JSON.stringify(file)}, "x")`);
    const hall = { by: 'process', pidFile: pidFile(), start } as const;
    expect(await startHallServer(hall, LONG_MS)).toEqual({ ok: true, value: 'done' });
    writeFileSync(pidFile(), String(process.pid));
    expect(await startHallServer(hall, LONG_MS)).toEqual({ ok: true, value: 'nothing' });
    expect(await startHallServer({ by: 'process', pidFile: pidFile() }, LONG_MS)).toEqual({
      ok: true,
      value: 'nothing',
    });
    const bad = { by: 'command', stop: node('process.exit(5)'), start: node('process.exit(6)') } as const;
    expect(await stopHall(bad, LONG_MS)).toMatchObject({ error: { code: 'HALL_NOT_STOPPED' } });
    expect(await startHallServer(bad, LONG_MS)).toMatchObject({ error: { code: 'HALL_NOT_STARTED' } });
  });
});
