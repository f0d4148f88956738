import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ledger } from '../ledger/ledger.ts';
import type { Submission } from '../ledger/protocol.ts';
import { commitBatch } from '../ledger/writer.ts';
import { MONDAY_9, scratchFolder, testConfig } from '../testing/hall.ts';
import { answerVault } from './asks.ts';
import { Keeper } from './keeper.ts';
import { Mentions } from './mentions.ts';
import { filesIn, findAny, invented, keyBytes, TEST_KEYS } from './testing.ts';
import { Vault } from './vault.ts';

/** 1,000 people, half of them forgotten, and an old backup put back: in every combination of files. */
const PEOPLE = 1000;
const BATCH = 50;
const ACCESS = { actor: 'sync', purpose: 'sync-case', at: MONDAY_9 } as const;
const config = testConfig((demo) => ({
  ...demo,
  queues: demo.queues.map((queue) => ({ ...queue, digits: 4, lastNumber: 9999, dailyQuota: 9000 })),
}));

const folder = scratchFolder();
const at = (...names: string[]) => path.join(folder.path, ...names);
const refs: string[] = [];
/** Every second one. */
const forgotten = new Map<string, { wrapped: Buffer; key: Buffer }>();
const needles = new Map<string, Buffer>();

afterAll(() => folder.remove());

interface Hall {
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly keeper: Keeper;
  close(): void;
}

function openHall(name: string): Hall {
  const vault = new Vault(at(name, 'vault.db'), TEST_KEYS);
  const ledger = new Ledger({ file: at(name, 'ledger.db'), config });
  const mentions = new Mentions(at(name, 'ledger.db'));
  const keeper = new Keeper(vault, mentions, config.privacy);
  keeper.start(ledger.epoch);
  const close = () => {
    mentions.close();
    ledger.close();
    vault.close();
  };
  return { vault, ledger, keeper, close };
}

function vacuumInto(from: string, to: string): void {
  const db = new Database(from, { readonly: true });
  db.prepare('VACUUM INTO ?').run(to);
  db.close();
}

beforeAll(() => {
  mkdirSync(at('hall'));
  mkdirSync(at('backup'));
  mkdirSync(at('kept-aside'));
  const { vault, ledger, keeper, close } = openHall('hall');
  let serial = 0;
  const run = (batch: { command: string; body: object }[]) =>
    commitBatch(
      ledger,
      vault,
      batch.map(
        (one) =>
          ({
            ...one,
            actor: 'kiosk-1',
            requestId: `request-${++serial}`,
            repeatable: true,
            at: MONDAY_9,
          }) as Submission,
      ),
      config.timeZone,
    ).answers.map((answer) => {
      if (!answer.ok) throw new Error(answer.error.message);
      return JSON.parse(answer.json) as { ticket: string };
    });
  const tickets: string[] = [];
  for (let first = 0; first < PEOPLE; first += BATCH) {
    const body = (i: number) => ({
      queue: 'insurance',
      items: [],
      paperless: true,
      person: distinct(first + i),
    });
    const taken = run(Array.from({ length: BATCH }, (_, i) => ({ command: 'ticket.take', body: body(i) })));
    tickets.push(...taken.map(({ ticket }) => ticket));
  }
  for (let i = 0; i < PEOPLE; i += 1) refs.push(vault.keys.find(distinct(i).idNumber) as string);
  run(tickets.map((ticket) => ({ command: 'ticket.cancel', body: { ticket, reason: 'person' } })));

  // The backup of that day: many such may lie about. The copy of the keys is the one that is replaced.
  vacuumInto(at('hall', 'ledger.db'), at('backup', 'ledger.db'));
  vacuumInto(at('hall', 'vault.db'), at('backup', 'vault.db'));
  vault.keys.copyTo(at('backup', 'person-keys.db'));
  const keys = keyBytes(at('hall', 'person-keys.db'), TEST_KEYS);
  copyFileSync(at('backup', 'person-keys.db'), at('kept-aside', 'person-keys.db'));

  for (const [i, ref] of refs.entries()) {
    if (i % 2 === 1) continue;
    const { wrapped, key } = keys.get(ref) as { wrapped: Buffer; key: Buffer };
    forgotten.set(ref, { wrapped, key });
    for (let start = 0; start < wrapped.length - 12; start += 12) {
      needles.set(`${ref} wrapped ${start}`, wrapped.subarray(start, start + 12));
    }
    needles.set(`${ref} key`, key);
    const ask = {
      who: { ref },
      reason: 'person-asked',
      actor: 'manager01',
      requestId: `forget-${i}`,
      at: MONDAY_9,
    };
    const { value } = answerVault(
      { what: 'forget', body: ask },
      { vault, ledger, keeper, settings: config.privacy },
    );
    if (!(value as { ok: boolean }).ok) throw new Error('not forgotten');
  }
  close();
});

/** More than `invented` has. */
function distinct(i: number) {
  const person = invented(i);
  return {
    ...person,
    idNumber: `HALL${i}X${person.idNumber.slice(0, 6)}`,
    cardKind: 'foreign-2017' as const,
  };
}

/** Puts files together as a hall's data folder: `old` ones from the backup, the others as they are now. */
function restore(old: readonly string[]): string {
  const name = `restored-${old.join('-') || 'none'}`;
  rmSync(at(name), { recursive: true, force: true });
  mkdirSync(at(name));
  for (const file of ['ledger.db', 'vault.db', 'person-keys.db']) {
    if (file === 'person-keys.db' && old.includes(file)) {
      copyFileSync(at('kept-aside', 'person-keys.db'), at(name, file));
    } else copyFileSync(at(old.includes(file) ? 'backup' : 'hall', file), at(name, file));
  }
  if (old.includes('ledger.db')) {
    const db = new Database(at(name, 'ledger.db'));
    db.exec(`UPDATE meta SET value = '${name.slice(0, 30)}' WHERE key = 'epoch'`);
    db.close();
  }
  return name;
}

function expectHalf({ vault }: Hall): void {
  // One commit for all the lines of the access log.
  const shown = vault.commit(() => refs.map((ref) => vault.person(ref, ACCESS)?.name ?? null));
  expect(shown).toEqual(refs.map((_, i) => (i % 2 === 0 ? null : distinct(i).name)));
}

function keysFoundIn(name: string): string[] {
  return filesIn(at(name)).flatMap(({ name: file, bytes }) =>
    [...findAny(bytes, needles)].map((needle) => `${file}: ${needle}`),
  );
}

describe(`${PEOPLE} people, half of them forgotten`, () => {
  it('none of their keys is left in the hall, and a search that can find keys finds the copy of before', () => {
    expect(keysFoundIn('hall')).toEqual([]);
    const before = filesIn(at('backup')).find(({ name }) => name.endsWith('person-keys.db'));
    expect(findAny(before?.bytes as Buffer, needles).size).toBeGreaterThanOrEqual(forgotten.size);
  });

  it.each([[[]], [['vault.db']], [['ledger.db']], [['ledger.db', 'vault.db']]])(
    'with the backup’s %j put back, none of theirs is readable, and everyone else’s is',
    (old) => {
      const name = restore(old);
      const hall = openHall(name);
      expectHalf(hall);
      for (let more = true; more; ) more = hall.keeper.step(hall.ledger.epoch, MONDAY_9 + 7_200_000).more;
      expectHalf(hall);
      expect([...forgotten.keys()].some((ref) => hall.vault.records.has(ref))).toBe(false);
      hall.close();
      expect(keysFoundIn(name)).toEqual([]);
    },
  );

  it('with an older copy of the keys put back, the ledger’s notes forget them again at the start', () => {
    const name = restore(['person-keys.db', 'vault.db']);
    expect(keysFoundIn(name)).not.toEqual([]);
    const hall = openHall(name);
    expectHalf(hall);
    hall.close();
    expect(keysFoundIn(name)).toEqual([]);
  });

  it('with everything old put back, tombstones from elsewhere forget them again', () => {
    const now = new Vault(at('hall', 'vault.db'), TEST_KEYS);
    const tombstones = now.keys.forgotten();
    now.close();
    const name = restore(['ledger.db', 'person-keys.db', 'vault.db']);
    const hall = openHall(name);
    expect(hall.vault.keys.reapply(tombstones)).toBe(PEOPLE / 2);
    expectHalf(hall);
    hall.close();
    expect(keysFoundIn(name)).toEqual([]);
  });

  it('the next copy of the keys replaces the one that still had theirs', () => {
    const now = new Vault(at('hall', 'vault.db'), TEST_KEYS);
    now.keys.copyTo(at('backup', 'person-keys.db'));
    now.close();
    expect(keysFoundIn('backup')).toEqual([]);
  });
});
