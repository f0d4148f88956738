import { describe, expect, it } from 'vitest';
import { repertoire } from '../rare-han/repertoire.ts';
import { RADICALS } from './data/radicals.ts';
import { STROKES } from './data/strokes.ts';
import { namesOf } from './engine/component-names.ts';
import { unpackFrontCoded, unpackLists } from './engine/unpack.ts';
import { loadDictionary, loadEngine } from './load.ts';

/** Strokes are a third way: one character of these many is tried. */
const STROKES_EVERY = 11;

/** Answers of an engine by what was typed: each question is asked once. */
function asking(look: (typed: string) => { candidates: readonly { text: string }[] }) {
  const known = new Map<string, ReadonlySet<string>>();
  return (typed: string): ReadonlySet<string> => {
    const found = known.get(typed) ?? new Set(look(typed).candidates.map(({ text }) => text));
    known.set(typed, found);
    return found;
  };
}

describe('every character of the repertoire', () => {
  it('is offered for what a person can type: a reading, or a radical with strokes; most by strokes too', async () => {
    const dictionary = await loadDictionary();
    const pinyin = asking((await loadEngine('pinyin'))!);
    const components = asking((await loadEngine('components'))!);
    const strokes = asking((await loadEngine('strokes'))!);
    const radicals = [...unpackLists(RADICALS).keys()];
    const byRadical = new Set(
      radicals.flatMap((key) => {
        const [number, rest] = key.split('.');
        const radical = String.fromCodePoint(0x2f00 + Number(number) - 1).normalize('NFKC');
        const names = [...dictionary.readings(radical), ...namesOf(radical)];
        return names.slice(0, 1).flatMap((name) => [...components(`${name}${rest}`)]);
      }),
    );
    const byStrokes = new Map<string, string>();
    for (const [key, list] of unpackFrontCoded(STROKES)) for (const one of list) byStrokes.set(one, key);

    const all = repertoire();
    const read = all.filter((one) => dictionary.readings(one).some((syllable) => pinyin(syllable).has(one)));
    const unread = all.filter((one) => !dictionary.readings(one).length);
    const spelled = all.filter((one) => byStrokes.has(one));
    const sample = spelled.filter((_, at) => at % STROKES_EVERY === 0);
    const reached = new Set([...read, ...byRadical]);

    expect(all.filter((one) => !reached.has(one))).toEqual([]);
    // Whatever has no reading has its radical, and nearly everything has both.
    expect(unread.filter((one) => !byRadical.has(one))).toEqual([]);
    expect(all.filter((one) => !byRadical.has(one))).toEqual(['〇']);
    expect(read.length).toBe(all.length - unread.length);
    expect(unread.length).toBeLessThan(2_600);
    expect(sample.filter((one) => !strokes(byStrokes.get(one)!).has(one))).toEqual([]);
    expect(spelled.length).toBeGreaterThan(18_000);
  });
});
