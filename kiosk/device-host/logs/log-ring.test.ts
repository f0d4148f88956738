import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLogRing } from './log-ring.ts';
import { maskLine, maskText } from './mask.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ring-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a masked line', () => {
  it.each([
    ['an ID number', 'read 11010519491231002X now', 'read # now'],
    ['one with gaps', 'read 110105 19491231 002X', 'read #'],
    ['a telephone number', 'call 138-0013-8000', 'call #'],
    ['a name', 'hello 欧阳𬭎, you', 'hello #, you'],
    ['escapes', 'x \\u6b27\\u9633 %E6%AC%A7 y', 'x # # y'],
    ['base64 and hex', 'a 5qyn6Ziz5o6i6ZKI b e6aca7e998b3 c', 'a # b # c'],
    ['an ID number in full-width digits', 'read １１０１０５１９４９１２３１００２Ｘ now', 'read # now'],
    ['one of mixed digits', 'read 1１010519４９12３1００2X now', 'read # now'],
    ['gaps of full width', 'call 138　0013　8000', 'call #'],
    ['dashes of print', 'call 138–0013–8000', 'call #'],
    ['commas, slashes, brackets and lines', 'call (138)0013/8000, 138,0013,8000, 1_3_8_0_0', 'call (#'],
    ['bytes as a list', 'data 230,172,167,233,152,179', 'data #'],
    ['bytes as a debugger prints them', '<Buffer e6 ac a7 e9 98 b3>', '<Buffer #>'],
    ['escapes of bytes', 'x \\xe6\\xac\\xa7 \\u{6b27} y', 'x # # y'],
    ['a passport', 'read E12345678 and G 1234 5678', 'read # and G #'],
    ['a permit', 'read H1234567(8)', 'read #(8)'],
    ['an address of mail', 'to ou.yang@example.com, late', 'to # late'],
    ['a token', 'token 00112233445566778899aabbccddeeff', 'token #'],
  ])('hides %s', (_what, text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  it('is soon done with a text without an end', () => {
    for (const text of ['x', '1 ', 'a1', '@', 'ff ', '%e6']) {
      expect(maskText(`${text.repeat(500_000)}é`).length).toBeLessThanOrEqual(300);
    }
  });

  it('keeps what a technician needs', () => {
    for (const text of [
      'connected to the broker',
      'SERVER_AWAY',
      '/dev/usb/lp0: no such file',
      'exit code 75',
    ])
      expect(maskText(text)).toBe(text);
  });

  it('takes a time for one only where it is one', () => {
    expect(maskLine('{"time":13800138000,"msg":"x"}')).toBe('{"msg":"x"}');
    expect(maskLine('{"time":110105194912310021}')).toBe('{}');
  });

  it('drops fields that it does not know, whatever they hold, and nested ones', () => {
    const line = JSON.stringify({
      level: 30,
      time: 1_764_000_000_000,
      person: 'x',
      code: 'OK',
      bug: { deep: 'x' },
    });
    expect(JSON.parse(maskLine(line) ?? '')).toEqual({
      level: 30,
      time: 1_764_000_000_000,
      code: 'OK',
      bug: '#',
    });
    expect(maskLine('no JSON')).toBeNull();
    expect(maskLine('[1]')).toBeNull();
  });
});

describe('the ring', () => {
  const line = (at: number, msg: string) => JSON.stringify({ level: 30, time: at, msg });

  it('gives the lines from then on, over a new start, masked though the file was not', () => {
    const T = 1_764_000_000_000;
    openLogRing(folder).write(line(T, 'old'));
    const ring = openLogRing(folder);
    ring.write(line(T + 60_000, 'newer'));
    const text = gunzipSync(ring.bundle(T + 1, { device: 'kiosk-1' }, 10_000)).toString();
    expect(text.trim().split('\n')).toEqual(['{"device":"kiosk-1"}', line(T + 60_000, 'newer')]);
    writeFileSync(path.join(folder, 'host.log'), `${line(T + 9, 'of 欧阳')}\n`);
    expect(gunzipSync(ring.bundle(0, {}, 10_000)).toString()).not.toContain('欧');
  });

  it('stays small: two files take turns, and a bundle loses its oldest lines', () => {
    const ring = openLogRing(folder);
    const words = (n: number) =>
      Array.from({ length: 33 }, (_, i) => 'abcdefgh'.slice((n * 7 + i) % 7)).join(' ');
    for (let n = 0; n < 14_000; n += 1) ring.write(line(1_764_000_000_000 + n, words(n)));
    const sizes = ['host.log', 'host.old.log'].map((name) => statSync(path.join(folder, name)).size);
    expect(Math.max(...sizes)).toBeLessThan(2.2 * 1024 * 1024);
    const bundle = ring.bundle(0, {}, 20_000);
    expect(bundle.length).toBeLessThanOrEqual(20_000);
    expect(gunzipSync(bundle).toString()).toContain('1764000013999');
  });

  it('says when the disk takes nothing, and throws nothing', () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    const ring = openLogRing(path.join(file, 'log'));
    ring.write(line(1, 'x'));
    expect(ring.writable()).toBe(false);
    expect(gunzipSync(ring.bundle(0, {}, 1_000)).toString()).toBe('{}\n');
  });
});
