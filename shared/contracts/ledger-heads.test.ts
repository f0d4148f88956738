import { generateKeyPairSync, type KeyPairKeyObjectResult, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { headText, isSigned, judgeHead, LedgerHead } from './ledger-heads.ts';

const HALL = generateKeyPairSync('ed25519');

function headOf(
  change: Partial<LedgerHead>,
  { privateKey, publicKey }: KeyPairKeyObjectResult = HALL,
): LedgerHead {
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
  return LedgerHead.parse({
    ...head,
    signature: sign(null, Buffer.from(headText(head)), privateKey).toString('base64url'),
  });
}

it('says exactly these bytes are signed', () => {
  const { signature, ...head } = headOf({ key: 'k'.repeat(43) });
  expect(signature).toHaveLength(86);
  expect(headText(head)).toBe(
    `yichuang ledger head 1\nqingxi\n0123abcd\n10\n${'ab'.repeat(32)}\n1000\n2026-11-23\n${'k'.repeat(43)}\n`,
  );
});

it('holds a head to its signature, in every field', async () => {
  const head = headOf({});
  expect(await isSigned(head)).toBe(true);
  const other = headOf({}, generateKeyPairSync('ed25519'));
  const changes: Partial<LedgerHead>[] = [
    { hall: 'other' },
    { epoch: '0123abce' },
    { seq: 11 },
    { hash: 'ac'.repeat(32) },
    { at: 1_001 },
    { day: '2026-11-24' },
    { key: other.key },
    { signature: other.signature },
    { key: '!'.repeat(43) },
  ];
  for (const change of changes) expect(await isSigned({ ...head, ...change })).toBe(false);
});

it.each([
  ['nothing is kept', [], headOf({}), null],
  ['it goes on', [headOf({ seq: 9 })], headOf({}), null],
  ['it is known', [headOf({}), headOf({ seq: 12 })], headOf({ at: 9_000 }), null],
  [
    'a restore began a new epoch, behind the old one',
    [headOf({})],
    headOf({ epoch: 'ffff0000', seq: 5 }),
    null,
  ],
  [
    'a new epoch brought a new key',
    [headOf({})],
    headOf({ epoch: 'ffff0000' }, generateKeyPairSync('ed25519')),
    null,
  ],
  ['the same position has another hash', [headOf({})], headOf({ hash: 'cd'.repeat(32) }), 'other-hash'],
  ['it is shorter than before', [headOf({ seq: 9 }), headOf({ seq: 11 })], headOf({}), 'went-back'],
  [
    'an epoch comes back that was left',
    [headOf({}), headOf({ epoch: 'ffff0000', seq: 5 })],
    headOf({ seq: 20 }),
    'left-epoch',
  ],
  [
    'another key signs in the same epoch',
    [headOf({ seq: 9 })],
    headOf({}, generateKeyPairSync('ed25519')),
    'other-key',
  ],
] as const)('judges a head when %s', (_when, kept, head, expected) => {
  expect(judgeHead(kept, head)).toBe(expected);
});
