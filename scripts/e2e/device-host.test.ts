import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { scratchFolder } from '@hall/queue-server/hall/testing/hall';
import { startTestServer, type TestServer } from '@hall/queue-server/hall/testing/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { StaffClient } from '../crowd/http-client.ts';
import { ROOT } from '../launch/options.ts';
import { eventually } from './demo-hall.ts';

/** A device host as a process of its own: lets itself be enrolled over HTTPS, works over MQTTS, is turned out. */

const DEVICE = 'window-host-1';
let server: TestServer;
let manager: StaffClient;
const folder = scratchFolder();
const running: ChildProcess[] = [];

beforeAll(async () => {
  server = await startTestServer();
  manager = await StaffClient.login(server.api, 'manager01', server.password('manager01'));
  await manager.command('device.revoke', { device: DEVICE, reason: 'replaced' });
});
afterAll(async () => {
  for (const child of running) await end(child);
  await server.stop();
  folder.remove();
});

interface Line {
  readonly msg?: string;
  readonly code?: string;
  readonly problem?: string;
  readonly round?: string;
}

function startHost(enrol: object, ...more: string[]): { child: ChildProcess; lines: Line[] } {
  const config = {
    profile: 'window',
    enrol: { url: `https://127.0.0.1:${server.hall.httpsPort}`, ...enrol },
    mqttUrl: `mqtts://127.0.0.1:${server.hall.mqttsPort}`,
    dataDir: path.join(folder.path, 'host'),
    leds: [{ window: 'w1', transport: { kind: 'tcp', host: '127.0.0.1', port: 9 }, model: '6k' }],
  };
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'kiosk/device-host/main.ts'), '--config-json', JSON.stringify(config), ...more],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  running.push(child);
  const lines: Line[] = [];
  let rest = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((line) => JSON.parse(line) as Line));
  });
  return { child, lines };
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  return child.exitCode;
}

const isOnline = () =>
  eventually(async () => {
    const listed = await manager.command('device.list', {});
    return listed.ok && listed.value.devices.find((device) => device.id === DEVICE)?.online;
  });
/** Codes of errors stand in a field of the same name. */
const codeIn = (lines: readonly Line[]) => lines.find((line) => /^\w{4}-\w{4}$/.test(line.code ?? ''))?.code;
const count = (lines: readonly Line[], text: RegExp) =>
  lines.filter((line) => text.test(line.problem ?? '')).length;

it('enrols by its pairing code, restarts with the stored key, and when revoked waits ever longer', async () => {
  const first = startHost({ caFingerprint: server.hall.caFingerprint });
  const shown = await eventually(async () => codeIn(first.lines));
  const answer = await manager.command('enrolment.list', {});
  const asked = answer.ok ? answer.value.waiting[0] : undefined;
  expect(asked).toMatchObject({ kind: 'window-host', code: shown });
  const approved = await manager.command('enrolment.approve', {
    enrolment: asked?.enrolment as string,
    code: shown as string,
    device: DEVICE,
  });
  expect(approved.ok).toBe(true);
  await isOnline();
  const file = path.join(folder.path, 'host', 'identity.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ device: DEVICE, hall: server.config.id });
  expect(await end(first.child)).toBe(0);

  const second = startHost({ caFingerprint: server.hall.caFingerprint });
  await isOnline();
  expect(codeIn(second.lines)).toBeUndefined();

  expect((await manager.command('device.revoke', { device: DEVICE, reason: 'lost' })).ok).toBe(true);
  await eventually(async () => count(second.lines, /refused/i) >= 2);
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  // 1, 2, 4, 8 … s apart: without it there would be four more by now.
  expect(count(second.lines, /refused/i)).toBeLessThanOrEqual(4);
  expect(await end(second.child)).toBe(0);

  const again = startHost({}, '--enrol-again');
  await eventually(async () => codeIn(again.lines));
  expect(existsSync(file)).toBe(false);
  expect(await end(again.child)).toBe(0);
});

it('does not ask a server that is not the pinned hall', async () => {
  const host = startHost({ caFingerprint: 'ab'.repeat(32) }, '--enrol-again');
  await eventually(async () => host.lines.find((line) => line.round === 'wrong-hall'));
  expect(codeIn(host.lines)).toBeUndefined();
  expect(await end(host.child)).toBe(0);
});
