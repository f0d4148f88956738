import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scratchFolder } from '../testing/hall.ts';
import { hasSuite } from './cipher.ts';
import { PersonKeys } from './person-keys.ts';
import { filesIn, invented, keyBytes, TEST_KEYS } from './testing.ts';

let folder: ReturnType<typeof scratchFolder>;
let file: string;
const opened: PersonKeys[] = [];

beforeEach(() => {
  folder = scratchFolder();
  file = path.join(folder.path, 'person-keys.db');
});
afterEach(() => {
  for (const keys of opened.splice(0)) keys.close();
  folder.remove();
});

function openKeys(suite: 'aes' | 'sm4' = 'aes', at = file): PersonKeys {
  const keys = new PersonKeys(at, TEST_KEYS, suite);
  opened.push(keys);
  return keys;
}
function add(keys: PersonKeys, i: number, owner?: string) {
  const made = keys.create(i, owner === undefined ? { idNumber: invented(i).idNumber } : { owner });
  keys.commit();
  return made;
}

describe('the store of person keys', () => {
  it('gives back each key, and finds its person by number', () => {
    const keys = openKeys();
    const made = Array.from({ length: 50 }, (_, i) => add(keys, i));
    for (const [i, { ref, key }] of made.entries()) {
      expect(keys.key(ref)?.equals(key)).toBe(true);
      expect(keys.find(invented(i).idNumber)).toBe(ref);
    }
    expect(keys.find(invented(99).idNumber)).toBeNull();
  });

  it('writes nothing where nothing is new', () => {
    const keys = openKeys();
    add(keys, 1);
    const before = statSync(`${file}-wal`).size;
    keys.find(invented(1).idNumber);
    keys.commit();
    expect(statSync(`${file}-wal`).size).toBe(before);
  });

  it('undoes what was gathered', () => {
    const keys = openKeys();
    const { ref } = keys.create(1, { idNumber: invented(1).idNumber });
    keys.rollback();
    expect([keys.key(ref), keys.find(invented(1).idNumber), keys.count()]).toEqual([null, null, 0]);
  });

  it('leaves no byte of a forgotten key, wrapped or plain, in the database or its log, and no gap unfilled', () => {
    const keys = openKeys();
    const made = Array.from({ length: 400 }, (_, i) => add(keys, i));
    const bytes = keyBytes(file, TEST_KEYS);
    const gone = made.filter((_, i) => i % 2 === 0).map(({ ref }) => ref);
    const seenBefore = filesIn(folder.path).some(({ bytes: found }) =>
      found.includes(bytes.get(gone[0] as string)?.wrapped as Buffer),
    );
    expect(seenBefore).toBe(true);
    keys.forget(gone, 1000);
    for (const { name, bytes: found } of filesIn(folder.path)) {
      for (const ref of gone) {
        const { wrapped, key } = bytes.get(ref) as { wrapped: Buffer; key: Buffer };
        // Any run of it, not only the whole.
        for (let at = 0; at + 12 <= wrapped.length; at += 12) {
          expect(found.includes(wrapped.subarray(at, at + 12)), `${name} ${ref} ${at}`).toBe(false);
        }
        expect(found.includes(key), name).toBe(false);
      }
    }
    expect(statSync(`${file}-wal`).size).toBe(0);
    for (const [i, { ref, key }] of made.entries()) {
      if (i % 2 === 1) expect(keys.key(ref)?.equals(key)).toBe(true);
      else expect(keys.key(ref)).toBeNull();
    }
    const pages = (): number => {
      const db = new Database(file, { readonly: true });
      const count = db.pragma('page_count', { simple: true }) as number;
      db.close();
      return count;
    };
    const before = pages();
    for (let i = 0; i < 200; i += 1) add(keys, 400 + i);
    keys.truncateLog();
    expect(pages()).toBeLessThanOrEqual(before + 4);
  });

  it('does not wait for a reader that holds the log open, and empties it once the reader is gone', () => {
    const keys = openKeys();
    const { ref } = add(keys, 1);
    const { wrapped } = keyBytes(file, TEST_KEYS).get(ref) as { wrapped: Buffer };
    const reader = new Database(file, { readonly: true });
    reader.exec('BEGIN; SELECT COUNT(*) FROM keys');
    keys.forget([ref], 7);
    expect([keys.has(ref), keys.settle(), keys.settle()]).toEqual([false, false, false]);
    expect(readFileSync(`${file}-wal`).includes(wrapped)).toBe(true);
    reader.close();
    expect(keys.settle()).toBe(true);
    expect(statSync(`${file}-wal`).size).toBe(0);
    expect(filesIn(folder.path).some(({ bytes }) => bytes.includes(wrapped))).toBe(false);
  });

  it('forgets what belongs to a person with the person, and keeps a tombstone of references only', () => {
    const keys = openKeys();
    const person = add(keys, 1);
    const picture = add(keys, 2, person.ref);
    const other = add(keys, 3);
    keys.forget([person.ref], 77);
    expect([keys.has(person.ref), keys.has(picture.ref), keys.has(other.ref)]).toEqual([false, false, true]);
    expect(new Set(keys.forgotten())).toEqual(
      new Set([
        { ref: person.ref, at: 77 },
        { ref: picture.ref, at: 77 },
      ]),
    );
    expect(keys.forgottenSince(78)).toEqual([]);
  });

  it('replaces its one copy, which holds nothing of who was forgotten before it', () => {
    const keys = openKeys();
    const [one, two] = [add(keys, 1), add(keys, 2)];
    const copy = path.join(folder.path, 'keys-copy.db');
    keys.copyTo(copy);
    const { wrapped } = keyBytes(file, TEST_KEYS).get(one.ref) as { wrapped: Buffer };
    expect(readFileSync(copy).includes(wrapped)).toBe(true);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    keys.forget([one.ref], 5);
    keys.copyTo(copy);
    expect(readFileSync(copy).includes(wrapped)).toBe(false);
    const restored = openKeys('aes', copy);
    expect(restored.key(one.ref)).toBeNull();
    expect(restored.key(two.ref)?.equals(two.key)).toBe(true);
    expect(restored.forgotten()).toEqual([{ ref: one.ref, at: 5 }]);
  });

  it('forgets again, in an older copy, whoever was forgotten since', () => {
    const keys = openKeys();
    const made = Array.from({ length: 20 }, (_, i) => add(keys, i));
    const owned = add(keys, 30, made[0]?.ref);
    const copy = path.join(folder.path, 'keys-copy.db');
    keys.copyTo(copy);
    keys.forget(
      made.slice(0, 10).map(({ ref }) => ref),
      9,
    );
    const restored = openKeys('aes', copy);
    expect(restored.key(made[0]?.ref as string)).not.toBeNull();
    // The ledger names the person only; what belongs to the person follows.
    expect(restored.reapply(made.slice(0, 10).map(({ ref }) => ({ ref, at: 9 })))).toBe(10);
    expect(made.map(({ ref }) => restored.has(ref))).toEqual(made.map((_, i) => i >= 10));
    expect(restored.has(owned.ref)).toBe(false);
    expect(restored.reapply(keys.forgotten())).toBe(0);
  });

  it('refuses a store that a newer program wrote', () => {
    openKeys().close();
    opened.pop();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    expect(() => new PersonKeys(file, TEST_KEYS, 'aes')).toThrow('start the newer program');
  });
});

describe.skipIf(!hasSuite('sm4'))('a change of suite', () => {
  it('finds everyone at once, reads every key, and makes the hashes anew in portions, over a restart', () => {
    const before = openKeys('aes');
    const made = Array.from({ length: 30 }, (_, i) => add(before, i));
    before.close();
    opened.pop();
    const after = openKeys('sm4');
    expect(made.map((_, i) => after.find(invented(i).idNumber))).toEqual(made.map(({ ref }) => ref));
    const numberOf = new Map(made.map(({ ref }, i) => [ref, invented(i).idNumber]));
    const some = after.ofOtherSuite(12);
    expect(some.length).toBe(12);
    for (const ref of some) after.rehash(ref, numberOf.get(ref) ?? null);
    after.commit();
    after.close();
    opened.pop();
    const again = openKeys('sm4');
    for (const ref of again.ofOtherSuite(100)) again.rehash(ref, numberOf.get(ref) ?? null);
    again.commit();
    expect(again.ofOtherSuite(100)).toEqual([]);
    for (const [i, { ref, key }] of made.entries()) {
      expect(again.find(invented(i).idNumber)).toBe(ref);
      expect(again.key(ref)?.equals(key)).toBe(true);
    }
    const { ref } = add(again, 40);
    expect(again.find(invented(40).idNumber)).toBe(ref);
  });
});
