import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, it, onTestFinished } from 'vitest';
import { scratchFolder, testConfig } from '../testing/hall.ts';
import { startTestServer } from '../testing/server.ts';

async function login(api: string, username: string, password: string) {
  const response = await fetch(`${api}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { check } = (await response.json()) as { check: string };
  return (method: 'GET' | 'POST', key?: string) =>
    fetch(`${api}/backups`, {
      method,
      headers: {
        ...{ cookie, 'x-session-check': check, 'content-type': 'application/json' },
        ...(key ? { 'idempotency-key': key } : {}),
      },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
}

it('the administrator makes a backup of a hall at work; others may look or may not', async () => {
  const scratch = scratchFolder();
  onTestFinished(() => scratch.remove());
  const folder = path.join(scratch.path, 'disk');
  mkdirSync(folder);
  const recipient = await identityToRecipient(await generateX25519Identity());
  const server = await startTestServer({
    config: testConfig((config) => ({
      ...config,
      // Late in the evening, so that the clock does not start one of its own.
      backup: { folder, recipient, at: '23:59', keepDaily: 2, keepWeekly: 0, sameDisk: true },
    })),
  });
  onTestFinished(() => server.stop());
  const as = (username: string) => login(server.api, username, server.password(username));
  const roleOf = (role: string) =>
    server.config.staff.find((member) => member.roles.includes(role as never))?.username as string;
  const admin = await as(roleOf('administrator'));
  const manager = await as(roleOf('manager'));
  const clerk = await as(roleOf('clerk'));

  expect(await (await manager('GET')).json()).toMatchObject({ state: 'never', folder, backups: [] });
  expect((await manager('POST', 'backup-0001')).status).toBe(403);
  expect((await clerk('GET')).status).toBe(403);
  expect(await (await admin('POST', 'backup-0001')).json()).toEqual({ started: true });
  expect(await (await admin('POST', 'backup-0001')).json()).toEqual({ started: true });
  let report: { state: string; running: boolean; backups: { file: string }[]; personKeysAt: number | null };
  do {
    await sleep(50);
    report = (await (await admin('GET')).json()) as typeof report;
  } while (report.running || report.state === 'never');
  expect(report).toMatchObject({ state: 'good', lastTry: { trouble: null } });
  expect(report.backups).toHaveLength(1);
  expect(report.personKeysAt).not.toBeNull();
  expect(readdirSync(folder).filter((name) => name.endsWith('.tar.age'))).toHaveLength(1);
});

it('says that no backup is set up', async () => {
  const server = await startTestServer();
  onTestFinished(() => server.stop());
  const username = server.config.staff.find((member) => member.roles.includes('administrator'))
    ?.username as string;
  const admin = await login(server.api, username, server.password(username));
  expect(await (await admin('GET')).json()).toMatchObject({ state: 'off' });
  const refused = await admin('POST', 'backup-0002');
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([409, 'BACKUP_OFF']);
});
