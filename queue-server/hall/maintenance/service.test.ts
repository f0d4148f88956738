import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { BackupTrouble } from '@hall/shared/contracts/backup';
import { err, fault, ok, type Result } from '@hall/shared/contracts/result';
import { pino } from 'pino';
import { expect, it, onTestFinished } from 'vitest';
import type { AuditNote } from '../domain/events.ts';
import { makeBackup } from './backup.ts';
import type { ProcessJob } from './backup-process.ts';
import { RETRY_MS } from './due.ts';
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
    restarted: () => new BackupService(options),
    async fail(trouble: BackupTrouble) {
      end(err(fault(trouble, 'x')) as never);
      await settle();
    },
    async make() {
      const outcome = await makeBackup((jobs.at(-1) as ProcessJob).job, () => clock.at);
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
  backups.look();
  expect(jobs).toHaveLength(0);
  clock.at = NIGHT;
  backups.look();
  backups.look();
  expect(jobs.map(({ kind }) => kind)).toEqual(['backup']);
  expect(backups.report().running).toBe(true);
  await make();
  expect(notes).toMatchObject([{ act: 'backup.made', subject: 'yichuang-qingxi-20261121-0230.tar.age' }]);
  expect(backups.report()).toMatchObject({ state: 'good', running: false, next: NIGHT + DAY_MS });
  clock.at = NIGHT + 3_600_000;
  backups.look();
  expect(jobs).toHaveLength(1);
  clock.at = NIGHT + DAY_MS;
  backups.look();
  expect(jobs).toHaveLength(2);
});

it('says why one failed, tries again later, and knows it after a restart', async () => {
  const { backups, restarted, clock, jobs, notes, fail, make } = await service();
  clock.at = NIGHT;
  backups.look();
  await fail('folder-missing');
  expect(notes).toEqual([{ act: 'backup.failed', subject: null, detail: { trouble: 'folder-missing' } }]);
  expect(backups.report()).toMatchObject({ state: 'failed', lastTry: { trouble: 'folder-missing' } });
  expect(restarted().facts()).toEqual({ configured: true, lastAt: null, lastFailure: 'folder-missing' });
  backups.look();
  expect(jobs).toHaveLength(1);
  clock.at = NIGHT + RETRY_MS;
  backups.look();
  await make();
  expect(backups.report().state).toBe('good');
  expect(restarted().facts()).toMatchObject({ lastAt: clock.at, lastFailure: null });
  clock.at += 3 * DAY_MS;
  expect(restarted().report().state).toBe('late');
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
  backups.look();
  expect(jobs).toHaveLength(2);
  clock.at += RETRY_MS;
  backups.look();
  expect(jobs).toHaveLength(3);
  expect(backups.report().lastTry).toBeNull();
});

it('does nothing where no backup is set up', async () => {
  const { backups, jobs, clock } = await service({ settings: undefined });
  clock.at = NIGHT;
  backups.look();
  backups.refreshPersonKeys();
  expect(backups.begin('admin01')).toBe(false);
  expect(jobs).toEqual([]);
  expect(backups.report()).toMatchObject({ state: 'off', folder: null, next: null, backups: [] });
});

it('is a process of its own, and its death is an outcome', async () => {
  const { made } = await service();
  const target = path.join(made.folder, 'second');
  mkdirSync(target);
  const done = await runBackupProcess({ kind: 'backup', job: { ...made.job, folder: target } }).done;
  expect(done).toMatchObject({ ok: true });
  expect(readdirSync(target).some((name) => name.endsWith('.tar.age'))).toBe(true);
  const killed = runBackupProcess({ kind: 'backup', job: made.job });
  killed.kill();
  expect(await killed.done).toMatchObject({ ok: false, error: { code: 'failed' } });
});
