import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { readArguments } from './options.ts';
import { CASE } from './testing.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const LOOK_EVERY_MS = 50;
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let output = '';
  child.stdout.on('data', (bytes) => {
    output += bytes;
  });
  child.stderr.on('data', (bytes) => {
    output += bytes;
  });
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  return { child, ended, output: () => output };
}

async function ready(file: string, started: ReturnType<typeof run>) {
  while (!existsSync(file)) {
    if (started.child.exitCode !== null) throw new Error(started.output());
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return JSON.parse(readFileSync(file, 'utf8')) as {
    port: number;
    url: string;
    publicUrl: string;
    pid: number;
  };
}

test('the process makes its secrets, tells when it answers, stops on SIGTERM and still has everything after', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'platform-main-'));
  const data = path.join(folder, 'data');
  const readyFile = path.join(folder, 'ready.json');
  const args = [
    '--port',
    '0',
    '--data',
    data,
    '--ready-file',
    readyFile,
    '--public-url',
    'https://zw.example.cn/',
  ];

  const first = run(args);
  const told = await ready(readyFile, first);
  expect(told).toMatchObject({ publicUrl: 'https://zw.example.cn', pid: first.child.pid });
  const credentialFile = path.join(data, 'hall-credential');
  expect(statSync(credentialFile).mode & 0o777).toBe(0o600);
  const headers = {
    authorization: `Bearer ${readFileSync(credentialFile, 'utf8').trim()}`,
    'content-type': 'application/json',
  };
  const put = (url: string) =>
    fetch(`${url}/v1/cases/${CASE.caseNumber}`, { method: 'PUT', headers, body: JSON.stringify(CASE) });
  expect((await put(told.url)).status).toBe(200);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  rmSync(readyFile);
  const second = run(args);
  const again = await ready(readyFile, second);
  expect(await (await fetch(again.url)).text()).toContain('范**');
  expect(await (await put(again.url)).json()).toEqual({ accepted: true, version: 1 });
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  expect(first.output() + second.output()).not.toContain('范例');

  rmSync(path.join(data, 'platform.key'));
  const third = run(args);
  expect(await third.ended).toBe(1);
  expect(third.output()).toContain('put back the key');
});

test('a credential that others can read, or that is short, is refused with a sentence', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'platform-main-'));
  const file = path.join(folder, 'given-credential');
  const args = ['--port', '0', '--data', path.join(folder, 'data'), '--hall-credential-file', file];
  const missing = run(args);
  expect(await missing.ended).toBe(1);
  expect(missing.output()).toContain(`${file} cannot be read (ENOENT)`);
  writeFileSync(file, 'a'.repeat(40), { mode: 0o600 });
  chmodSync(file, 0o644);
  const open = run(args);
  expect(await open.ended).toBe(1);
  expect(open.output()).toContain('set its mode to 0600');
  chmodSync(file, 0o600);
  writeFileSync(file, 'short');
  const short = run(args);
  expect(await short.ended).toBe(1);
  expect(short.output()).toContain('fewer than 32 characters');
});

test.each([
  [['--data', '/x'], '--port is a number'],
  [['--port', '40000', '--data', '/x'], 'from 0 to 32767'],
  [['--port', '8100'], '--data names the folder'],
  [['--port', '8100', '--data', '/x', '--public-url', 'zw.example.cn'], '--public-url'],
  [['--port', '8100', '--data', '/x', '--colour', 'red'], "'--colour'"],
])('arguments %j: %s', (argv, words) => {
  const result = readArguments(argv);
  expect(result.ok ? '' : result.error.message).toContain(words);
});
