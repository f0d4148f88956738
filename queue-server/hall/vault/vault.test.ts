import { createCipheriv, randomBytes } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../testing/hall.ts';
import type { Access } from './access-log.ts';
import { hasSuite } from './cipher.ts';
import { PersonKeys } from './person-keys.ts';
import { filesIn, invented, lookup1, TEST_KEYS } from './testing.ts';
import { personKeysFile, Vault } from './vault.ts';

let folder: ReturnType<typeof scratchFolder>;
let file: string;
let vault: Vault | null = null;

beforeEach(() => {
  folder = scratchFolder();
  file = path.join(folder.path, 'vault.db');
});
afterEach(() => {
  vault?.close();
  vault = null;
  folder.remove();
});

const ACCESS: Access = { actor: 'sync', purpose: 'sync-case', at: 100 };

function openVault(suite: 'aes' | 'sm4' = 'aes'): Vault {
  vault?.close();
  vault = null;
  vault = new Vault(file, TEST_KEYS, suite);
  return vault;
}

/** A vault as version 1 wrote it, with the code of version 1. */
function writeVersion1(people: number): { ref: string; wrapped: Buffer }[] {
  const seal1 = (key: Buffer, plain: Uint8Array, context: string) => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  };
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.exec(`
    CREATE TABLE persons (ref TEXT PRIMARY KEY, lookup BLOB UNIQUE, wrapped_key BLOB NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE records (ref TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, sealed BLOB NOT NULL, created_at INTEGER NOT NULL, PRIMARY KEY (ref, kind, id)) WITHOUT ROWID;
    CREATE TABLE access (at INTEGER NOT NULL, ref TEXT NOT NULL, kind TEXT NOT NULL, purpose TEXT NOT NULL);
    PRAGMA user_version = 1;`);
  const refs = Array.from({ length: people }, (_, i) => {
    const ref = `p${String(i).padStart(32, '0')}`;
    const key = randomBytes(32);
    const wrapped = seal1(TEST_KEYS.wrap, key, ref);
    const person = invented(i);
    db.prepare('INSERT INTO persons VALUES (?, ?, ?, ?)').run(
      ref,
      lookup1(TEST_KEYS, person.idNumber),
      wrapped,
      i,
    );
    db.prepare('INSERT INTO records VALUES (?, ?, ?, ?, ?)').run(
      ref,
      'person',
      ref,
      seal1(key, Buffer.from(JSON.stringify(person)), `${ref} person ${ref}`),
      i,
    );
    return { ref, wrapped };
  });
  db.prepare("INSERT INTO access VALUES (7, ?, 'person', 'sync-case')").run(refs[0]?.ref ?? '');
  db.close();
  return refs;
}

describe.each(['aes', 'sm4'] as const)('the vault with %s', (suite) => {
  it('knows a person again by the number in any spelling, and keeps what the card said last', () => {
    const v = openVault(suite);
    const ref = v.commit(() => v.remember(invented(1), 1));
    const moved = { ...invented(1), name: '样例改名', idNumber: ` ${invented(1).idNumber.toLowerCase()} ` };
    expect(v.commit(() => v.remember(moved, 2))).toBe(ref);
    expect(v.person(ref, ACCESS)?.name).toBe('样例改名');
    expect(v.find(invented(1).idNumber, ACCESS)).toBe(ref);
  });

  it('keeps text, pictures and signatures, each with a key of its own, and no byte in the clear', () => {
    const v = openVault(suite);
    const picture = randomBytes(50_000);
    const strokes = Buffer.from('signature strokes of 样例');
    const [person, text, image, signature] = v.commit(() => {
      const owner = v.remember(invented(1), 1);
      return [
        owner,
        v.rememberText('服务很好 𬭎', 1, owner),
        v.rememberPicture(picture, 1),
        v.rememberSignature(strokes, 1, owner),
      ] as const;
    });
    expect(v.text(text, ACCESS)).toBe('服务很好 𬭎');
    expect(v.picture(image, ACCESS)?.equals(picture)).toBe(true);
    expect(v.signature(signature, ACCESS)?.equals(strokes)).toBe(true);
    for (const { name, bytes } of filesIn(folder.path)) {
      for (const clear of [Buffer.from('服务很好'), picture.subarray(0, 64), strokes, Buffer.from('样例1')]) {
        expect(bytes.includes(clear), name).toBe(false);
      }
    }
    v.forget(person, 2);
    expect([v.text(text, ACCESS), v.signature(signature, ACCESS)]).toEqual([null, null]);
    expect(v.picture(image, ACCESS)?.equals(picture)).toBe(true);
    expect(v.keeps(person)).toBe(false);
  });

  it('opens nothing under another kind or reference', () => {
    const v = openVault(suite);
    const [one, two] = v.commit(() => [v.remember(invented(1), 1), v.rememberText('words', 1)] as const);
    expect(v.text(one, ACCESS)).toBeNull();
    expect(v.person(two, ACCESS)).toBeNull();
    v.records.db.exec(`UPDATE records SET kind = 'person' WHERE ref = '${two}'`);
    expect(() => v.person(two, ACCESS)).toThrow();
  });
});

describe('the two stores', () => {
  it('undoes both where a write fails, and keeps neither key nor record', () => {
    const v = openVault();
    expect(() =>
      v.commit(() => {
        v.remember(invented(1), 1);
        throw new Error('a bug');
      }),
    ).toThrow('a bug');
    expect([v.keys.count(), v.records.page(0, 10).length]).toEqual([0, 0]);
    expect(v.commit(() => v.remember(invented(1), 1))).toMatch(/^p[0-9a-f]{32}$/);
  });

  it('writes the key before the record: where the records cannot be committed, only a key is left over', () => {
    const v = openVault();
    // Its deferred check fails at COMMIT itself, as a full disk would.
    v.records.db.exec(`
      PRAGMA foreign_keys = ON;
      CREATE TABLE a (id INTEGER PRIMARY KEY);
      CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);`);
    expect(() =>
      v.commit(() => {
        v.remember(invented(1), 1);
        v.records.db.exec('INSERT INTO b VALUES (1)');
      }),
    ).toThrow();
    expect([v.keys.count(), v.records.page(0, 10).length]).toEqual([1, 0]);
    // The person is known by the key that was left over, and is kept under it.
    const ref = v.commit(() => v.remember(invented(1), 2));
    expect([v.keys.count(), v.person(ref, ACCESS)?.idNumber]).toEqual([1, invented(1).idNumber]);
  });

  it('costs the store of keys no commit where the person is known', () => {
    const v = openVault();
    v.commit(() => v.remember(invented(1), 1));
    const log = `${personKeysFile(file)}-wal`;
    const before = statSync(log).size;
    v.commit(() => v.remember(invented(1), 2));
    expect(statSync(log).size).toBe(before);
  });

  it('does not start on one of the two, and makes no empty one in the place of the other', () => {
    const v = openVault();
    v.commit(() => v.remember(invented(1), 1));
    v.close();
    vault = null;
    const without = (name: string) => {
      const aside = scratchFolder();
      for (const { name: from, bytes } of filesIn(folder.path)) {
        if (!path.basename(from).startsWith(name))
          writeFileSync(path.join(aside.path, path.basename(from)), bytes);
      }
      const start = () => new Vault(path.join(aside.path, 'vault.db'), TEST_KEYS);
      expect(start).toThrow(`${name} is missing`);
      expect(start).toThrow(`${name} is missing`);
      aside.remove();
    };
    without('person-keys.db');
    without('vault.db');
  });
});

describe('the log of who read', () => {
  it('has a line for every look, also for the same again, for nothing and for a failure', () => {
    const v = openVault();
    const ref = v.commit(() => v.remember(invented(1), 1));
    v.person(ref, { actor: 'manager01', purpose: 'forget', at: 5 });
    v.person(ref, { actor: 'sync', purpose: 'sync-case', at: 6 });
    v.person(ref, { actor: 'sync', purpose: 'sync-case', at: 6 });
    v.find('11010519491231002X', { actor: 'manager01', purpose: 'forget', at: 7 });
    v.records.db.exec("UPDATE records SET sealed = X'0100'");
    expect(() => v.person(ref, ACCESS)).toThrow();
    v.forget(ref, 9);
    v.person(ref, ACCESS);
    const lines = v.log
      .page({ limit: 10 })
      .map(({ actor, purpose, ref: of, result }) => [actor, purpose, of, result]);
    expect(lines).toEqual([
      ['sync', 'sync-case', ref, 'nothing'],
      ['sync', 'sync-case', ref, 'failed'],
      ['manager01', 'forget', null, 'nothing'],
      ['sync', 'sync-case', ref, 'read'],
      ['sync', 'sync-case', ref, 'read'],
      ['manager01', 'forget', ref, 'read'],
    ]);
    const [newest] = v.log.page({ limit: 1 });
    expect(v.log.page({ before: newest?.id, limit: 2 }).length).toBe(2);
    expect(v.log.page({ ref: 'p'.padEnd(33, '0'), limit: 9 })).toEqual([]);
  });

  it('reads nothing that it cannot log', () => {
    const v = openVault();
    const ref = v.commit(() => v.remember(invented(1), 1));
    v.records.db.exec(
      "CREATE TRIGGER full BEFORE INSERT ON access BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    expect(() => v.person(ref, ACCESS)).toThrow('disk full');
  });

  it('cannot be changed, and loses only what was kept long enough', () => {
    const v = openVault();
    for (let at = 1; at <= 20; at += 1) v.log.add({ ...ACCESS, at }, null, 'person', 'nothing');
    expect(() => v.records.db.exec("UPDATE access SET actor = 'nobody'")).toThrow('never changed');
    expect(() => v.records.db.exec('DELETE FROM access WHERE at = 3')).toThrow('is kept');
    expect(v.log.purge(11, 4)).toBe(4);
    expect([v.log.purge(11, 100), v.log.purge(11, 100)]).toEqual([6, 0]);
    expect(v.log.counts()).toEqual({ count: 10, oldestAt: 11 });
    expect(() => v.records.db.exec('DELETE FROM access')).toThrow('is kept');
  });
});

describe('a vault of version 1', () => {
  it('gives its keys to the store of their own, reads as before, and holds no key any more', () => {
    const refs = writeVersion1(300);
    const v = openVault();
    for (const [i, { ref }] of refs.entries()) {
      expect(v.person(ref, ACCESS)).toEqual(invented(i));
      expect(v.keys.find(invented(i).idNumber)).toBe(ref);
    }
    const entries = v.log.page({ limit: 500 });
    expect(entries.at(-1)).toMatchObject({ at: 7, actor: 'sync', purpose: 'sync-case', result: 'read' });
    const vaultFiles = filesIn(folder.path).filter(({ name }) => path.basename(name).startsWith('vault.db'));
    for (const { name, bytes } of vaultFiles) {
      for (const { wrapped } of refs) expect(bytes.includes(wrapped.subarray(4, 20)), name).toBe(false);
    }
  });

  it('is moved again from the beginning where the power failed between the two commits', () => {
    const refs = writeVersion1(20);
    const keys = new PersonKeys(personKeysFile(file), TEST_KEYS, 'aes');
    for (const [i, { ref, wrapped }] of refs.slice(0, 12).entries()) {
      keys.adopt({ ref, wrapped, lookup: lookup1(TEST_KEYS, invented(i).idNumber), at: i });
    }
    keys.commit();
    keys.close();
    const v = openVault();
    expect(refs.map(({ ref }) => v.person(ref, ACCESS)?.idNumber)).toEqual(
      refs.map((_, i) => invented(i).idNumber),
    );
  });

  it('brings nobody back who was forgotten since that backup', () => {
    const refs = writeVersion1(4);
    const keys = new PersonKeys(personKeysFile(file), TEST_KEYS, 'aes');
    keys.forget([refs[0]?.ref as string], 50);
    keys.close();
    const v = openVault();
    expect(refs.map(({ ref }) => v.person(ref, ACCESS) !== null)).toEqual([false, true, true, true]);
  });
});

describe.skipIf(!hasSuite('sm4'))('a change of suite', () => {
  it('reads what either suite sealed, and knows the same people', () => {
    const one = openVault('aes');
    const ref = one.commit(() => one.remember(invented(1), 1));
    const two = openVault('sm4');
    expect(two.person(ref, ACCESS)).toEqual(invented(1));
    const other = two.commit(() => {
      expect(two.remember(invented(1), 2)).toBe(ref);
      return two.remember(invented(2), 2);
    });
    expect(two.records.get(ref, 'person')?.[0]).toBe(2);
    const three = openVault('aes');
    expect([three.person(ref, ACCESS), three.person(other, ACCESS)]).toEqual([invented(1), invented(2)]);
    expect(three.commit(() => three.remember(invented(2), 3))).toBe(other);
  });
});
