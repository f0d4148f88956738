import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hasSuite, lookupHash, needSuite, open, seal } from './cipher.ts';

const KEY = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
const hex = (buffer: Buffer) => buffer.toString('hex');

describe.skipIf(!hasSuite('sm4'))('SM4 and SM3 of this Node (skipped where its OpenSSL has none)', () => {
  it('SM4 encrypts the first example of GB/T 32907-2016 as published', () => {
    const cipher = createCipheriv('sm4-ecb', KEY, null).setAutoPadding(false);
    expect(hex(cipher.update(KEY))).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('SM4 encrypts the second example of GB/T 32907-2016, a million times over', () => {
    const cipher = createCipheriv('sm4-ecb', KEY, null).setAutoPadding(false);
    let block: Buffer = KEY;
    for (let i = 0; i < 1_000_000; i += 1) block = cipher.update(block);
    expect(hex(block)).toBe('595298c7c6fd271f0402f804c33d3f66');
  });

  it('SM4-CTR gives the published example of draft-ribose-cfrg-sm4 (A.2.5)', () => {
    const iv = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
    const plain = Buffer.from(
      ['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'aa', 'bb'].map((byte) => byte.repeat(8)).join(''),
      'hex',
    );
    expect(hex(createCipheriv('sm4-ctr', KEY, iv).update(plain))).toBe(
      'ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514',
    );
  });

  it.each([
    ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
    ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ])('SM3 hashes the example %s of GB/T 32905-2016 as published', (text, digest) => {
    expect(createHash('sm3').update(text).digest('hex')).toBe(digest);
  });

  it('HMAC-SM3 gives the published example of GM/T 0042-2015', () => {
    const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i + 1));
    const data = 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq'.repeat(2);
    expect(createHmac('sm3', key).update(data).digest('hex')).toBe(
      'ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a',
    );
  });
});

describe.each(['aes', 'sm4'] as const)('sealing with %s', (suite) => {
  const key = Buffer.alloc(32, 7);
  const plain = Buffer.from('𬭎 and other names');

  it('opens what it sealed, of any length', () => {
    for (const length of [0, 1, 15, 16, 17, 100_000]) {
      const bytes = randomBytes(length);
      expect(open(key, seal(suite, key, bytes, 'a'), 'a').equals(bytes)).toBe(true);
    }
  });

  it('never seals the same twice, and shows nothing of what it sealed', () => {
    const [one, other] = [seal(suite, key, plain, 'a'), seal(suite, key, plain, 'a')];
    expect(one.equals(other)).toBe(false);
    expect(one.includes(plain)).toBe(false);
    expect(one[0]).toBe(suite === 'aes' ? 1 : 2);
  });

  it('refuses another key, another context, and a change of any one byte', () => {
    const sealed = seal(suite, key, plain, 'p1 person p1');
    expect(() => open(Buffer.alloc(32, 8), sealed, 'p1 person p1')).toThrow();
    expect(() => open(key, sealed, 'p2 person p2')).toThrow();
    for (let i = 0; i < sealed.length; i += 1) {
      const changed = Buffer.from(sealed);
      changed[i] = (changed[i] as number) ^ 1;
      expect(() => open(key, changed, 'p1 person p1'), `byte ${i}`).toThrow();
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => open(key, sealed.subarray(0, length), 'p1 person p1'), `${length} bytes`).toThrow();
    }
  });

  it('looks up by a hash that differs by key and suite', () => {
    const hash = lookupHash(suite, key, '11010519491231002X');
    expect(hash.length).toBe(32);
    expect(hash.equals(lookupHash(suite, key, '11010519491231002X'))).toBe(true);
    expect(hash.equals(lookupHash(suite, Buffer.alloc(32, 8), '11010519491231002X'))).toBe(false);
    expect(hash.equals(lookupHash(suite === 'aes' ? 'sm4' : 'aes', key, '11010519491231002X'))).toBe(false);
  });
});

describe('a value of the time before suites', () => {
  it('is read once the byte of suite 1 stands before it', () => {
    const key = Buffer.alloc(32, 1);
    const nonce = Buffer.alloc(12, 2);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from('p1 text p1'));
    const body = Buffer.concat([cipher.update('"good"'), cipher.final()]);
    const old = Buffer.concat([nonce, cipher.getAuthTag(), body]);
    expect(open(key, Buffer.concat([Buffer.of(1), old]), 'p1 text p1').toString()).toBe('"good"');
  });
});

describe('a Node without SM4', () => {
  it('refuses the setting with a sentence that says what to do', () => {
    expect(() => needSuite('sm4', false)).toThrow(/has no SM4 and SM3: start with the Node .* or set aes/);
    expect(() => needSuite('aes')).not.toThrow();
  });
});
