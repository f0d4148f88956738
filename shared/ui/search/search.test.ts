import { describe, expect, it } from 'vitest';
import { align, type Readings, toPhrase, toTyped } from './align.ts';
import { withoutAsking } from './asking.ts';
import { typingDistance } from './distance.ts';
import { likeness, tellingWords } from './english.ts';
import { fold } from './fold.ts';
import { buildIndex } from './index.ts';
import { lookAlikes } from './shapes.ts';
import { soundKey, spellings } from './sounds.ts';

const READ: Readonly<Record<string, readonly string[]>> = {
  社: ['she'],
  保: ['bao'],
  宝: ['bao'],
  卡: ['ka', 'qia'],
  护: ['hu'],
  照: ['zhao'],
  女: ['nv'],
  证: ['zheng'],
};
const readings: Readings = (text) => [...text].map((sign) => READ[sign] ?? []);
const met = (typed: string, phrase: string) =>
  align(toTyped(fold(typed), readings), toPhrase(fold(phrase), readings), (count) => 0.37 * (count + 0.5));

describe('one form for what is typed', () => {
  it.each([
    ['ＳＢＫ', 'sbk'],
    ['護照', '护照'],
    ['戶口、證明！', '户口 证明'],
    ['lǚ yóu', 'lv you'],
    ["xi'an", 'xian'],
    ['  Ａ  １２３ ', 'a 123'],
  ])('%s → %s', (typed, folded) => {
    expect(fold(typed)).toBe(folded);
  });

  it('takes the asking away', () => {
    expect(withoutAsking('请问护照怎么办理')).toBe('护照');
    expect(tellingWords('how can i get a passport')).toEqual(['passport']);
  });
});

describe('pinyin as it is spoken', () => {
  it.each([
    ['zheng', 'zen'],
    ['shi', 'si'],
    ['nu', 'lu'],
    ['hu', 'fu'],
    ['ming', 'min'],
  ])('%s and %s have one key', (a, b) => {
    expect(soundKey(a)).toBe(soundKey(b));
  });

  it('is typed in other ways too, its own first', () => {
    expect(spellings('zheng')[0]).toBe('zheng');
    expect(spellings('zheng')).toEqual(expect.arrayContaining(['zeng', 'zhen', 'zen']));
    expect(spellings('lv')).toEqual(expect.arrayContaining(['nv', 'lu', 'lyu']));
  });
});

describe('typing mistakes', () => {
  it.each([
    ['passport', 'pasport', 1],
    ['passport', 'passprot', 1],
    ['passport', 'passsport', 1],
    ['passport', 'password', 2],
    ['', 'ab', 2],
    ['abcdef', 'ghijkl', 3],
  ])('%s, %s: %i', (a, b, distance) => {
    expect(typingDistance(a, b, 2)).toBe(distance);
    expect(typingDistance(b, a, 2)).toBe(distance);
  });

  it('a begun word is nearly the word, a short word is not forgiven', () => {
    expect(likeness('pass', 'passport')).toBe(0.9);
    expect(likeness('vat', 'cat')).toBe(0);
    expect(likeness('12345', '12346')).toBe(0);
  });

  it('signs that look alike do so both ways', () => {
    expect(lookAlikes('社').has('杜')).toBe(true);
    expect(lookAlikes('杜').has('社')).toBe(true);
  });
});

describe('laying what was typed along a phrase', () => {
  it.each([
    ['社保卡', 'written'],
    ['shebaoka', 'pinyin'],
    ['sbk', 'initials'],
    ['社bao ka', 'pinyin'],
    ['sebaoka', 'spoken'],
    ['社宝卡', 'sound'],
    ['杜保卡', 'shape'],
    ['社卡保', 'typo'],
    ['社保保卡', 'typo'],
    ['shebaoak', 'typo'],
    ['sheb', 'initials'],
  ])('%s is 社保卡: %s', (typed, way) => {
    expect(met(typed, '社保卡')?.way).toBe(way);
  });

  it.each(['护照', 'huzhao', 'xqzw', '照'])('%s is not', (typed) => {
    expect(met(typed, '社保卡')).toBeNull();
  });

  it('costs more the less sure it is', () => {
    const cost = (typed: string) => met(typed, '社保卡')?.cost ?? 9;
    expect(cost('社保卡')).toBe(0);
    expect(cost('shebaoka')).toBe(0);
    expect(cost('sebaoka')).toBeLessThan(cost('sbk'));
    expect(cost('社宝卡')).toBeLessThan(cost('社X卡'));
  });
});

describe('an index', () => {
  const index = buildIndex(
    [
      { id: 'a', words: { name: ['社保卡', 'Social security card'], everyday: ['补卡'] } },
      { id: 'b', words: { name: ['护照', 'Passport'], material: ['社保卡'] } },
      { id: 'c', words: { name: ['社保卡', 'Another card'], code: ['123456789'] } },
    ],
    readings,
  );
  const ids = (typed: string) => index.search(typed).map(({ id }) => id);

  it('puts names before what is only mentioned, and keeps the order of equals', () => {
    expect(ids('社保卡')).toEqual(['a', 'c', 'b']);
  });

  it('finds by code, and by words in any order', () => {
    expect(ids('456789')).toEqual(['c']);
    expect(ids('card security')[0]).toBe('a');
  });
});
