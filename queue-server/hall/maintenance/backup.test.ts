import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { type BackupJob, makeBackup, refreshPersonKeys, stagingOf } from './backup.ts';
import { checkFolder, PART } from './folder.ts';
import { hallData, WANG } from './hall-data.testing.ts';
import { holdLock } from './lock.ts';
import { manifestKey } from './manifest.ts';
import { openFile, sealTar } from './sealed-file.ts';
import { databasesOf } from './snapshot.ts';
import { unpackBackup } from './unpack.ts';
import { problemIn } from './upgrade.ts';

const KEYS_COPY = 'yichuang-qingxi-person-keys.age';

async function hall() {
  const made = await hallData();
  onTestFinished(() => {
    made.close();
    made.remove();
  });
  return made;
}

async function must(job: BackupJob, at = Date.now()) {
  const made = await makeBackup(job, () => at);
  if (!made.ok) throw new Error(`${made.error.code}: ${made.error.message}`);
  return made.value;
}

const scratch = (folder: string, name: string) => {
  const made = path.join(folder, name);
  mkdirSync(made);
  return made;
};

it('copies a hall that is at work into one file that only the private key opens', async () => {
  const { job, take, folder, identity, target, hallKeyFile, data } = await hall();
  take('invoices', WANG);
  mkdirSync(path.join(data, 'archive'));
  writeFileSync(path.join(data, 'archive', 'ledger-2026-10.db'), '', { mode: 0o400 });
  const made = await must(job);
  expect(made.seq).toBe(2);
  expect(readdirSync(target).sort()).toEqual([made.file, `${made.file}.json`, KEYS_COPY].sort());
  expect(existsSync(stagingOf(data))).toBe(false);
  const sealed = readFileSync(path.join(target, made.file));
  for (const words of ['王小明', 'ticket.taken', 'SQLite format']) expect(sealed.includes(words)).toBe(false);

  const opened = scratch(folder, 'opened');
  const key = manifestKey(hallKeyFile);
  const manifest = await unpackBackup(path.join(target, made.file), identity, opened, key);
  expect(manifest).toMatchObject({ ok: true, value: { seq: 2, personKeys: true, hall: 'qingxi' } });
  expect(manifest.ok && manifest.value.files.map(({ name }) => name)).toEqual([
    'ledger.db',
    'access.db',
    'vault.db',
    'archive/ledger-2026-10.db',
  ]);
  rmSync(path.join(opened, 'archive'), { recursive: true });
  expect(problemIn(opened)).toBeNull();
});

it('is one moment of a ledger that is written to all the while', async () => {
  const { job, take, folder, identity, target } = await hall();
  for (let i = 0; i < 150; i += 1) take('invoices');
  let run = true;
  const writing = (async () => {
    for (; run; ) {
      take('enquiry');
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  const made = await must(job);
  run = false;
  await writing;
  const opened = scratch(folder, 'opened');
  const manifest = await unpackBackup(path.join(target, made.file), identity, opened, null);
  expect(manifest.ok && manifest.value.seq).toBe(made.seq);
  expect(problemIn(opened)).toBeNull();
  const db = new Database(path.join(opened, 'ledger.db'), { readonly: true });
  expect(db.prepare('SELECT MAX(seq) AS seq FROM events').get()).toEqual({ seq: made.seq });
  db.close();
});

it('copies the ledger before the vault, so that the vault knows everyone whom the ledger names', async () => {
  const { data } = await hall();
  writeFileSync(path.join(data, 'zones.db'), '');
  expect(databasesOf(data)).toEqual(['ledger.db', 'access.db', 'zones.db', 'vault.db']);
});

it('finds a flipped bit and a cut-off end wherever they are, and a backup that another hall made', async () => {
  const { job, take, folder, identity, target, hallKeyFile } = await hall();
  take('invoices');
  const { file } = await must(job);
  const whole = readFileSync(path.join(target, file));
  const broken = path.join(folder, 'broken.tar.age');
  for (let i = 0; i < 24; i += 1) {
    const bytes = Buffer.from(whole);
    const at = Math.floor((bytes.length * i) / 24) + 3;
    bytes[at] = (bytes[at] as number) ^ (1 << (i % 8));
    writeFileSync(broken, bytes);
    const opened = await unpackBackup(broken, identity, scratch(folder, `flip-${i}`), null);
    expect(opened.ok, `bit at ${at}`).toBe(false);
  }
  for (const length of [0, 100, whole.length - 1, Math.floor(whole.length / 2)]) {
    writeFileSync(broken, whole.subarray(0, length));
    const opened = await unpackBackup(broken, identity, scratch(folder, `cut-${length}`), null);
    expect(opened.ok, `cut at ${length}`).toBe(false);
  }
  const other = await hallData();
  other.close();
  const foreign = await unpackBackup(
    path.join(target, file),
    identity,
    scratch(folder, 'foreign'),
    manifestKey(other.hallKeyFile),
  );
  expect(foreign).toMatchObject({ ok: false, error: expect.stringContaining('not made by this hall') });
  const wrong = await unpackBackup(path.join(target, file), other.identity, scratch(folder, 'wrong'), null);
  expect(wrong).toMatchObject({ ok: false, error: expect.stringContaining('does not open') });
  expect(hallKeyFile).not.toBe(other.hallKeyFile);
  other.remove();
});

it('leaves nothing of a backup that is damaged at its very end', async () => {
  const { job, folder, identity, target, data } = await hall();
  mkdirSync(path.join(data, 'archive'));
  // Many of the pieces of 64 KiB that age vouches for one by one.
  writeFileSync(path.join(data, 'archive', 'ledger-2026-10.db'), randomBytes(2_000_000), { mode: 0o400 });
  const { file } = await must(job);
  const bytes = readFileSync(path.join(target, file));
  bytes[bytes.length - 20]! ^= 1;
  const broken = path.join(folder, 'broken.tar.age');
  writeFileSync(broken, bytes);
  const into = scratch(folder, 'into');
  expect(await unpackBackup(broken, identity, into, null)).toMatchObject({ ok: false });
  expect(readdirSync(into)).toEqual([]);
});

it('refuses a file that its list does not name, though nothing else is wrong', async () => {
  const { job, take, folder, identity, target, hallKeyFile } = await hall();
  take('invoices');
  const { file } = await must(job);
  const whole = scratch(folder, 'whole');
  const key = manifestKey(hallKeyFile);
  expect(await unpackBackup(path.join(target, file), identity, whole, key)).toMatchObject({ ok: true });
  // Whoever knows the public key can seal the same files again, with one more among them.
  for (const stranger of ['archive/ledger-2019-01.db', 'zones.db', 'hall.yaml']) {
    const swollen = path.join(folder, 'swollen.tar.age');
    const names = readdirSync(whole).filter((name) => !name.includes('-'));
    await sealTar(
      job.recipient,
      [
        ...names.map((name) => ({ type: 'file', target: name, source: path.join(whole, name) }) as const),
        { type: 'content', target: stranger, content: 'x' },
      ],
      swollen,
    );
    const opened = scratch(folder, `swollen-${stranger.replace('/', '-')}`);
    expect(await unpackBackup(swollen, identity, opened, key)).toMatchObject({
      ok: false,
      error: expect.stringContaining(`holds ${stranger}, which its list does not name`),
    });
  }
});

it('says what is wrong with the folder, and leaves the former backups as they are', async () => {
  const { job, take, target, folder } = await hall();
  take('invoices');
  const first = await must(job, Date.parse('2026-11-20T02:30:00+08:00'));
  const before = readFileSync(path.join(target, first.file));
  const trouble = async (change: Partial<BackupJob>) => {
    const made = await makeBackup({ ...job, ...change }, Date.now);
    return made.ok ? 'made' : made.error.code;
  };
  expect(await trouble({ folder: path.join(folder, 'pulled') })).toBe('folder-missing');
  expect(await trouble({ sameDisk: false })).toBe('folder-on-same-disk');
  expect(await trouble({ recipient: 'age1nonsense' })).toBe('recipient-wrong');
  expect(checkFolder(target, target, true, Number.MAX_SAFE_INTEGER)).toMatchObject({
    ok: false,
    error: { code: 'folder-full' },
  });
  expect(readFileSync(path.join(target, first.file)).equals(before)).toBe(true);
  expect(readdirSync(target).filter((name) => name.endsWith(PART))).toEqual([]);
});

it('a disk that goes away in the middle is said, and the former backups are whole when it is back', async () => {
  const { job, take, target } = await hall();
  take('invoices');
  const first = await must(job, Date.parse('2026-11-20T02:30:00+08:00'));
  const before = readFileSync(path.join(target, first.file));
  const making = makeBackup(job, Date.now);
  await new Promise((resolve) => setImmediate(resolve));
  renameSync(target, `${target}.pulled`);
  expect(await making).toMatchObject({ ok: false, error: { code: 'folder-missing' } });
  renameSync(`${target}.pulled`, target);
  expect(readFileSync(path.join(target, first.file)).equals(before)).toBe(true);
  await must(job);
});

it.skipIf(!existsSync('/dev/full'))(
  '[needs /dev/full] a disk that fills up in the middle is said',
  async () => {
    const { job } = await hall();
    const sources = [{ type: 'content', target: 'a', content: Buffer.alloc(100_000) }] as const;
    await expect(sealTar(job.recipient, sources, '/dev/full')).rejects.toMatchObject({ code: 'ENOSPC' });
  },
);

it('does not replace good backups by one of damaged data', async () => {
  const { job, take, target, data, close, open } = await hall();
  for (let i = 0; i < 60; i += 1) take('invoices');
  await must(job, Date.parse('2026-11-20T02:30:00+08:00'));
  close();
  const file = path.join(data, 'ledger.db');
  const whole = readFileSync(file);
  const bytes = Buffer.from(whole);
  // In the middle of a table: the header stays readable.
  bytes.fill(0xff, 3 * 4096, 5 * 4096);
  writeFileSync(file, bytes);
  const made = await makeBackup(job, Date.now);
  expect(made).toMatchObject({ ok: false, error: { code: 'damaged-data' } });
  expect(readdirSync(target).filter((name) => name.endsWith('.tar.age'))).toHaveLength(1);
  writeFileSync(file, whole);
  open();
});

it('keeps as many as it is told, and clears away what a backup that was cut off left', async () => {
  const { job, target } = await hall();
  writeFileSync(path.join(target, `yichuang-qingxi-20261101-0230.tar.age${PART}`), 'half');
  const names: string[] = [];
  for (const day of [17, 18, 19, 20]) {
    names.push((await must(job, Date.parse(`2026-11-${day}T02:30:00+08:00`))).file);
  }
  const left = readdirSync(target).filter((name) => name.includes('.tar.age'));
  expect(left.sort()).toEqual(
    names
      .slice(1)
      .flatMap((name) => [name, `${name}.json`])
      .sort(),
  );
});

it('is made by one process at a time', async () => {
  const { job, data } = await hall();
  const lock = holdLock(`${stagingOf(data)}.lock`);
  expect(await makeBackup(job, Date.now)).toMatchObject({ ok: false, error: { code: 'already-running' } });
  lock?.release();
  await must(job);
});

it('the one copy of the keys of persons is replaced by each backup and after each forgetting', async () => {
  const { job, take, vault, target, folder, identity, data } = await hall();
  const { personRef } = take('invoices', WANG);
  await must(job);
  const keysIn = async (name: string) => {
    const copy = path.join(folder, name);
    expect(await openFile(path.join(target, KEYS_COPY), identity, copy)).toMatchObject({ ok: true });
    const db = new Database(copy, { readonly: true });
    const refs = (db.prepare('SELECT ref FROM keys').all() as { ref: string }[]).map(({ ref }) => ref);
    db.close();
    return refs;
  };
  expect(await keysIn('first.db')).toContain(personRef);
  vault.forget(personRef as string, Date.now());
  expect(await refreshPersonKeys(job)).toMatchObject({ ok: true });
  expect(await keysIn('second.db')).not.toContain(personRef);
  expect(readdirSync(path.dirname(data)).filter((name) => name.includes('person-keys-copy'))).toEqual([]);
});

it('one that was made by a wrong clock pushes no other out, and does not go itself', async () => {
  const { job, target } = await hall();
  const made: string[] = [];
  for (const time of ['2026-11-18', '2026-11-19', '2026-11-20', '1970-01-02', '2031-01-01', '2026-11-21']) {
    made.push((await must({ ...job, keepDaily: 2 }, Date.parse(`${time}T02:30:00+08:00`))).file);
  }
  const left = readdirSync(target).filter((name) => name.endsWith('.tar.age'));
  expect(left).toEqual(expect.arrayContaining([made[2], ...made.slice(4)]));
  // By the clock of 1970 those of 2026 are still to come.
  const first = await must({ ...job, keepDaily: 2 }, Date.parse('1970-01-01T12:00:00+08:00'));
  expect(first.deleted).toEqual([]);
  expect(readdirSync(target)).toContain(first.file);
});
