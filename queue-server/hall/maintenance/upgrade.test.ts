import { existsSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { migrate } from '../ledger/schema.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { expireFormer, KEEP_FORMER_MS } from './former.ts';
import { type HallData, hallData, WANG } from './hall-data.testing.ts';
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
  made.close();
  expect(rollBack(back(made, { acceptLoss: true }))).toMatchObject({
    ok: false,
    error: expect.stringMatching(/roll back after closing, tomorrow/),
  });
  const tomorrow = () => Date.now() + 86_400_000;
  expect(rollBack(back(made, { acceptLoss: true, now: tomorrow }))).toMatchObject({ ok: true });
  expect(schemaOf(ledgerOf(made.data))).toBe(1);
});

it('deletes former data after a week, and no other folder', async () => {
  const made = await hall();
  made.take('invoices', WANG);
  made.close();
  const { kept } = upgraded(made);
  utimesSync(kept, 0, 0);
  expect(expireFormer(made.data, Date.now())).toEqual([]);
  expect(expireFormer(made.data, Date.now() + KEEP_FORMER_MS + 60_000)).toEqual(['hall.before-upgrade']);
  expect(existsSync(kept)).toBe(false);
  expect(readdirSync(made.folder).sort()).toEqual(['disk', 'hall', 'keys']);
});
