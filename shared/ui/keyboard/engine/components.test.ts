import { beforeAll, describe, expect, it } from 'vitest';
import { loadEngine } from '../load.ts';
import type { Engine } from './lookup.ts';

let components: Engine;
let strokes: Engine;
beforeAll(async () => {
  components = (await loadEngine('components'))!;
  strokes = (await loadEngine('strokes'))!;
});
const texts = (engine: Engine, typed: string) => engine(typed).candidates.map(({ text }) => text);

describe('拆字', () => {
  it.each([
    ['tukou', '𠮷'],
    ['shikou', '吉'],
    ['qiqiqi', '㐂'],
    ['jinhong', '𬭎'],
    ['jinrong', '镕'],
    ['wangyue', '玥'],
    ['yuyue', '玥'],
    ['fangfangtu', '堃'],
    ['jiji', '喆'],
    ['zouxue', '𰻝'],
    ['xueyueyao', '𰻝'],
    ['longtian', '䶮'],
    ['sandianshuilin', '淋'],
  ])('%s offers %s among the first', (typed, character) => {
    expect(texts(components, typed).slice(0, 24)).toContain(character);
  });

  it('takes the parts of 𰻝 as the rhyme names them, in another order than written', () => {
    expect(texts(components, 'xueyanyaoyaomachangchangyuedaoxinzou')).toContain('𰻝');
  });

  it('takes apostrophes and spaces between parts', () => {
    expect(texts(components, "tu'kou")[0]).toBe('𠮷');
    expect(texts(components, 'tu kou')[0]).toBe('𠮷');
  });

  it('finds by radical and the strokes besides', () => {
    expect(texts(components, 'jin7')).toContain('𬭎');
    expect(texts(components, 'kou3')).toContain('𠮷');
  });

  it('takes a code point from staff, and says which one the hall lacks', () => {
    expect(components('u20bb7')).toMatchObject({ candidates: [{ text: '𠮷', used: 6 }] });
    expect(components('u2a6d6')).toMatchObject({ candidates: [], missing: 'U+2A6D6' });
    expect(components('ud800').candidates).toEqual([]);
    expect(components('u110000').candidates).toEqual([]);
  });
});

describe('strokes', () => {
  it.each([
    ['hshszh', '吉'],
    ['hshszh', '𠮷'],
    ['szhhshnh', '国'],
    ['nhpnnzn', '这'],
    ['p', '人'],
  ])('%s offers %s', (typed, character) => {
    expect(texts(strokes, typed)).toContain(character);
  });

  it('puts a finished character before those that go on', () => {
    expect(texts(strokes, 'hs').slice(0, 4)).toContain('十');
    expect(strokes('hsp').reading).toBe('一丨丿');
  });
});
