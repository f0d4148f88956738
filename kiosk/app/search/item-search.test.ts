import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadHallConfig } from '../../../queue-server/hall/config/load.ts';
import { catalogueOf } from '../../../queue-server/hall/views/catalogue.ts';
import { searchIndexOf, searchItems } from './item-search.ts';
import { QUERIES, type WantedHit } from './queries.ts';
import { HELD_OUT } from './queries-held-out.ts';

const FIRST = 3;
/** Of sixty; what the search reached without having been tuned to them. */
const HELD_OUT_FOUND = 57;
const COMMITTED_LEAST = 200;

const loaded = loadHallConfig(
  fileURLToPath(new URL('../../../queue-server/hall/config/demo-hall.yaml', import.meta.url)),
);
if (!loaded.ok) throw new Error(loaded.error.message);
const CATALOGUE = catalogueOf(loaded.value);
const ids = (query: string) => searchItems(CATALOGUE, query).map(({ item }) => item.id);
const first = (query: string) => ids(query).slice(0, FIRST);
const misses = (wanted: readonly WantedHit[]) =>
  wanted
    .filter(([query, items]) => !items.split('|').some((id) => first(query).includes(id)))
    .map(([query, items]) => `${query} → ${items}, not ${first(query).join(', ')}`);

describe('finding an item by what people type', () => {
  it.each(Object.entries(QUERIES))('%s: the right item is among the first three', (_kind, wanted) => {
    expect(misses(wanted)).toEqual([]);
  });

  it('the lists name items that the hall has, and are as long as they should be', () => {
    const known = new Set(CATALOGUE.items.map((item) => item.id));
    const all = [...Object.values(QUERIES).flat(), ...HELD_OUT];
    expect(all.flatMap(([, items]) => items.split('|')).filter((id) => !known.has(id))).toEqual([]);
    expect(Object.values(QUERIES).flat().length).toBeGreaterThanOrEqual(COMMITTED_LEAST);
    expect(HELD_OUT).toHaveLength(60);
  });

  it('finds most of what nobody prepared', () => {
    expect(HELD_OUT.length - misses(HELD_OUT).length).toBeGreaterThanOrEqual(HELD_OUT_FOUND);
  });

  it('finds every item by its own name in both languages, and by its code', () => {
    for (const item of CATALOGUE.items) {
      expect.soft(ids(item.name.zh)[0]).toBe(item.id);
      expect.soft(first(item.name.en)).toContain(item.id);
      expect.soft(ids(item.code)[0]).toBe(item.id);
    }
  });

  it('finds every item by each of its everyday words, unless more than three share it', () => {
    const shared = new Map<string, number>();
    for (const word of CATALOGUE.items.flatMap((item) => item.aliases)) {
      shared.set(word, (shared.get(word) ?? 0) + 1);
    }
    const lost = CATALOGUE.items.flatMap((item) =>
      item.aliases
        .filter((word) => (shared.get(word) ?? 0) <= FIRST && !first(word).includes(item.id))
        .map((word) => `${word} → ${item.id}, not ${first(word).join(', ')}`),
    );
    expect(lost).toEqual([]);
  });

  it('says why an item was found', () => {
    const why = (query: string) => searchItems(CATALOGUE, query)[0]?.why;
    expect(why('社保卡丢了')).toEqual({ field: 'everyday', text: '社保卡丢了', way: 'written' });
    expect(why('sbk')).toMatchObject({ field: 'everyday', text: '社保卡', way: 'initials' });
    expect(why('huzhao')).toMatchObject({ text: '护照', way: 'pinyin' });
    expect(why('senfenzen')).toMatchObject({ way: 'spoken' });
    expect(why('社宝卡')).toMatchObject({ text: '社保卡', way: 'sound' });
    expect(why('杜保卡')).toMatchObject({ text: '社保卡', way: 'shape' });
    expect(why('社卡保')).toMatchObject({ text: '社保卡', way: 'typo' });
    expect(why('pasport')).toMatchObject({ way: 'english' });
  });

  it('gives the same answer every time', () => {
    for (const query of ['社保', 'gjj', 'permit']) expect(ids(query)).toEqual(ids(query));
    const again = searchIndexOf({ ...CATALOGUE }).search('公积金');
    expect(again).toEqual(searchIndexOf(CATALOGUE).search('公积金'));
  });

  it('finds nothing for nothing, for signs and for nonsense', () => {
    for (const query of ['', '   ', '.*(', '？！', 'xqzw', 'zzzqqq', '龘龘', '\u0000', '🙂']) {
      expect.soft(ids(query), JSON.stringify(query)).toEqual([]);
    }
  });

  it('takes anything that can be typed or pasted', () => {
    for (const query of ['a'.repeat(5_000), '社'.repeat(5_000), 'ǚ', '𠮷', '́', 'a 社 1 ']) {
      expect(Array.isArray(ids(query))).toBe(true);
    }
  });
});
