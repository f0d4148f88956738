import { generateKeyPairSync, sign } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { headText, type LedgerHead } from '@hall/shared/contracts/ledger-heads';
import { CONTRACT_VERSION } from '@hall/shared/contracts/messages';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepHeads } from './head-keeping.ts';
import { HEADS_FILE, openHeadStore } from './head-store.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'heads-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function headOf(change: Partial<LedgerHead>): LedgerHead {
  const head = {
    hall: 'qingxi',
    epoch: '0123abcd',
    seq: 10,
    hash: 'ab'.repeat(32),
    at: 1_000,
    day: '2026-11-23',
    key: publicKey.export({ format: 'jwk' }).x as string,
    ...change,
  };
  return { ...head, signature: sign(null, Buffer.from(headText(head)), privateKey).toString('base64url') };
}

const lines = () => readFileSync(path.join(folder, HEADS_FILE), 'utf8').trim().split('\n');

it('keeps heads over a restart and refuses what contradicts them', async () => {
  const store = openHeadStore(folder);
  expect(await store.take(headOf({}))).toBe('kept');
  expect(await store.take(headOf({}))).toBe('known');
  expect(await store.take(headOf({ seq: 20 }))).toBe('kept');
  const again = openHeadStore(folder);
  expect(again.newest()).toEqual(headOf({ seq: 20 }));
  expect(await again.take(headOf({ seq: 15 }))).toBe('went-back');
  expect(await again.take(headOf({ seq: 20, hash: 'cd'.repeat(32) }))).toBe('other-hash');
  expect(await again.take({ ...headOf({ seq: 30 }), seq: 31 })).toBe('unsigned');
  expect(lines()).toHaveLength(2);
});

it('takes heads that come at once in their order', async () => {
  const store = openHeadStore(folder);
  const taken = await Promise.all([1, 2, 3, 2, 1].map((seq) => store.take(headOf({ seq }))));
  expect(taken).toEqual(['kept', 'kept', 'kept', 'known', 'known']);
});

it('drops a line that was half written, and what is older than it needs', async () => {
  const store = openHeadStore(folder, { keep: 3 });
  for (let seq = 1; seq <= 7; seq += 1) await store.take(headOf({ seq }));
  expect(lines().length).toBeLessThan(6);
  appendFileSync(path.join(folder, HEADS_FILE), '{"hall":"qingxi","ep');
  const again = openHeadStore(folder, { keep: 3 });
  expect(again.newest()?.seq).toBe(7);
  expect(await again.take(headOf({ seq: 8 }))).toBe('kept');
  expect(lines().every((line) => JSON.parse(line))).toBe(true);
});

it('starts anew where the file is no file of heads', async () => {
  writeFileSync(path.join(folder, HEADS_FILE), Buffer.from([0, 255, 10, 91]));
  expect(openHeadStore(folder).newest()).toBeNull();
});

it('leaves a sound file alone when it is opened', async () => {
  await openHeadStore(folder).take(headOf({}));
  const { ino, mtimeNs } = statSync(path.join(folder, HEADS_FILE), { bigint: true });
  openHeadStore(folder);
  expect(statSync(path.join(folder, HEADS_FILE), { bigint: true })).toMatchObject({ ino, mtimeNs });
});

it('opens on a disk that takes nothing, judges from memory, and writes it all once there is room', async () => {
  await openHeadStore(folder).take(headOf({ seq: 20 }));
  appendFileSync(path.join(folder, HEADS_FILE), '{"hall":"qingxi","ep');
  // A folder in the way of the new file: writing it fails as on a full disk.
  const inTheWay = path.join(folder, `${HEADS_FILE}.new`);
  mkdirSync(inTheWay);
  const problems: Error[] = [];
  const store = openHeadStore(folder, { onProblem: (problem) => problems.push(problem) });
  expect(problems).toHaveLength(1);
  await expect(store.take(headOf({ seq: 30 }))).rejects.toThrow();
  expect(store.newest()?.seq).toBe(30);
  expect(await store.take(headOf({ seq: 25 }))).toBe('went-back');
  rmdirSync(inTheWay);
  expect(await store.take(headOf({ seq: 30 }))).toBe('known');
  expect(lines().map((line) => JSON.parse(line).seq)).toEqual([20, 30]);
});

it('opens where the file cannot be read, and leaves that file as it is', async () => {
  mkdirSync(path.join(folder, HEADS_FILE));
  const problems: Error[] = [];
  const store = openHeadStore(folder, { onProblem: (problem) => problems.push(problem) });
  expect(problems).toHaveLength(1);
  await expect(store.take(headOf({ seq: 30 }))).rejects.toThrow();
  expect(await store.take(headOf({ seq: 25 }))).toBe('went-back');
  expect(statSync(path.join(folder, HEADS_FILE)).isDirectory()).toBe(true);
});

it('says a contradiction in the log and in the health of the host, until a head fits again', async () => {
  const errors: object[] = [];
  const health: string[] = [];
  const keep = keepHeads({
    hall: 'qingxi',
    dataDir: folder,
    peripherals: {
      update: (name, _kind, { state, reason }) => health.push(`${name} ${state} ${reason}`.trim()),
    },
    log: { debug() {}, info() {}, warn() {}, error: (line: object) => errors.push(line) } as never,
  });
  const envelope = { v: CONTRACT_VERSION, epoch: '0123abcd', seq: 99, at: 2_000 } as const;
  await keep({ ...envelope, head: headOf({ seq: 20 }) });
  expect(health).toEqual([]);
  await keep({ ...envelope, head: headOf({ seq: 15 }) });
  expect(errors).toEqual([{ event: 'ledger.head-contradiction', reason: 'went-back', seq: 15, kept: 20 }]);
  await keep({ ...envelope, head: headOf({ seq: 21 }) });
  expect(health).toEqual(['ledger-heads down went-back', 'ledger-heads up']);
});
