import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../ledger/schema.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { CLOCKS_AGREE_MS, expireFormer, KEEP_FORMER_MS } from './former.ts';
import { type HallData, hallData, WANG } from './hall-data.testing.ts';
import { isOpenElsewhere } from './lock.ts';
import { type RollBackOptions, rollBack } from './roll-back.ts';
import { SCHEMAS, schemaOf } from './schemas.ts';
import { prepareData, upgradeHall } from './upgrade.ts';

const ACCESS = { actor: 'test', purpose: 'sync-case', at: 0 } as const;

async function hall(): Promise<HallData> {
  const made = await hallData();
  onTestFinished(() => made.remove());
  return made;
}

const ledgerOf = (folder: string) => path.join(folder, 'ledger.db');

function inLedger(folder: string, work: (db: Database.Database) => void): void {
  const db = new Database(ledgerOf(folder));
  work(db);
  db.close();
}

/** As the first version would have left it: its tables, with what they hold now. */
function asVersion1(folder: string): void {
  const old = `${ledgerOf(folder)}.old`;
  const db = new Database(old);
  db.pragma('journal_mode = WAL');
  migrate(db, 1);
  db.prepare('ATTACH ? AS now').run(ledgerOf(folder));
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as {
    name: string;
  }[];
  for (const { name } of tables) {
    const columns = (db.pragma(`table_info(${name})`) as { name: string }[])
      .map((column) => column.name)
      .join();
    db.exec(`INSERT INTO ${name} (${columns}) SELECT ${columns} FROM now.${name}`);
  }
  db.exec('DETACH now');
  db.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(ledgerOf(folder) + suffix, { force: true });
  renameSync(old, ledgerOf(folder));
}

const options = ({ data, hallKeyFile }: HallData) => ({ data, hallKeyFile, say: () => {} });
const back = (made: HallData, change: Partial<RollBackOptions> = {}): RollBackOptions => ({
  ...{ data: made.data, config: made.config, acceptLoss: false, now: Date.now, say: () => {}, ...change },
});

function upgraded(made: HallData) {
  const done = upgradeHall(options(made));
  if (!done.ok) throw new Error(done.error);
  return done.value;
}

it('migrates a copy, checks it, and keeps the data of before', async () => {
  const made = await hall();
  const wang = made.take('invoices', WANG).personRef as string;
  const [{ epoch }, { head }] = [made.ledger, made.ledger];
  made.close();
  asVersion1(made.data);
  const done = upgraded(made);
  expect(done.migrated).toEqual(['ledger.db']);
  expect(schemaOf(ledgerOf(made.data))).toBe(SCHEMAS['ledger.db']);
  expect(schemaOf(ledgerOf(done.kept))).toBe(1);
  made.open();
  expect([made.ledger.epoch, made.ledger.head]).toEqual([epoch, head]);
  expect(made.vault.person(wang, ACCESS)).toMatchObject({ name: '王小明' });
  made.close();
});

it('a server that starts on older data goes the same way, and starts on its own data as they are', async () => {
  const made = await hall();
  made.take('invoices');
  made.close();
  expect(prepareData(options(made))).toBeNull();
  asVersion1(made.data);
  expect(prepareData(options(made))).toMatchObject({ migrated: ['ledger.db'] });
  expect(prepareData(options(made))).toBeNull();
  expect(prepareData({ ...options(made), data: path.join(made.folder, 'new') })).toBeNull();
});

it('a migration that fails leaves the data as they were, to the byte, and says so', async () => {
  const made = await hall();
  made.take('invoices');
  made.close();
  asVersion1(made.data);
  // In the way of the second migration.
  inLedger(made.data, (db) => db.exec('CREATE TABLE heads (x)'));
  const before = readFileSync(ledgerOf(made.data));
  expect(upgradeHall(options(made))).toMatchObject({
    ok: false,
    error: expect.stringMatching(/failed, and the data stay as they were: table heads already exists/),
  });
  expect(() => prepareData(options(made))).toThrow(/stay as they were/);
  expect(readFileSync(ledgerOf(made.data)).equals(before)).toBe(true);
  expect(readdirSync(made.folder).filter((name) => name.startsWith('hall.'))).toEqual([]);
});

it('a copy whose chain does not hold is not put in place', async () => {
  const made = await hall();
  for (let i = 0; i < 3; i += 1) made.take('invoices');
  made.close();
  asVersion1(made.data);
  inLedger(made.data, (db) =>
    db.exec(`UPDATE events SET data = replace(data, 'invoices', 'enquiry') WHERE seq = 2`),
  );
  expect(upgradeHall(options(made))).toMatchObject({
    ok: false,
    error: expect.stringMatching(/not whole, and the data stay as they were/),
  });
  expect(schemaOf(ledgerOf(made.data))).toBe(1);
});

it('data of a newer program, and of a hall that runs, are refused with a sentence', async () => {
  const made = await hall();
  expect(upgradeHall(options(made))).toMatchObject({ error: expect.stringContaining('stop it first') });
  expect(rollBack(back(made))).toMatchObject({ error: expect.stringContaining('stop it first') });
  made.close();
  inLedger(made.data, (db) => db.pragma('user_version = 99'));
  const sentence = /A newer program has written ledger\.db: start that one/;
  expect(upgradeHall(options(made))).toMatchObject({ error: expect.stringMatching(sentence) });
  expect(() => prepareData(options(made))).toThrow(sentence);
});

it('rolls back at once where nothing has happened since', async () => {
  const made = await hall();
  made.take('invoices');
  made.close();
  asVersion1(made.data);
  upgraded(made);
  expect(rollBack(back(made))).toMatchObject({ ok: true, value: { eventsLost: 0 } });
  expect(schemaOf(ledgerOf(made.data))).toBe(1);
  // Forward again: the way is open in both directions.
  expect(upgraded(made).migrated).toEqual(['ledger.db']);
});

it('says what a roll-back would lose, and does not give lost numbers again', async () => {
  const made = await hall();
  made.take('invoices');
  const { epoch } = made.ledger;
  made.close();
  const { kept } = upgraded(made);
  made.open();
  const li = made.take('enquiry', WANG).personRef as string;
  const lost = Array.from({ length: 3 }, () => made.take('invoices').number);
  made.vault.forget(li, Date.now());
  made.close();
  expect(rollBack(back(made))).toMatchObject({
    ok: false,
    error: expect.stringMatching(/4 events .* with 4 tickets: .*--accept-loss/),
  });
  expect(rollBack(back(made, { acceptLoss: true }))).toMatchObject({ ok: true, value: { eventsLost: 4 } });
  expect(existsSync(kept)).toBe(true);
  made.open();
  expect(made.ledger.epoch).not.toBe(epoch);
  expect(lost).not.toContain(made.take('invoices').number);
  // Numbers follow right behind: the newer ledger knew which were out.
  expect(made.take('enquiry').number).toMatch(/002$/);
  expect(made.vault.keys.isForgotten(li)).toBe(true);
  made.close();
  const db = new Database(ledgerOf(made.data));
  expect(verifyLedger(db).problems).toEqual([]);
  db.close();
});

it('does not roll back over a change of schema on a day whose numbers would come again', async () => {
  const made = await hall();
  made.take('invoices');
  made.close();
  asVersion1(made.data);
  upgraded(made);
  made.open();
  made.take('invoices');
  const { epoch } = made.ledger;
  made.close();
  expect(rollBack(back(made, { acceptLoss: true }))).toMatchObject({
    ok: false,
    error: expect.stringMatching(/roll back after closing, tomorrow/),
  });
  const tomorrow = () => Date.now() + 86_400_000;
  expect(rollBack(back(made, { acceptLoss: true, now: tomorrow }))).toMatchObject({ ok: true });
  expect(schemaOf(ledgerOf(made.data))).toBe(1);
  // Positions come again with other events: nobody may take them for the former ones.
  inLedger(made.data, (db) =>
    expect(db.prepare("SELECT value FROM meta WHERE key = 'epoch'").get()).not.toEqual({ value: epoch }),
  );
});

it('deletes former data after a week, and no other folder', async () => {
  const made = await hall();
  made.take('invoices', WANG);
  made.close();
  const { kept } = upgraded(made);
  utimesSync(kept, 0, 0);
  const expired = (now: number, machine = now) => expireFormer(made.data, now, machine);
  expect(expired(Date.now())).toEqual([]);
  const later = Date.now() + KEEP_FORMER_MS + 60_000;
  // One of the two clocks is wrong.
  expect(expired(later, later - 2 * CLOCKS_AGREE_MS)).toEqual([]);
  expect(expired(later - 2 * CLOCKS_AGREE_MS, later)).toEqual([]);
  expect(existsSync(kept)).toBe(true);
  expect(expired(later)).toEqual(['hall.before-upgrade']);
  expect(existsSync(kept)).toBe(false);
  expect(readdirSync(made.folder).sort()).toEqual(['disk', 'hall', 'keys']);
});

it('former data that were put aside under a wrong clock begin their week when that is seen', async () => {
  const made = await hall();
  made.take('invoices');
  made.close();
  const { kept } = upgraded(made);
  const later = Date.now() + KEEP_FORMER_MS + 60_000;
  // What it holds is newer than the time at which it was put aside.
  utimesSync(ledgerOf(kept), later / 1000, later / 1000);
  expect(expireFormer(made.data, later, later)).toEqual([]);
  expect(existsSync(kept)).toBe(true);
});

/** As kill -9 leaves them: the log beside each database, with a bit turned over in an early commit of one. */
function killedAndDamaged(made: HallData, name: string): Buffer {
  const file = path.join(made.data, name);
  const held = ['ledger.db', 'vault.db', 'person-keys.db'].flatMap((each) =>
    ['', '-wal']
      .map((suffix) => path.join(made.data, each + suffix))
      .filter((each) => existsSync(each))
      .map((each) => [each, readFileSync(each)] as const),
  );
  made.close();
  for (const [each, bytes] of held) writeFileSync(each, bytes);
  const log = readFileSync(`${file}-wal`);
  // In the first frame: behind the headers of log and frame.
  log[32 + 24 + 100] = (log[32 + 24 + 100] as number) ^ 1;
  writeFileSync(`${file}-wal`, log);
  return log;
}

it.each(['ledger.db', 'vault.db'])('a damaged log of %s is refused, and is still there', async (name) => {
  const made = await hall();
  for (let i = 0; i < 5; i += 1) {
    made.take('invoices');
    made.vault.commit(() => made.vault.rememberText('x', i));
  }
  const log = killedAndDamaged(made, name);
  const sentence = {
    ok: false,
    error: expect.stringMatching(/cannot be trusted.*restore the newest backup/),
  };
  expect(upgradeHall(options(made))).toMatchObject(sentence);
  expect(rollBack(back(made, { acceptLoss: true }))).toMatchObject(sentence);
  expect(readFileSync(path.join(made.data, `${name}-wal`)).equals(log)).toBe(true);
});

it('a damaged log of the former data is refused, too', async () => {
  const made = await hall();
  made.take('invoices');
  made.close();
  const { kept } = upgraded(made);
  cpSync(kept, `${kept}.held`, { recursive: true });
  made.open();
  for (let i = 0; i < 5; i += 1) made.take('invoices');
  const log = killedAndDamaged(made, 'ledger.db');
  for (const suffix of ['', '-wal']) {
    copyFileSync(ledgerOf(made.data) + suffix, ledgerOf(kept) + suffix);
    rmSync(ledgerOf(made.data) + suffix);
  }
  copyFileSync(ledgerOf(`${kept}.held`), ledgerOf(made.data));
  expect(rollBack(back(made, { acceptLoss: true }))).toMatchObject({
    error: expect.stringContaining('cannot be trusted'),
  });
  expect(readFileSync(`${ledgerOf(kept)}-wal`).equals(log)).toBe(true);
});

it('tells a running hall from a stopped one though the log is damaged, and leaves it as it is', async () => {
  const made = await hall();
  for (let i = 0; i < 5; i += 1) made.take('invoices');
  const file = ledgerOf(made.data);
  const log = readFileSync(`${file}-wal`);
  const damaged = Buffer.from(log);
  damaged[32 + 24 + 100] = (damaged[32 + 24 + 100] as number) ^ 1;
  writeFileSync(`${file}-wal`, damaged);
  expect(isOpenElsewhere(file)).toBe(true);
  writeFileSync(`${file}-wal`, log);
  const again = killedAndDamaged(made, 'ledger.db');
  expect(isOpenElsewhere(file)).toBe(false);
  expect(readFileSync(`${file}-wal`).equals(again)).toBe(true);
});

it('measures a loss by what happened, not by how many events there are', async () => {
  const made = await hall();
  made.take('invoices');
  made.close();
  cpSync(made.data, `${made.data}.held`, { recursive: true });
  made.open();
  for (let i = 0; i < 3; i += 1) made.take('invoices');
  made.close();
  const { kept } = upgraded(made);
  // As after a restore: the same positions, with other events.
  rmSync(made.data, { recursive: true });
  cpSync(`${made.data}.held`, made.data, { recursive: true });
  made.open();
  for (let i = 0; i < 3; i += 1) made.take('enquiry');
  made.close();
  expect(rollBack(back(made))).toMatchObject({ error: expect.stringMatching(/3 events .* with 3 tickets/) });
  expect(existsSync(kept)).toBe(true);
  rmSync(made.data, { recursive: true });
  cpSync(`${made.data}.held`, made.data, { recursive: true });
  expect(rollBack(back(made))).toMatchObject({ error: expect.stringContaining('are newer') });
});
