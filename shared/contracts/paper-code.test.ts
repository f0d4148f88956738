import { describe, expect, it } from 'vitest';
import {
  hallTagText,
  isPaperScan,
  isSignedPaper,
  keyTagText,
  PaperKeyText,
  paperCodeBody,
  paperCodeText,
  progressTokenIn,
  readPaperCode,
  readPlainCode,
  tagOf,
} from './paper-code.ts';

/** Key and signature scheme of RFC 8032, 7.1, test 1; made once by Node's crypto, and printed as it stands here. */
const KEY = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
const OTHER_KEY = 'PUAXw-hDiVqStwqnTRt-vJyYLM8uxJaMwM1V8Sr0Zgw';
const CODE =
  'YCCAE5MAIACERDGRCVMZ3YRGNKXPGN33X7S3FUCY65DHHCEQIAAAGAGEACOFTTCXLJLJ7GSUSP27SFJCEMPYK6CTAHYPJ4KYKS7G3E2ZEYGBY76OID7MC6ZINR3JSKSFW6M4NROQTVQVBZGQB6Y7MRKMTICADA';
const BODY = '1009d60100112233445566778899aabbccddeeff96cb4163dd19ce224100000c03';
const TOKEN = '00112233445566778899aabbccddeeff';
const FIELDS = {
  number: 'A012',
  day: '2026-11-23',
  ordinal: 1,
  progressToken: TOKEN,
  offline: false,
  daySure: true,
};
const read = (text: string) => {
  const code = readPaperCode(text);
  if (code === null) throw new Error('unreadable');
  return code;
};

describe('the code on a paper', () => {
  it('reads what was printed, and knows who signed it', async () => {
    const code = read(CODE);
    expect(code).toMatchObject({ ...FIELDS, hallTag: '96cb4163', keyTag: 'dd19ce22' });
    expect(Buffer.from(code.body).toString('hex')).toBe(BODY);
    expect(await isSignedPaper(code, [OTHER_KEY, KEY])).toBe(KEY);
    expect(await isSignedPaper(code, [OTHER_KEY, 'no key'])).toBeNull();
    expect([await tagOf(hallTagText('yunxi')), await tagOf(keyTagText(KEY))]).toEqual([
      '96cb4163',
      'dd19ce22',
    ]);
    expect(paperCodeText(code.body, code.signature)).toBe(CODE);
  });

  it.each([
    ['behind an address', `https://hall.example.gov.cn/p/${CODE}`],
    ['with Caps Lock on', CODE.toLowerCase()],
    ['with a line end', ` ${CODE}\r\n`],
    ['through a keyboard that has other signs', `httpsÖ--hall-p-${CODE}`],
  ])('is read %s', (_, scanned) => {
    expect(read(scanned).number).toBe('A012');
    expect(isPaperScan(scanned)).toBe(true);
    expect(progressTokenIn(scanned)).toBe(TOKEN);
  });

  it('that was changed anywhere is no code, or not signed: every single character', async () => {
    for (let at = 2; at < CODE.length; at += 1) {
      const other = CODE[at] === 'A' ? 'B' : 'A';
      const code = readPaperCode(`${CODE.slice(0, at)}${other}${CODE.slice(at + 1)}`);
      expect(code === null ? null : await isSignedPaper(code, [KEY]), String(at)).toBeNull();
    }
  });

  it.each([
    ['shorter', CODE.slice(0, -1)],
    ['longer', `${CODE}A`],
    ['a number', 'A012'],
    ['an ID number', '11010519491231002X'],
    ['an address', 'https://hall.example.gov.cn/'],
  ])('%s is none', (_, scanned) => {
    expect(readPaperCode(scanned)).toBeNull();
    expect(isPaperScan(scanned)).toBe(false);
    expect(progressTokenIn(scanned)).toBeNull();
  });

  it('is tried with the key that it names and no other: a signature has no second owner', async () => {
    const code = read(CODE);
    // The same 32 bytes, written with bits that no byte holds: another text for the same key.
    const twin = `${KEY.slice(0, -1)}p`;
    expect(Buffer.from(twin, 'base64url').equals(Buffer.from(KEY, 'base64url'))).toBe(true);
    expect(PaperKeyText.safeParse(twin).success).toBe(false);
    expect(await isSignedPaper(code, [twin])).toBeNull();
    expect(await isSignedPaper(code, [twin, KEY])).toBe(KEY);
  });

  it('with a signature that was made another one without the key is not signed', async () => {
    // RFC 8032, 5.1.7: S is below the group's order; S + L fits the equation as well and must not be taken.
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const code = read(CODE);
    const signature = Buffer.from(code.signature);
    const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`) + order;
    Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse().copy(signature, 32);
    const other = read(paperCodeText(code.body, signature));
    expect(other.number).toBe('A012');
    expect(await isSignedPaper(other, [KEY])).toBeNull();
  });

  it('says nothing of another paper where the hall, the day or the ordinal were put in by hand', async () => {
    const code = read(CODE);
    for (const change of [
      { day: '2026-11-24' },
      { ordinal: 2 },
      { number: 'A013' },
      { hallTag: '01020304' },
      { offline: true },
      { progressToken: 'f'.repeat(32) },
    ]) {
      const moved = read(paperCodeText(paperCodeBody({ ...code, ...change }), code.signature));
      expect([change, await isSignedPaper(moved, [KEY])]).toEqual([change, null]);
    }
  });

  it('survives whatever is scanned: what is read is written back as it was', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const random = seeded(20_261_122);
    const pick = (from: string) => from[Math.floor(random() * from.length)] ?? '';
    let read = 0;
    for (let n = 0; n < 20_000; n += 1) {
      const kind = n % 4;
      let scanned = '';
      if (kind === 0) for (let i = 0; i < 400; i += 1) scanned += String.fromCharCode(random() * 0xffff);
      else if (kind === 1) scanned = `YC${Array.from({ length: 156 }, () => pick(alphabet)).join('')}`;
      else {
        const at = 2 + Math.floor(random() * 156);
        const cut = kind === 2 ? 1 : Math.floor(random() * 4);
        scanned = `${CODE.slice(0, at)}${pick(`${alphabet}01=\0 YC`)}${CODE.slice(at + cut)}`;
      }
      const code = readPaperCode(scanned);
      isPaperScan(scanned);
      progressTokenIn(scanned);
      if (code === null) continue;
      read += 1;
      expect(paperCodeText(code.body, code.signature)).toBe(scanned.trim().toUpperCase());
    }
    expect(read).toBeGreaterThan(1_000);
  });

  it('of an unknown layout looks like one, and cannot be read', () => {
    const scanned = `YCEAE5M${CODE.slice(7)}`;
    expect(readPaperCode(scanned)).toBeNull();
    expect(isPaperScan(scanned)).toBe(true);
  });

  it('says every number, day and paper back', () => {
    const tags = { hallTag: '01020304', keyTag: 'fffefdfc' };
    for (const fields of [
      { ...FIELDS, number: 'Z99' },
      { ...FIELDS, number: 'AB0001', ordinal: 255 },
      { ...FIELDS, number: 'G9999', day: '2020-01-01', offline: true, daySure: false },
      { ...FIELDS, day: '2199-06-06' },
    ]) {
      const text = paperCodeText(paperCodeBody({ ...fields, ...tags }), new Uint8Array(64).fill(0xa5));
      expect(text).toMatch(/^YC[A-Z2-7]{156}$/);
      expect(readPaperCode(text)).toMatchObject({ ...fields, ...tags });
    }
  });

  it('of a machine that signs nothing is the token alone', () => {
    expect(readPlainCode(`https://hall.example/p/${TOKEN}`)).toBe(TOKEN);
    expect(readPlainCode(TOKEN.toUpperCase())).toBe(TOKEN);
    expect(readPlainCode(`${TOKEN}00`)).toBeNull();
    expect(progressTokenIn(`https://hall.example/p/${TOKEN}`)).toBe(TOKEN);
  });
});

/** Mulberry32: the same run for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
