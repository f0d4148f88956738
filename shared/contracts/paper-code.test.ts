import { describe, expect, it } from 'vitest';
import {
  hallTagText,
  isPaperScan,
  isSignedPaper,
  keyTagText,
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
