import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSealing } from './sealing.ts';

const sealing = createSealing(Buffer.alloc(32, 1), randomBytes);

test('what was sealed opens again, and looks different every time', () => {
  const plain = { name: '范例𬭎', idNumber: '100001198811209024' };
  const first = sealing.seal(plain, 'case/1');
  expect(sealing.open(first, 'case/1')).toEqual(plain);
  expect(first.equals(sealing.seal(plain, 'case/1'))).toBe(false);
});

test('a changed byte, another record or another key does not open it', () => {
  const sealed = sealing.seal('secret', 'case/1');
  for (const i of [0, 12, sealed.length - 1]) {
    const broken = Buffer.from(sealed);
    broken[i] = (broken[i] ?? 0) ^ 1;
    expect(() => sealing.open(broken, 'case/1')).toThrow();
  }
  expect(() => sealing.open(sealed, 'case/2')).toThrow();
  expect(() => createSealing(Buffer.alloc(32, 2), randomBytes).open(sealed, 'case/1')).toThrow();
  expect(() => createSealing(Buffer.alloc(16), randomBytes)).toThrow('instead of 32');
});

test('fingerprints are the same for the same text under one key only', () => {
  expect(sealing.fingerprint('a').equals(sealing.fingerprint('a'))).toBe(true);
  expect(sealing.fingerprint('a').equals(sealing.fingerprint('b'))).toBe(false);
  expect(
    sealing.fingerprint('a').equals(createSealing(Buffer.alloc(32, 2), randomBytes).fingerprint('a')),
  ).toBe(false);
});
