/**
 * Rebuilds `shared/ui/keyboard/data`: `node scripts/keyboard-data/build.ts [folder for downloads]`.
 *
 * What is taken from where, and under which licence, stands in `sources.ts`; readings of phrases come from
 * pinyin-pro (MIT), which the kiosk has installed.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repertoire } from '@hall/shared/ui/rare-han/repertoire.ts';
import { ROOT } from '../checks/sources.ts';
import { partsOf, readDecomposition, readUSource, simplifiedSplit } from './components.ts';
import { frontCode, moduleOf } from './pack.ts';
import { type Reading, readingsOf } from './readings.ts';
import { fetchSources } from './sources.ts';
import { readOrder, strokeSpeller } from './strokes.ts';
import { characters, readUnihan, toneless } from './unihan.ts';

const PHRASES = 32_000;
const COMMON = 9_000;
const PHRASE_CHARACTERS = { min: 2, max: 5 } as const;
const OUT = path.join(ROOT, 'shared/ui/keyboard/data');

const { pinyin } = createRequire(path.join(ROOT, 'kiosk/package.json'))('pinyin-pro') as {
  pinyin(text: string, options: { toneType: 'none'; type: 'array'; v: boolean }): string[];
};
const texts = fetchSources(process.argv[2] ?? path.join(tmpdir(), 'keyboard-data'));
const readings = readUnihan(texts.unihan('Readings'), [
  'kMandarin',
  'kHanyuPinlu',
  'kTGHZ2013',
  'kXHC1983',
  'kHanyuPinyin',
]);
const property = (name: string) => readings.get(name)!;
const sources = {
  kMandarin: property('kMandarin'),
  kHanyuPinlu: property('kHanyuPinlu'),
  kTGHZ2013: property('kTGHZ2013'),
  kXHC1983: property('kXHC1983'),
  kHanyuPinyin: property('kHanyuPinyin'),
};
const irg = readUnihan(texts.unihan('IRGSources'), ['kRSUnicode', 'kTotalStrokes']);
const variants = readUnihan(texts.unihan('Variants'), ['kTraditionalVariant', 'kSimplifiedVariant']);
const standard = readUnihan(texts.unihan('OtherMappings'), ['kTGH']).get('kTGH')!;
const all = repertoire();
const inAll = new Set(all);

// Words and how often they stand; the characters' own frequency is their share of them.
const HAN_WORD = /^\p{Script=Han}+$/u;
const words = texts.jieba.split('\n').flatMap((line) => {
  const [word, times, kind] = line.split(' ');
  return word && times && HAN_WORD.test(word) ? [{ word, times: Number(times), kind: kind ?? '' }] : [];
});
const frequency = new Map<string, number>();
for (const { word, times } of words)
  for (const one of word) frequency.set(one, (frequency.get(one) ?? 0) + times);

/** Words of the corpus hold traditional forms and misread bytes: what is not in the national table counts less. */
const NON_STANDARD = 0.02;
const weight = (one: string): number =>
  standard.has(one) ? (frequency.get(one) ?? 0) + 1 : (frequency.get(one) ?? 0) * NON_STANDARD;

// Syllables.
const known = new Map<string, Reading[]>(all.map((one) => [one, readingsOf(one, sources)]));
// Not in Unihan, since it is a numeral to Unicode; people have it in house numbers and years.
known.set('〇', [{ syllable: 'ling', share: 1 }]);
const bySyllable = new Map<string, { one: string; weight: number }[]>();
for (const one of all) {
  for (const { syllable, share } of known.get(one)!) {
    const list = bySyllable.get(syllable) ?? [];
    list.push({ one, weight: weight(one) * share });
    bySyllable.set(syllable, list);
  }
}
const syllables = [...bySyllable]
  .sort((a, b) => (a[0] < b[0] ? -1 : 1))
  .map(
    ([syllable, list]) =>
      `${syllable}:${list
        .sort((a, b) => b.weight - a.weight)
        .map(({ one }) => one)
        .join('')}`,
  )
  .join(' ');
/** Who comes before whom among the characters of a part, a stroke or an initial: the national table and more. */
const common = [...all]
  .sort((a, b) => weight(b) - weight(a))
  .slice(0, COMMON)
  .join('');

// Phrases: places and things, no names of persons.
const phrases = words
  .filter(({ word, kind }) => {
    const length = [...word].length;
    const named = kind.startsWith('nr');
    return (
      length >= PHRASE_CHARACTERS.min &&
      length <= PHRASE_CHARACTERS.max &&
      !named &&
      [...word].every((one) => inAll.has(one))
    );
  })
  .sort((a, b) => b.times - a.times)
  .slice(0, PHRASES);
const byKey = new Map<string, string[]>();
for (const { word, times } of phrases) {
  const key = pinyin(word, { toneType: 'none', type: 'array', v: true }).map(toneless).join("'");
  const list = byKey.get(key) ?? [];
  list.push(`${Math.min(35, Math.floor(Math.log2(times) * 2)).toString(36)}${word}`);
  byKey.set(key, list);
}

// Components.
const splits = readDecomposition(texts.decomposition);
for (const [one, split] of readUSource(texts.uSource)) if (!splits.has(one)) splits.set(one, split);
const simpler = (part: string): string | undefined =>
  characters(variants.get('kSimplifiedVariant')!.get(part))[0];
for (const one of all) {
  if (splits.has(one)) continue;
  for (const old of characters(variants.get('kTraditionalVariant')!.get(one))) {
    const split = simplifiedSplit(splits.get(old), simpler);
    if (split && !splits.has(one)) splits.set(one, split);
  }
}
const components = new Map<string, readonly string[]>();
const open = [...all];
for (let one = open.pop(); one !== undefined; one = open.pop()) {
  if (components.has(one)) continue;
  const parts = partsOf(one, splits);
  if (parts.length === 0 || (parts.length === 1 && parts[0] === one)) continue;
  components.set(one, parts);
  open.push(...parts);
}
const componentText = [...components]
  .sort((a, b) => a[0].codePointAt(0)! - b[0].codePointAt(0)!)
  .map(([one, parts]) => one + parts.join(''))
  .join(' ');

// Strokes: only where their number is what Unihan counts.
const spell = strokeSpeller(readOrder(texts.order), splits);
const counted = irg.get('kTotalStrokes')!;
const byStrokes = new Map<string, string>();
let spelled = 0;
for (const one of all) {
  const strokes = spell(one);
  const totals = (counted.get(one) ?? '').split(' ').map(Number);
  if (!strokes || !totals.includes(strokes.length)) continue;
  spelled += 1;
  byStrokes.set(strokes, (byStrokes.get(strokes) ?? '') + one);
}

// Radicals: number in the Kangxi dictionary, an apostrophe for its simplified form, and the strokes besides.
const byRadical = new Map<string, string>();
for (const one of all) {
  for (const place of (irg.get('kRSUnicode')!.get(one) ?? '').split(' ').filter(Boolean)) {
    // A form with fewer strokes than its radical (𧘇 of 衣) counts as having none besides.
    const key = place.replaceAll("'", '').replace(/-\d+$/, '0');
    byRadical.set(key, (byRadical.get(key) ?? '') + one);
  }
}

const sortedByWeight = (list: string): string => [...list].sort((a, b) => weight(b) - weight(a)).join('');
mkdirSync(OUT, { recursive: true });
const write = (file: string, name: string, says: string, text: string): void => {
  writeFileSync(path.join(OUT, file), moduleOf(name, says, text));
  console.log(`${file}: ${Buffer.byteLength(text)} bytes`);
};
write('syllables.ts', 'SYLLABLES', '`syllable:characters`, the most used first (Unihan, jieba).', syllables);
write('common.ts', 'COMMON', 'the 9,000 most used characters, in order (jieba).', common);
write(
  'phrases.ts',
  'PHRASES',
  '`syllables:phrases,…`, each after its weight in base 36; keys front-coded (jieba, pinyin-pro).',
  frontCode([...byKey].map(([key, list]) => [key, list.join(',')])),
);
write('components.ts', 'COMPONENTS', 'a character and its parts (cjk-decomp, Unicode).', componentText);
write(
  'strokes.ts',
  'STROKES',
  '`strokes:characters`, front-coded; h 横 s 竖 p 撇 n 点捺 z 折 (cnchar-order, cjk-decomp).',
  frontCode([...byStrokes].map(([key, list]) => [key, sortedByWeight(list)])),
);
write(
  'radicals.ts',
  'RADICALS',
  '`radical.strokes besides:characters` (Unihan kRSUnicode).',
  [...byRadical]
    .sort((a, b) => Number(a[0]) - Number(b[0]))
    .map(([key, list]) => `${key}:${sortedByWeight(list)}`)
    .join(' '),
);
console.log(
  `${all.length} characters: ${all.filter((one) => known.get(one)!.length > 0).length} with a reading, ${all.filter((one) => components.has(one)).length} with components, ${spelled} with strokes; ${phrases.length} phrases`,
);
console.log(
  `without any of them: ${all.filter((one) => known.get(one)!.length === 0 && !components.has(one)).join('')}`,
);
console.log(
  `of the national table beyond the BMP: ${[...standard.keys()].filter((one) => one.codePointAt(0)! > 0xffff).join('')}`,
);
