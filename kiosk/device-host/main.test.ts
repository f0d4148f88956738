import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startUpsSimulator } from '@hall/hardware/simulators/ups';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'host-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(config: object) {
  const child = spawn(process.execPath, [MAIN, '--config-json', JSON.stringify(config)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += String(text);
  });
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stderr })),
  );
  return { child, ended };
}

const base = () => ({
  device: 'host-1',
  secret: '0123456789abcdef',
  hall: 'demo',
  mqttUrl: 'mqtt://127.0.0.1:9',
  dataDir: path.join(folder, 'data'),
  logLevel: 'silent',
});

it('writes its ready file without a server or a panel, and ends cleanly on SIGTERM', async () => {
  const readyFile = path.join(folder, 'ready.json');
  const leds = [{ window: 'w3', transport: { kind: 'tcp', host: '127.0.0.1', port: 9 }, model: '6k' }];
  const { child, ended } = start({ ...base(), profile: 'window', leds, readyFile });
  await vi.waitFor(() => expect(existsSync(readyFile)).toBe(true), { timeout: 30_000 });
  expect(JSON.parse(readFileSync(readyFile, 'utf8'))).toMatchObject({ pid: child.pid, profile: 'window' });
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
});

const page = existsSync(fileURLToPath(new URL('../dist/app/index.html', import.meta.url)));

it.skipIf(!page)(
  `closes on battery, and ends with 75 when the mains are back${page ? '' : ' [skipped: the page is not built]'}`,
  async () => {
    const ups = await startUpsSimulator();
    const readyFile = path.join(folder, 'ready.json');
    const watched = { ...ups.address, name: 'ups', pollS: 0.05, stopAfterS: 0.2, backS: 0.2 };
    const { child, ended } = start({
      ...{ ...base(), profile: 'kiosk', httpUrl: 'http://127.0.0.1:9', port: 0, readyFile },
      ups: watched,
    });
    await vi.waitFor(() => expect(existsSync(readyFile)).toBe(true), { timeout: 30_000 });
    const { url } = JSON.parse(readFileSync(readyFile, 'utf8')) as { url: string };
    ups.mains(false);
    await vi.waitFor(() => expect(fetch(url)).rejects.toThrow(), { timeout: 30_000 });
    expect(child.exitCode).toBeNull();
    ups.mains(true);
    expect((await ended).code).toBe(75);
    await ups.close();
  },
);

it('says in one sentence what is wrong, and ends', async () => {
  const { ended } = start({ ...base(), profile: 'window', leds: [] });
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^device host: leds: .+\n$/);
});

it('says that its port is busy', async () => {
  mkdirSync(path.join(folder, 'data'));
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as AddressInfo;
  const { code, stderr } = await start({ ...base(), profile: 'kiosk', httpUrl: 'http://127.0.0.1:9', port })
    .ended;
  taken.close();
  expect(code).toBe(1);
  // On a machine where the page was not built, that is said first.
  expect(stderr).toMatch(
    new RegExp(
      `^device host: (port ${port} is in use by another program|the kiosk page has not been built)\n$`,
    ),
  );
});
