import { argon2Sync, scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fitsPassword, hashPassword } from './password-hash.ts';

describe('password hashes', () => {
  it('are Argon2id with 19 MiB and two passes, each with a salt of its own', async () => {
    const [one, other] = [await hashPassword('一窗通办 2026'), await hashPassword('一窗通办 2026')];
    expect(one.salt.equals(other.salt)).toBe(false);
    const tag = argon2Sync('argon2id', {
      ...{ message: '一窗通办 2026', nonce: one.salt, tagLength: 32 },
      ...{ memory: 19_456, passes: 2, parallelism: 1 },
    });
    expect(one.hash.toString('hex')).toBe(`02${tag.toString('hex')}`);
  });

  it('rest on an Argon2id that agrees with the reference program’s own test', () => {
    const parameters = { memory: 65_536, passes: 2, parallelism: 1, tagLength: 32 };
    const tag = argon2Sync('argon2id', {
      ...parameters,
      message: 'password',
      nonce: Buffer.from('somesalt'),
    });
    expect(tag.toString('hex')).toBe('09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
  });

  it('fit their password in either width, and nothing else', async () => {
    const known = await hashPassword('window 27');
    expect(await fitsPassword('ｗｉｎｄｏｗ　２７', known)).toBe(true);
    expect(await fitsPassword('window 28', known)).toBe(false);
    expect(await fitsPassword('window 27', null)).toBe(false);
  });

  it('of the first version, by scrypt, stay good', async () => {
    const salt = Buffer.alloc(16, 7);
    const hash = scryptSync('window 27', salt, 32, { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 });
    expect(await fitsPassword('window 27', { salt, hash })).toBe(true);
    expect(await fitsPassword('window 28', { salt, hash })).toBe(false);
  });
});
