import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hex } from '../testing/hex.ts';
import { openSerial } from '../transport/serial.ts';
import { DOCK_ACTIONS } from './dock-api.ts';
import { hasSocat } from './pty-bridge.ts';

const PROGRAM = fileURLToPath(new URL('main.ts', import.meta.url));
const ANY_PORT = [
  '--port',
  ...['reader', 'scanner', 'printer', 'led', 'ipp'].map((name) => `--${name}-port`),
].flatMap((option) => [option, '0']);

interface Ready {
  readonly url: string;
  readonly pty?: Readonly<Record<string, string>>;
}

let folder: string;
let kill: () => void;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'simulate-'));
  kill = () => {};
});
afterEach(() => {
  kill();
  rmSync(folder, { recursive: true, force: true });
});

function start(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', PROGRAM, ...ANY_PORT, ...args],
    { env },
  );
  let [stdout, stderr] = ['', ''];
  const ready = new Promise<Ready>((resolve) => {
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
      if (stdout.includes('\n')) resolve(JSON.parse(stdout) as Ready);
    });
  });
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, stderr })),
  );
  kill = () => child.kill('SIGKILL');
  return { child, ready, ended };
}

async function post(url: string, action: string, body: object): Promise<number> {
  return (await fetch(`${url}api/${action}`, { method: 'POST', body: JSON.stringify(body) })).status;
}

describe('the simulators as one command', () => {
  it('play a script to its end and say with the exit code whether all could be done', async () => {
    const script = path.join(folder, 'script');
    writeFileSync(script, '{"at": 0.1, "do": "reader/lay", "with": {"person": "elder"}}\n');
    expect(await start(['--script', script, '--until-script']).ended).toEqual({ code: 0, stderr: '' });
    writeFileSync(script, '{"at": 0, "do": "reader/lay", "with": {"person": "nobody"}}\n');
    expect(await start(['--script', script, '--until-script']).ended).toEqual({
      code: 1,
      stderr: 'line 1, reader/lay: nobody has this id\n',
    });
  });

  it('refuse a script that is not right before anything starts', async () => {
    const script = path.join(folder, 'script');
    writeFileSync(script, '{"at": 0, "do": "reader/eat"}\n');
    expect(await start(['--script', script]).ended).toEqual({
      code: 1,
      stderr: `The script ${script} is not right:\nline 1: do: is no action of the dock\n`,
    });
    expect((await start(['--script', path.join(folder, 'none')]).ended).stderr).toContain('ENOENT');
  });

  it('name socat where --pty needs it and it is not there', async () => {
    const { code, stderr } = await start(['--pty'], { ...process.env, PATH: folder }).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: '--pty needs the program socat, which is not installed: apt install socat.\n',
    });
  });

  it('add keypad, LED line and UPS where they are asked for, and tell what can be done to them', async () => {
    const { child, ready, ended } = start(['--keypad-port', '0', '--bus-port', '0', '--ups-port', '0']);
    const { url } = await ready;
    const table = (await (await fetch(`${url}api/actions`)).json()) as object;
    expect(Object.keys(table)).toEqual(Object.keys(DOCK_ACTIONS));
    expect(await post(url, 'keypad/press', { key: '5' })).toBe(200);
    expect(await post(url, 'keypad/press', { key: 'x' })).toBe(422);
    expect(await post(url, 'ups/mains', { on: false })).toBe(200);
    expect(await post(url, 'bus/power', { address: 2, on: false })).toBe(200);
    expect(await post(url, 'bus/power', { address: 9, on: false })).toBe(422);
    const state = await (await fetch(`${url}api/state`)).json();
    expect(state).toMatchObject({
      keypad: { presses: 1 },
      ups: { mains: false, charge: 100 },
      bus: [{ address: 1 }, { address: 2, powered: false }, { address: 3 }],
      lines: { keypad: { powered: true }, ups: { faults: null }, bus: { powered: true } },
    });
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});

describe.skipIf(!hasSocat())(
  `serial ports${hasSocat() ? '' : ' [skipped: the program socat is not installed]'}`,
  () => {
    it('speak the published bytes, vanish with the power and come back with it', async () => {
      const { child, ready, ended } = start(['--pty', '--pty-dir', folder]);
      const { url, pty } = await ready;
      const reader = path.join(folder, 'reader');
      expect(pty).toEqual({
        reader,
        scanner: path.join(folder, 'scanner'),
        printer: path.join(folder, 'printer'),
        led: path.join(folder, 'led'),
      });
      const opened = await openSerial({ path: reader, baudRate: 115_200 });
      if (!opened.ok) throw new Error(opened.error.message);
      const answer = new Promise<string>((resolve) => {
        let all = '';
        opened.value.onData((bytes) => {
          all += Buffer.from(bytes).toString('hex');
          if (all.length === 22) resolve(all);
        });
      });
      await opened.value.write(hex('AA AA AA 96 69 00 03 11 FF ED'));
      expect(await answer).toBe('aaaaaa9669000400009094');
      await opened.value.close();
      await post(url, 'line/power-off', { device: 'reader' });
      await expect.poll(() => existsSync(reader), { timeout: 10_000 }).toBe(false);
      await post(url, 'line/power-on', { device: 'reader' });
      await expect.poll(() => existsSync(reader), { timeout: 10_000 }).toBe(true);
      child.kill('SIGTERM');
      expect(await ended).toEqual({ code: 0, stderr: '' });
      expect(existsSync(path.join(folder, 'printer'))).toBe(false);
    });
  },
);

describe('docs/hardware/simulators.md', () => {
  /** Without what a formatter fills table cells with. */
  const page = readFileSync(new URL('../../docs/hardware/simulators.md', import.meta.url), 'utf8').replace(
    / +/g,
    ' ',
  );

  it('names every action, with its sentence', () => {
    const missing = Object.entries(DOCK_ACTIONS).filter(
      ([name, { does }]) => !page.includes(`| \`${name}\` | ${does} |`),
    );
    expect(missing.map(([name]) => name)).toEqual([]);
  });
});
