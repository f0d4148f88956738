import { randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { LedgerHead } from '@hall/shared/contracts/ledger-heads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPlatform } from '../../platform/testing.ts';
import { liveDay } from '../testing/days.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { archiveFolder } from './archive-files.ts';
import { chainHash, GENESIS, type HashedRow } from './chain.ts';
import { Ledger } from './ledger.ts';
import { headsIn, readOutsideHeads, signedHeads } from './outside-heads.ts';
import { type HeadSigner, loadSigner, readPublicKey } from './signing-key.ts';
import { verifyLedger } from './verify.ts';

const DAY = 86_400_000;
const config = testConfig((demo) => ({
  ...demo,
  calling: { ...demo.calling, lockSeconds: 0 },
  ledger: { ...demo.ledger, keepDays: 180 },
}));
const EPOCH = '0123abcd';

let folder: ReturnType<typeof scratchFolder>;
let file: string;
let signer: HeadSigner;

beforeEach(() => {
  folder = scratchFolder();
  mkdirSync(path.join(folder.path, 'hall'));
  file = path.join(folder.path, 'hall', 'ledger.db');
  signer = loadSigner(path.join(folder.path, 'keys'));
});
afterEach(() => folder.remove());

/** A ledger whose epoch is known beforehand. */
function openLedger(at = file): Ledger {
  let n = 0;
  const newId = () => (n++ === 0 ? EPOCH.padEnd(32, '0') : randomUUID().replaceAll('-', ''));
  return new Ledger({ file: at, config, newId });
}

function livedDay(ledger: Ledger, day: number, tickets: number): void {
  liveDay(ledger, {
    from: MONDAY_9 + day * DAY,
    tickets,
    queue: 'invoices',
    window: 'w18',
    item: null,
    left: 2,
    stepMs: 50,
  });
}

/** Signs what the ledger has, keeps it in the database and gives it to others. */
function anchor(ledger: Ledger): LedgerHead {
  const { state, head: hash, epoch } = ledger;
  const head = signer.sign({
    hall: config.id,
    epoch,
    seq: state.seq,
    hash,
    at: state.at,
    day: state.day as string,
  });
  expect(ledger.keepHead(head)).toBe(true);
  return head;
}

/** Three days with a head after each. */
function threeDays(at = file, tickets = 6): LedgerHead[] {
  const ledger = openLedger(at);
  const heads = [0, 1, 2].map((day) => {
    livedDay(ledger, day, tickets);
    return anchor(ledger);
  });
  ledger.close();
  return heads;
}

function verified(heads: readonly LedgerHead[] = []) {
  const db = new Database(file, { readonly: true });
  const found = verifyLedger(db, { heads: heads.map((head) => ({ source: 'kiosk-1', head })) });
  db.close();
  return found;
}

describe('outside heads', () => {
  it('bear out a ledger that was left alone, through restart and archive too', () => {
    const heads = threeDays();
    expect(verified(heads)).toMatchObject({ problems: [], headsBorneOut: 6 });
    const ledger = openLedger();
    livedDay(ledger, 200, 3);
    while (ledger.tidy());
    ledger.close();
    expect(readdirSync(archiveFolder(file)).length).toBe(1);
    expect(verified(heads)).toMatchObject({ problems: [], headsBorneOut: 6 });
  });

  it('show a chain that was rewritten from the first event on', () => {
    const heads = threeDays();
    rewrite(file, (row) => (row.seq === 4 ? { ...row, actor: 'kiosk-2' } : row));
    // Whoever has the machine makes a chain that is sound in itself …
    expect(verified()).toMatchObject({ problems: [] });
    // … but not the one that others have seen.
    expect(verified(heads).problems).toHaveLength(3);
    expect(verified(heads.slice(2)).problems).toEqual([
      `kiosk-1 keeps another hash of event ${heads[2]?.seq}: the ledger was rewritten`,
    ]);
  });

  it('show a ledger that was made anew by the program itself', () => {
    const heads = threeDays();
    for (const name of readdirSync(path.dirname(file))) rmSync(path.join(path.dirname(file), name));
    threeDays(file, 7);
    expect(verified()).toMatchObject({ problems: [] });
    expect(verified(heads).problems.join()).toContain('the ledger was rewritten');
  });

  it('show a ledger whose end was cut off', () => {
    const ledger = openLedger();
    livedDay(ledger, 0, 6);
    const first = anchor(ledger);
    ledger.close();
    const { seq } = first;
    const shorter = path.join(folder.path, 'shorter.db');
    copyFileSync(file, shorter);
    const on = openLedger();
    livedDay(on, 1, 6);
    const heads = [first, anchor(on)];
    on.close();
    // Tables and all: what a careful cut leaves is the ledger as it was before.
    copyFileSync(shorter, file);
    expect(verified()).toMatchObject({ problems: [] });
    expect(verified(heads).problems).toEqual([
      `kiosk-1 keeps a head at event ${heads[1]?.seq}, but the ledger ends at ${seq}: it was shortened or rolled back`,
    ]);
  });

  it('show a machine that was rolled back and went on', () => {
    const ledger = openLedger();
    livedDay(ledger, 0, 6);
    const first = anchor(ledger);
    ledger.close();
    const snapshot = path.join(folder.path, 'snapshot');
    mkdirSync(snapshot);
    const hall = path.dirname(file);
    for (const name of readdirSync(hall)) copyFileSync(path.join(hall, name), path.join(snapshot, name));
    const on = openLedger();
    livedDay(on, 1, 6);
    const second = anchor(on);
    on.close();
    for (const name of readdirSync(hall)) rmSync(path.join(hall, name));
    for (const name of readdirSync(snapshot)) copyFileSync(path.join(snapshot, name), path.join(hall, name));
    expect(verified([first])).toMatchObject({ problems: [] });
    expect(verified([first, second]).problems.join()).toContain('it was shortened or rolled back');
    const again = openLedger();
    livedDay(again, 2, 9);
    again.close();
    expect(verified()).toMatchObject({ problems: [] });
    expect(verified([first, second]).problems).toEqual([
      `kiosk-1 keeps another hash of event ${second.seq}: the ledger was rewritten`,
    ]);
  });

  it('accept what a restore left behind, because the chain says so, and nothing else of that epoch', () => {
    const ledger = openLedger();
    livedDay(ledger, 0, 6);
    const kept = anchor(ledger);
    const from = { epoch: EPOCH, seq: ledger.state.seq, at: ledger.state.at };
    ledger.close();
    const copy = path.join(folder.path, 'backup.db');
    copyFileSync(file, copy);
    const on = openLedger();
    livedDay(on, 1, 4);
    const lost = anchor(on);
    on.close();
    for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true });
    copyFileSync(copy, file);
    const db = new Database(file);
    db.prepare("UPDATE meta SET value = 'feedbeef' WHERE key = 'epoch'").run();
    db.close();
    const restored = openLedger();
    const body = { from, epoch: 'feedbeef', restoresToday: 1, lastNumbers: {}, lastCase: null };
    restored.run([
      { command: 'hall.restore', body, actor: 'hall', requestId: 'restore-1', at: MONDAY_9 + DAY },
    ]);
    const next = anchor(restored);
    restored.close();
    expect(verified([kept, lost, next])).toMatchObject({ problems: [], headsBorneOut: 4 });
    const forged = signer.sign({ ...kept, hash: 'ab'.repeat(32) });
    expect(verified([forged]).problems.join()).toContain('the ledger was rewritten');
    const stranger = signer.sign({ ...kept, epoch: '99999999' });
    expect(verified([stranger]).problems.join()).toContain('epoch 99999999, which this ledger does not know');
  });

  it('are read from a device, and from the platform over HTTP, and only where this hall signed them', async () => {
    const heads = threeDays();
    const device = path.join(folder.path, 'ledger-heads.jsonl');
    writeFileSync(device, heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
    expect(await readOutsideHeads(device, null)).toEqual(heads);
    expect(() => headsIn('{"heads":[{"seq":1}]}')).toThrow();
    const platform = await startPlatform();
    for (const head of heads)
      expect((await platform.send('POST', '/v1/ledger-heads', head)).status).toBe(200);
    const url = `${platform.url}/v1/ledger-heads`;
    expect(await readOutsideHeads(url, 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00')).toEqual(heads);
    await expect(readOutsideHeads(url, 'wrong')).rejects.toThrow('401');
    await platform.stop();

    const other = loadSigner(path.join(folder.path, 'other-keys'));
    const [first, second] = heads as [LedgerHead, LedgerHead];
    const checks = [first, other.sign(second), { ...second, seq: second.seq + 1 }].map((head) => ({
      source: 'kiosk-1',
      head,
    }));
    const signed = await signedHeads(checks, signer.key);
    expect(signed.heads).toEqual(checks.slice(0, 1));
    expect(signed.problems).toEqual([
      `kiosk-1 holds a head at event ${second.seq} signed with another key`,
      `kiosk-1 holds a head at event ${second.seq + 1} that nobody signed`,
    ]);
  });
});

describe('signing key', () => {
  it('is made once, for its owner only, with the public key beside it', () => {
    const keys = path.join(folder.path, 'keys');
    expect(loadSigner(keys).key).toBe(signer.key);
    expect(readPublicKey(keys)).toBe(signer.key);
    expect(readFileSync(path.join(keys, 'ledger-sign.key'), 'utf8')).toContain('BEGIN PRIVATE KEY');
    expect(existsSync(path.join(keys, 'ledger-sign.key.new'))).toBe(false);
  });
});

/** What a thief with the machine and its program can do: every hash, short code and table made anew. */
function rewrite(ledger: string, change: (row: HashedRow) => HashedRow): void {
  const db = new Database(ledger);
  const put = db.prepare('UPDATE events SET actor = ?, data = ?, hash = ? WHERE seq = ?');
  const ticket = db.prepare("UPDATE tickets SET doc = json_set(doc, '$.shortCode', ?) WHERE id = ?");
  const source = db.prepare("UPDATE tickets SET doc = json_set(doc, '$.source', ?) WHERE id = ?");
  // What a window could take back holds the ticket as it was.
  const undo = db.prepare(
    `UPDATE docs SET doc = json_set(doc, '$.undo.ticket.shortCode', ?, '$.undo.ticket.source', ?)
     WHERE kind = 'window' AND json_extract(doc, '$.undo.ticket.id') = ?`,
  );
  let head = GENESIS;
  for (const old of db.prepare('SELECT * FROM events ORDER BY seq').all() as HashedRow[]) {
    let row = change(old);
    if (row.type === 'ticket.taken') {
      const data = JSON.parse(row.data) as { ticket: string; shortCode: string; source: string };
      data.shortCode = head.slice(0, 6).toUpperCase();
      data.source = row.actor;
      ticket.run(data.shortCode, data.ticket);
      source.run(data.source, data.ticket);
      undo.run(data.shortCode, data.source, data.ticket);
      row = { ...row, data: JSON.stringify(data) };
    }
    head = chainHash(head, row);
    put.run(row.actor, row.data, Buffer.from(head, 'hex'), row.seq);
  }
  // His heads table tells his story; what was signed before is gone from this machine.
  db.exec('DELETE FROM heads');
  db.close();
}
