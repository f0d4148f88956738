import { beforeAll, describe, expect, it } from 'vitest';
import { loadDictionary } from '../load.ts';
import { type Dictionary, withOwnWords } from './dictionary.ts';
import type { Engine } from './lookup.ts';
import { createPinyinEngine, TYPED_MAX } from './pinyin.ts';
import { segment } from './segment.ts';
import { createSpelling, FUZZY_PAIRS } from './spelling.ts';

let dictionary: Dictionary;
let engine: Engine;
beforeAll(async () => {
  dictionary = await loadDictionary();
  engine = createPinyinEngine(
    withOwnWords(dictionary, [
      { text: '社保卡', syllables: ['she', 'bao', 'ka'] },
      { text: '补换领', syllables: ['bu', 'huan', 'ling'] },
    ]),
    FUZZY_PAIRS,
  );
});
const texts = (typed: string, from: Engine = engine) => from(typed).candidates.map(({ text }) => text);
const used = (typed: string, text: string) =>
  engine(typed).candidates.find((candidate) => candidate.text === text)?.used;

describe('typed pinyin', () => {
  it.each([
    ['xian', '先 西安'],
    ["xi'an", '西安'],
    ['xi an', '西安'],
    ['fangan', '方案 反感'],
    ['shehuibaozhang', '社会保障'],
    ['gongjijin', '公积金'],
    ['shenfenzheng', '身份证'],
    ['sfz', '身份证'],
    ['lvyou', '旅游'],
    ['jvzhu', '居住'],
    ['nuedai', '虐待'],
    ['zhongg', '中国'],
  ])('%s offers %s at once', (typed, wanted) => {
    const first = texts(typed).slice(0, 12);
    for (const word of wanted.split(' ')) expect(first).toContain(word);
  });

  it('puts the words of the hall first', () => {
    expect(texts('sbk')[0]).toBe('社保卡');
    expect(texts('shebao').slice(0, 3)).toContain('社保卡');
  });

  it('puts what was typed in full before what goes on', () => {
    const first = texts('shebao');
    expect(first).toContain('社保');
    expect(first.indexOf('社保')).toBeLessThan(first.indexOf('社保卡'));
  });

  it('composes a sentence that no dictionary holds', () => {
    expect(texts('woyaobanlishehuibaozhangka')[0]).toBe('我要办理社会保障卡');
    expect(texts('shebaokabuhuanling')[0]).toBe('社保卡补换领');
  });

  it.each(
    [...'镕rong 珺jun 玥yue 翀chong 𬭎hong 昇sheng 喆zhe 堃kun'.matchAll(/(\S)([a-z]+)/gu)].map((m) => [
      m[1]!,
      m[2]!,
    ]),
  )('%s of a name is typed %s', (character, typed) => {
    expect(texts(typed)).toContain(character);
  });

  it.each([
    ['dan', '单'],
    ['shan', '单'],
    ['chan', '单'],
    ['qiu', '仇'],
    ['zha', '查'],
    ['xie', '解'],
    ['ou', '区'],
  ])('%s is one of the readings of %s', (typed, character) => {
    expect(texts(typed)).toContain(character);
  });

  it('lets a part be chosen: what a candidate stands for is counted with its apostrophes', () => {
    expect(used("xi'anshi", '西安')).toBe("xi'an".length);
    expect(used('shehuibaozhang', '社会')).toBe('shehui'.length);
    expect(used('xian', '西')).toBe(2);
  });

  it('takes sounds for each other only where the setting says so, exact ones first', () => {
    const strict = createPinyinEngine(dictionary, []);
    expect(texts('lanjing', strict)).not.toContain('南京');
    expect(texts('lanjing')).toContain('南京');
    expect(texts('zangai')).toContain('障碍');
    const all = texts('si');
    expect(all.indexOf('四')).toBeLessThan(all.indexOf('是'));
  });

  it('offers nothing for what is no pinyin, and never fails', () => {
    for (const typed of ['v', 'i', "'", '', 'uuu', 'xvq!', 'z'.repeat(200), "a'".repeat(90)])
      expect(Array.isArray(engine(typed).candidates)).toBe(true);
    expect(engine('v').candidates).toEqual([]);
    expect(engine('a'.repeat(TYPED_MAX * 2)).candidates.length).toBeGreaterThan(0);
  });

  it('offers each candidate once, whole characters only', () => {
    for (const typed of ['shi', 'sbk', 'xian', 'rong']) {
      const all = texts(typed);
      expect(new Set(all).size).toBe(all.length);
      expect(all.every((text) => text.isWellFormed() && text.length > 0)).toBe(true);
    }
  });

  it('learns nothing: the same typing offers the same after anything', () => {
    const before = texts('rong');
    for (const typed of ['zhangrong', 'r', 'rongyi', 'rong']) engine(typed);
    expect(texts('rong')).toEqual(before);
  });
});

describe('segmentation', () => {
  it('parts letters in every likely way', () => {
    const spelling = createSpelling(dictionary.syllables, []);
    const ways = (typed: string) =>
      segment(typed, spelling).map(({ tokens }) => tokens.map(({ text }) => text).join("'"));
    expect(ways('xian').slice(0, 2)).toEqual(['xian', "xi'an"]);
    expect(ways('fangan').slice(0, 2).sort()).toEqual(["fan'gan", "fang'an"]);
    expect(ways('sbk')[0]).toBe("s'b'k");
    expect(ways("xi'an")).not.toContain('xian');
    expect(ways('lüxing')[0]).toBe("lv'xing");
  });
});
