import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BackupTrouble } from '@hall/shared/contracts/backup';
import { err, fault, ok, type Result } from '@hall/shared/contracts/result';
import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { AuditNote } from '../domain/events.ts';
import { makeBackup } from './backup.ts';
import type { ProcessJob } from './backup-process.ts';
import { RETRY_MS } from './due.ts';
import { labelFile, lookInto } from './folder.ts';
import { LIST_EVERY_MS, LIST_TIMEOUT_MS } from './folder-watch.ts';
import { hallData } from './hall-data.testing.ts';
import { runBackupProcess } from './run-process.ts';
import { BackupService, type BackupServiceOptions } from './service.ts';

const DAY_MS = 86_400_000;
const NIGHT = Date.parse('2026-11-21T02:30:00+08:00');

/** A service whose backups are made by hand, and whose clock is set by hand. */
async function service(change: Partial<BackupServiceOptions> = {}) {
  const made = await hallData();
  made.close();
  onTestFinished(() => made.remove());
  const notes: AuditNote[] = [];
  const jobs: ProcessJob[] = [];
  let end: (outcome: Result<unknown, never>) => void = () => {};
  const clock = { at: NIGHT - 60_000 };
  const options: BackupServiceOptions = {
    settings: {
      ...{ folder: made.target, at: '02:30', keepDaily: 14, keepWeekly: 8, sameDisk: true },
      recipient: made.job.recipient,
    },
    ...{ hall: made.config.id, timeZone: made.config.timeZone, program: 'test', data: made.data },
    ...{ hallKeyFile: made.hallKeyFile, config: null, restored: null },
    start: (job) => {
      if (job.kind === 'list')
        return { done: Promise.resolve(lookInto(job.folder, job.hall)), kill: () => {} };
      jobs.push(job);
      return {
        done: new Promise((resolve) => {
          end = resolve as never;
        }),
        kill: () => {},
      };
    },
    note: async (note) => notes.push(note),
    onChange: () => {},
    log: pino({ level: 'silent' }),
    now: () => clock.at,
    ...change,
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    made,
    clock,
    notes,
    jobs,
    backups: new BackupService(options),
    async restarted() {
      const again = new BackupService(options);
      await again.known();
      return again;
    },
    async fail(trouble: BackupTrouble) {
      end(err(fault(trouble, 'x')) as never);
      await settle();
    },
    async make() {
      const asked = jobs.at(-1);
      if (asked?.kind !== 'backup') throw new Error('no backup was asked for');
      const outcome = await makeBackup(asked.job, () => asked.at);
      end(outcome as never);
      await settle();
    },
    async copied() {
      end(ok(null));
      await settle();
    },
  };
}

it('makes one a day at its time, and notes it', async () => {
  const { backups, clock, jobs, notes, make } = await service();
  expect(backups.report()).toMatchObject({ state: 'never', next: NIGHT, backups: [] });
  await backups.look();
  expect(jobs).toHaveLength(0);
  clock.at = NIGHT;
  await backups.look();
  await backups.look();
  expect(jobs.map(({ kind }) => kind)).toEqual(['backup']);
  expect(backups.report().running).toBe(true);
  await make();
  expect(notes).toMatchObject([{ act: 'backup.made', subject: 'yichuang-qingxi-20261121-0230.tar.age' }]);
  expect(backups.report()).toMatchObject({ state: 'good', running: false, next: NIGHT + DAY_MS });
  clock.at = NIGHT + 3_600_000;
  await backups.look();
  expect(jobs).toHaveLength(1);
  clock.at = NIGHT + DAY_MS;
  await backups.look();
  expect(jobs).toHaveLength(2);
});

it('says why one failed, tries again later, and knows it after a restart', async () => {
  const { backups, restarted, clock, jobs, notes, fail, make } = await service();
  clock.at = NIGHT;
  await backups.look();
  await fail('folder-missing');
  expect(notes).toEqual([{ act: 'backup.failed', subject: null, detail: { trouble: 'folder-missing' } }]);
  expect(backups.report()).toMatchObject({ state: 'failed', lastTry: { trouble: 'folder-missing' } });
  expect((await restarted()).facts()).toEqual({
    configured: true,
    lastAt: null,
    lastFailure: 'folder-missing',
  });
  await backups.look();
  expect(jobs).toHaveLength(1);
  clock.at = NIGHT + RETRY_MS;
  await backups.look();
  await make();
  expect(backups.report().state).toBe('good');
  expect((await restarted()).facts()).toMatchObject({ lastAt: clock.at, lastFailure: null });
  clock.at += 3 * DAY_MS;
  expect((await restarted()).report().state).toBe('late');
});

it('a folder that cannot be listed is said, and the hall goes on', async () => {
  const { made, backups, clock, jobs, notes, make, fail } = await service();
  clock.at = NIGHT;
  await backups.look();
  await make();
  clock.at += DAY_MS;
  // As a mount point that became something else: existing, and no folder (ENOTDIR).
  rmSync(made.target, { recursive: true });
  writeFileSync(made.target, 'no folder');
  await backups.look();
  expect(jobs).toHaveLength(2);
  await fail('folder-missing');
  expect(notes.at(-1)).toMatchObject({ act: 'backup.failed', detail: { trouble: 'folder-missing' } });
  expect(backups.facts()).toEqual({ configured: true, lastAt: null, lastFailure: 'folder-missing' });
  expect(backups.report()).toMatchObject({
    ...{ state: 'failed', backups: [], personKeysAt: null },
    lastTry: { trouble: 'folder-missing' },
  });
  expect(await makeBackup({ ...made.job, folder: '/dev/null' }, () => clock.at)).toMatchObject({
    error: { code: 'folder-missing' },
  });
});

it('whatever looking after backups throws, its timer does not end the hall', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  let broken = false;
  const { backups } = await service({
    start: () => {
      throw new Error('no process');
    },
    now: () => {
      if (broken) throw new Error('a bug');
      return NIGHT;
    },
  });
  const unhandled: unknown[] = [];
  const listen = (error: unknown) => void unhandled.push(error);
  process.on('unhandledRejection', listen);
  backups.start();
  vi.advanceTimersByTime(31_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(backups.facts().lastFailure).toBe('failed');
  broken = true;
  expect(() => vi.advanceTimersByTime(31_000)).not.toThrow();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', listen);
  expect(unhandled).toEqual([]);
  await backups.stop();
});

it('copies the keys of persons as soon as somebody was forgotten, and again until it succeeds', async () => {
  const { backups, clock, jobs, fail, copied } = await service();
  // Hours before the daily one is due.
  clock.at = NIGHT - 2 * 3_600_000;
  backups.refreshPersonKeys();
  expect(jobs.map(({ kind }) => kind)).toEqual(['person-keys']);
  // While that runs, somebody else is forgotten: it may have missed them.
  backups.refreshPersonKeys();
  await copied();
  expect(jobs).toHaveLength(2);
  await fail('folder-missing');
  await backups.look();
  expect(jobs).toHaveLength(2);
  clock.at += RETRY_MS;
  await backups.look();
  expect(jobs).toHaveLength(3);
  expect(backups.report().lastTry).toBeNull();
});

it('does nothing where no backup is set up', async () => {
  const { backups, jobs, clock } = await service({ settings: undefined });
  clock.at = NIGHT;
  await backups.look();
  backups.refreshPersonKeys();
  expect(backups.begin('admin01')).toBe(false);
  expect(jobs).toEqual([]);
  expect(backups.report()).toMatchObject({ state: 'off', folder: null, next: null, backups: [] });
});

it('is a process of its own, and its death is an outcome', async () => {
  const { made } = await service();
  const target = path.join(made.folder, 'second');
  mkdirSync(target);
  const done = await runBackupProcess({ kind: 'backup', job: { ...made.job, folder: target }, at: NIGHT })
    .done;
  // Its time is the hall's, not that of the machine.
  expect(done).toMatchObject({ ok: true, value: { at: NIGHT } });
  expect(await runBackupProcess({ kind: 'list', folder: target, hall: made.config.id }).done).toMatchObject({
    ok: true,
    value: { backups: [{ at: NIGHT }] },
  });
  expect(await runBackupProcess({ kind: 'former', data: made.data, at: Date.now() }).done).toEqual([]);
  expect(readdirSync(target).some((name) => name.endsWith('.tar.age'))).toBe(true);
  const killed = runBackupProcess({ kind: 'backup', job: made.job, at: NIGHT });
  killed.kill();
  expect(await killed.done).toMatchObject({ ok: false, error: { code: 'failed' } });
});

it('a machine whose clock stands elsewhere than the hall’s makes one a day, too, stamped with the hall’s', async () => {
  const { backups, clock, jobs, make } = await service();
  clock.at = NIGHT;
  for (let i = 0; i < 20; i += 1) {
    await backups.look();
    if (backups.running) await make();
    clock.at += 30_000;
  }
  expect(jobs).toMatchObject([{ kind: 'backup', at: NIGHT }]);
  expect(backups.report().state).toBe('good');
});

it('a backup from the future does not stand for those of today, and is said', async () => {
  const { made, backups, clock, jobs, make } = await service();
  const year = NIGHT + 365 * DAY_MS;
  const ahead = await makeBackup(made.job, () => year);
  if (!ahead.ok) throw new Error(ahead.error.message);
  clock.at = NIGHT;
  await backups.look();
  expect(jobs).toHaveLength(1);
  await make();
  expect(backups.report().state).toBe('late');
  expect(backups.facts().lastAt).toBe(NIGHT);
  clock.at += 3_600_000;
  await backups.look();
  expect(jobs).toHaveLength(1);
  expect(readdirSync(made.target)).toContain(labelFile(ahead.value.file));
});

it('a backup folder that does not answer keeps nobody waiting, and is said after a while', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let [asked, killed] = [0, 0];
  const { backups, clock } = await service({
    start: (job) => {
      if (job.kind === 'list') asked += 1;
      // Not even killed: as a process that waits for a share.
      return { done: new Promise(() => {}), kill: () => (killed += 1) };
    },
  });
  const looked = backups.look();
  expect(backups.report()).toMatchObject({ state: 'never', backups: [] });
  expect(backups.facts().lastFailure).toBeNull();
  await vi.advanceTimersByTimeAsync(LIST_TIMEOUT_MS);
  await looked;
  expect(backups.report()).toMatchObject({ state: 'failed', lastTry: { trouble: 'folder-missing' } });
  // It is not asked again while the first process still hangs.
  clock.at += LIST_EVERY_MS;
  await backups.look();
  expect([asked, killed]).toEqual([1, 1]);
  // Nor does the hall's own end wait for it.
  let stopped = false;
  const stopping = backups.stop().then(() => {
    stopped = true;
  });
  await vi.advanceTimersByTimeAsync(LIST_TIMEOUT_MS);
  expect(stopped).toBe(true);
  await stopping;
});
