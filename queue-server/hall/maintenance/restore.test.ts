import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { openAccessDatabase } from '../access/database.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { liveDay } from '../testing/days.ts';
import { testConfig } from '../testing/hall.ts';
import { type BackupJob, makeBackup, refreshPersonKeys } from './backup.ts';
import { type HallData, hallData, WANG } from './hall-data.testing.ts';
import { restoredOf } from './renew.ts';
import { type RestoreOptions, restoreHall } from './restore.ts';

const LI = { name: '李芳', idNumber: '110101199003077571', cardKind: 'resident' } as const;
const ACCESS = { actor: 'test', purpose: 'sync-case', at: 0 } as const;

async function hall(keepDays?: number): Promise<HallData> {
  const made = await hallData(
    testConfig((config) => ({
      ...config,
      ...(keepDays === undefined
        ? {}
        : { calling: { ...config.calling, lockSeconds: 0 }, ledger: { ...config.ledger, keepDays } }),
      queues: config.queues.map((queue) => ({ ...queue, dailyQuota: 40 })),
    })),
  );
  onTestFinished(() => made.remove());
  writeFileSync(path.join(made.folder, 'hall.yaml'), JSON.stringify(made.config));
  return made;
}

async function backUp(made: HallData, at = Date.now()): Promise<string> {
  const job: BackupJob = { ...made.job, config: path.join(made.folder, 'hall.yaml') };
  const done = await makeBackup(job, () => at);
  if (!done.ok) throw new Error(done.error.message);
  return path.join(made.target, done.value.file);
}

const options = (made: HallData, from: string, change: Partial<RestoreOptions> = {}): RestoreOptions => ({
  ...{ from, identity: made.identity, data: made.data, hallKeyFile: made.hallKeyFile, config: null },
  ...{ lastNumbers: {}, lastCase: null, restoresBefore: null, withoutPersonKeys: false },
  ...{ now: Date.now, say: () => {}, ...change },
});

async function restored(made: HallData, from: string, change: Partial<RestoreOptions> = {}) {
  const done = await restoreHall(options(made, from, change));
  if (!done.ok) throw new Error(done.error);
  return done.value;
}

it('brings a lost hall back in a new epoch, whole, and gives no number again', async () => {
  const made = await hall();
  made.take('invoices', WANG);
  const epoch = made.ledger.epoch;
  const from = await backUp(made);
  const later = Array.from({ length: 5 }, () => made.take('invoices').number);
  made.close();
  rmSync(made.data, { recursive: true });

  const done = await restored(made, from);
  expect(done.epoch).not.toBe(epoch);
  expect(done.kept).toBeNull();
  expect(restoredOf(path.join(made.data, 'ledger.db'))).toMatchObject({ from: done.backup.at });
  const db = new Database(path.join(made.data, 'ledger.db'));
  expect(verifyLedger(db).problems).toEqual([]);
  db.close();
  made.open();
  expect(made.ledger.epoch).toBe(done.epoch);
  const next = Array.from({ length: 5 }, () => made.take('invoices').number);
  expect(next.filter((number) => later.includes(number))).toEqual([]);
  // The person of the first ticket still waits: nobody queues twice.
  expect(() => made.take('invoices', WANG)).toThrow(/waits in this queue/);
  made.close();
});

it('brings the archive of old months back with the ledger that goes on from it', async () => {
  const made = await hall(180);
  const item = made.config.items.find((entry) => entry.queue === 'invoices')?.id ?? null;
  // Two months, each long over.
  for (const days of [260, 225]) {
    const from = Date.now() - days * 86_400_000;
    liveDay(made.ledger, {
      ...{ from, tickets: 10, queue: 'invoices', window: 'w18', item, left: 2, stepMs: 100 },
    });
  }
  made.take('invoices');
  for (let more = true; more; ) more = made.ledger.tidy();
  const archive = path.join(made.data, 'archive');
  const months = readdirSync(archive);
  expect(months).toHaveLength(2);
  const from = await backUp(made);
  made.close();
  rmSync(made.data, { recursive: true });

  await restored(made, from);
  expect(readdirSync(archive)).toEqual(months);
  const db = new Database(path.join(made.data, 'ledger.db'), { readonly: true });
  const { archived, problems } = verifyLedger(db);
  db.close();
  expect(problems).toEqual([]);
  expect(archived).toBeGreaterThan(100);
});

it('a second restore of the day from the same backup gives no number of the first one again', async () => {
  const made = await hall();
  made.take('invoices');
  const from = await backUp(made);
  made.close();
  const given = new Set<string>();
  for (let i = 0; i < 3; i += 1) {
    await restored(made, from);
    made.open();
    for (let n = 0; n < 4; n += 1) {
      const { number } = made.take('invoices');
      expect(given.has(number), number).toBe(false);
      given.add(number);
    }
    made.close();
  }
  // What was there is kept each time, under a name of its own.
  expect(readdirSync(made.folder).filter((name) => name.startsWith('hall.before-restore'))).toHaveLength(3);
  // The last number on the wall, by the letter of its queue, makes up for the gap.
  const done = await restored(made, from, { lastNumbers: { F: 300 } });
  expect(Object.values(done.floors)).toContain(300);
});

it('whoever was forgotten since stays forgotten, whether the data or only their backup are left', async () => {
  const made = await hall();
  const wang = made.take('invoices', WANG).personRef as string;
  const li = made.take('invoices', LI).personRef as string;
  const from = await backUp(made);
  const job = { ...made.job };

  // Forgotten here, and the copy in the backup folder is made anew; then the disk is lost.
  made.vault.forget(wang, Date.now());
  expect(await refreshPersonKeys(job)).toMatchObject({ ok: true });
  made.close();
  renameSync(made.data, `${made.data}.lost`);
  await restored(made, from);
  made.open();
  expect(made.vault.person(wang, ACCESS)).toBeNull();
  expect(made.vault.person(li, ACCESS)).toMatchObject({ name: '李芳' });

  // Forgotten here, and the copy could not be made anew; the data are still there.
  made.vault.forget(li, Date.now());
  made.close();
  await restored(made, from);
  made.open();
  expect(made.vault.person(li, ACCESS)).toBeNull();
  expect(made.vault.person(wang, ACCESS)).toBeNull();
  made.close();

  // An older store of keys came back by another way: the tombstones of the copy win.
  made.open();
  expect(await refreshPersonKeys(job)).toMatchObject({ ok: true });
  made.close();
  rmSync(made.data, { recursive: true });
  renameSync(`${made.data}.lost`, made.data);
  await restored(made, from);
  made.open();
  expect(made.vault.person(li, ACCESS)).toBeNull();
  made.close();
});

it('does not go on without the keys of persons unless it is told to', async () => {
  const made = await hall();
  const wang = made.take('invoices', WANG).personRef as string;
  const from = await backUp(made);
  made.close();
  rmSync(made.data, { recursive: true });
  rmSync(path.join(made.target, 'yichuang-qingxi-person-keys.age'));
  expect(await restoreHall(options(made, from))).toMatchObject({
    ok: false,
    error: expect.stringContaining('--without-person-keys'),
  });
  expect(existsSync(made.data)).toBe(false);
  await restored(made, from, { withoutPersonKeys: true });
  made.open();
  expect(made.vault.person(wang, ACCESS)).toBeNull();
  made.take('invoices', WANG);
  made.close();
});

it('a device that was revoked since does not come back, and everybody logs in again', async () => {
  const made = await hall();
  const file = path.join(made.data, 'access.db');
  const withAccess = <T>(work: (db: Database.Database) => T): T => {
    const db = openAccessDatabase(file);
    try {
      return work(db);
    } finally {
      db.close();
    }
  };
  withAccess((db) => {
    db.exec("INSERT INTO devices (id, secret) VALUES ('kiosk-1', x'00')");
    db.exec(
      "INSERT INTO sessions VALUES (x'01', 'a', 'clerk01', 'c', '127.0.0.1', 'x', 0, 0, 9999999999999)",
    );
  });
  const from = await backUp(made);
  withAccess((db) => db.exec("UPDATE devices SET revoked_at = 5 WHERE id = 'kiosk-1'"));
  made.close();
  await restored(made, from);
  expect(withAccess((db) => db.prepare('SELECT revoked_at FROM devices').get())).toEqual({ revoked_at: 5 });
  expect(withAccess((db) => db.prepare('SELECT COUNT(*) AS n FROM sessions').get())).toEqual({ n: 0 });
});

it('changes nothing where anything is wrong, and says what to do', async () => {
  const made = await hall();
  made.take('invoices');
  const from = await backUp(made);
  const refused = async (change: Partial<RestoreOptions>) => {
    const done = await restoreHall(options(made, from, change));
    return done.ok ? 'restored' : done.error;
  };
  expect(await refused({})).toMatch(/is running on this folder: stop it first/);
  made.close();
  const before = readFileSync(path.join(made.data, 'ledger.db'));
  expect(await refused({ hallKeyFile: path.join(made.folder, 'none') })).toMatch(/put the keys back first/);
  expect(await refused({ now: () => 1000 })).toMatch(/set it first/);
  expect(await refused({ from: path.join(made.folder, 'none') })).toMatch(/There is no backup/);
  expect(await refused({ lastNumbers: { Z: 3 } })).toMatch(/no queue "Z"/);
  expect(await refused({ lastNumbers: { invoices: 0 } })).toMatch(/later number/);
  const damaged = `${from.replace(/\.tar\.age$/, '')}1.tar.age`;
  const bytes = readFileSync(from);
  bytes[bytes.length >> 1]! ^= 4;
  writeFileSync(damaged, bytes);
  expect(await refused({ from: damaged })).toMatch(/cannot be read whole.*older backup/);
  expect(readFileSync(path.join(made.data, 'ledger.db')).equals(before)).toBe(true);
  expect(readdirSync(made.folder).filter((name) => name.startsWith('hall.'))).toEqual([
    'hall.backup-staging.lock',
    'hall.yaml',
  ]);
});

it('is the way out where a log is damaged, and keeps the damaged data as they are', async () => {
  const made = await hall();
  made.take('invoices');
  const from = await backUp(made);
  for (let i = 0; i < 5; i += 1) made.take('invoices');
  const file = path.join(made.data, 'ledger.db');
  const [database, log] = [readFileSync(file), readFileSync(`${file}-wal`)];
  made.close();
  log[32 + 24 + 100] = (log[32 + 24 + 100] as number) ^ 1;
  writeFileSync(file, database);
  writeFileSync(`${file}-wal`, log);
  const { kept } = await restored(made, from);
  expect(readFileSync(path.join(kept as string, 'ledger.db-wal')).equals(log)).toBe(true);
});
