import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../testing/catalogue.ts';
import { searchItems } from './search.ts';

const ids = (query: string) => searchItems(CATALOGUE.items, query).map((item) => item.id);

describe('search', () => {
  it.each([
    ['sbk', 'social-card-replace'],
    ['SBK', 'social-card-replace'],
    ['shebaoka', 'social-card-replace'],
    ['社保卡', 'social-card-replace'],
    ['shbzk', 'social-card-replace'],
    ['sfz', 'id-replace'],
    ['身份证丢', 'id-replace'],
    ['hz', 'passport'],
    ['passport', 'passport'],
    ['marriage', 'marriage'],
    ['退休', 'pension-apply'],
    ['guohu', 'property-transfer'],
    ['gjj', 'fund-withdraw'],
  ])('%s finds %s among the first three', (query, id) => {
    expect(ids(query).slice(0, 3)).toContain(id);
  });

  it('puts the everyday word before a scattered hit', () => {
    expect(ids('医保')[0]).toBe('medical-enrol');
  });

  it('finds nothing for nothing, and nothing for nonsense', () => {
    expect(ids('   ')).toEqual([]);
    expect(ids('xqzw')).toEqual([]);
    expect(ids('.*(')).toEqual([]);
  });
});
