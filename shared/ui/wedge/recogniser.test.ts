import { describe, expect, it } from 'vitest';
import type { WedgeBurst, WedgeEffect, WedgeKey } from './recogniser.ts';
import { WEDGE_GAP_MS, WEDGE_MOST_KEYS, WEDGE_SURE_AFTER, wedgeIdle, wedgeKey } from './recogniser.ts';

const plain = { modified: false, composing: false, repeat: false };
type Typed = Partial<WedgeKey> & { readonly key: string; readonly gap: number };

/** Keys with the time since the one before; what came of them, and what a field would hold. */
function type(keys: readonly Typed[]): { effects: WedgeEffect[]; field: string; swallowed: number } {
  let burst: WedgeBurst | null = null;
  let at = 1_000;
  let field = '';
  let remembered = '';
  let swallowed = 0;
  const effects: WedgeEffect[] = [];
  const take = (some: readonly WedgeEffect[]): void => {
    for (const effect of some) {
      if (effect.do === 'remember') remembered = field;
      else {
        if (effect.do === 'restore') field = remembered;
        if (effect.do === 'give-back') field += effect.text;
        effects.push(effect);
      }
    }
  };
  for (const { gap, ...key } of keys) {
    at += gap;
    const step = wedgeKey(burst, { ...plain, ...key, at });
    burst = step.burst;
    take(step.effects);
    if (step.swallow) swallowed += 1;
    else if (key.key.length === 1 && !key.modified && !key.composing) field += key.key;
  }
  const idle = wedgeIdle(burst, at + WEDGE_GAP_MS + 1);
  take(idle.effects);
  expect(idle.burst).toBeNull();
  return { effects, field, swallowed };
}
const keysOf = (text: string, gap: number): Typed[] => [...text].map((key) => ({ key, gap }));
const enter = (gap: number): Typed => ({ key: 'Enter', gap });
const scanned = (effects: readonly WedgeEffect[]) =>
  effects.flatMap((effect) => (effect.do === 'scan' ? [effect.text] : []));
const rejected = (effects: readonly WedgeEffect[]) =>
  effects.flatMap((effect) => (effect.do === 'rejected' ? [effect.reason] : []));

describe('a scan', () => {
  it.each([
    ['6901234567892', 8],
    ['https://hall.example/t/7Zk2?a=1&b=#x', 1],
    ['A012-B', 0],
    ['slow wireless model', WEDGE_GAP_MS],
  ])('%s at %i ms a key', (text, gap) => {
    const got = type([...keysOf(text, gap), enter(gap)]);
    expect(scanned(got.effects)).toEqual([text]);
    expect(got.field).toBe('');
    // All but the first ones, and the Enter.
    expect(got.swallowed).toBe(text.length - WEDGE_SURE_AFTER + 1);
  });

  it('ends with Tab, too, and capitals come with their Shift', () => {
    const keys = [...'A1B2C3'].flatMap((key): Typed[] => [
      { key: 'Shift', gap: 4 },
      { key, gap: 4 },
    ]);
    expect(scanned(type([...keys, { key: 'Tab', gap: 4 }]).effects)).toEqual(['A1B2C3']);
  });

  it('two in a row are two', () => {
    const got = type([...keysOf('first-1', 5), enter(5), ...keysOf('second-2', 5), enter(5)]);
    expect(scanned(got.effects)).toEqual(['first-1', 'second-2']);
  });

  it('leaves what a person had typed before in its field', () => {
    const got = type([
      ...keysOf('wang', 140),
      ...keysOf('6901234567892', 6).with(0, { key: '6', gap: 400 }),
      enter(6),
    ]);
    expect(scanned(got.effects)).toEqual(['6901234567892']);
    expect(got.field).toBe('wang');
  });

  it('of a keyboard in full-width mode is read as the keys that they are', () => {
    expect(scanned(type([...keysOf('ＡＢ１２－９　ｘ', 5), enter(5)]).effects)).toEqual(['AB12-9 x']);
  });

  it('of the longest code is taken, a longer one refused and not spilt', () => {
    const longest = '1'.repeat(WEDGE_MOST_KEYS);
    expect(scanned(type([...keysOf(longest, 2), enter(2)]).effects)).toEqual([longest]);
    const got = type([...keysOf(`${longest}2`, 2), enter(2)]);
    expect(rejected(got.effects)).toEqual(['too-long']);
    expect(got.field).toBe('');
    expect(rejected(type(keysOf(`${longest}2`, 2)).effects)).toEqual(['too-long']);
  });
});

describe('garbage', () => {
  it.each([
    ['GB 18030 of 政务大厅, byte by byte', 'ÕþÎñ´óÌü'],
    ['replacement characters', 'ab\uFFFD\uFFFDcd'],
    ['Chinese characters, which no scanner types', '政务大厅办事'],
  ])('%s is refused, and not left in the field', (_, text) => {
    const got = type([...keysOf(text, 6), enter(6)]);
    expect(rejected(got.effects)).toEqual(['garbage']);
    expect(scanned(got.effects)).toEqual([]);
    expect(got.field).toBe('');
  });

  it('Alt and the numeric pad in a burst', () => {
    const keys = [...keysOf('AB', 5), ...[...'54992'].map((key) => ({ key, gap: 5, modified: true }))];
    expect(rejected(type([...keys, enter(5)]).effects)).toEqual(['garbage']);
  });

  it('an input method that took the keys', () => {
    const keys = Array.from({ length: 9 }, () => ({ key: 'Process', gap: 6, composing: true }));
    expect(rejected(type([...keys, enter(6)]).effects)).toEqual(['ime']);
  });
});

describe('a person', () => {
  it.each([60, 90, 140, 300])('who types at %i ms a key is never a scan', (gap) => {
    const got = type([...keysOf('zhangsan@example.com', gap), enter(gap)]);
    expect(got.effects).toEqual([]);
    expect(got.field).toBe('zhangsan@example.com');
    expect(got.swallowed).toBe(0);
  });

  it('who rolls over a few keys keeps every letter, in order', () => {
    const got = type([
      ...keysOf('ab', 130),
      ...keysOf('cdefg', 12).with(0, { key: 'c', gap: 130 }),
      ...keysOf('hi', 130),
      enter(130),
    ]);
    expect(scanned(got.effects)).toEqual([]);
    expect(got.field).toBe('abcdefghi');
  });

  it('who rolls over a few keys and Enter keeps every letter, and the Enter', () => {
    const got = type([...keysOf('12345', 10), enter(10)]);
    expect(got.effects).toEqual([{ do: 'give-back', text: '45' }]);
    expect(got.field).toBe('12345');
  });

  it('who holds a key down, or moves about, is never a scan', () => {
    const held = Array.from({ length: 30 }, (_, i): Typed => ({ key: 'a', gap: 33, repeat: i > 0 }));
    expect(scanned(type([...held, enter(20)]).effects)).toEqual([]);
    const moving = Array.from({ length: 30 }, (): Typed => ({ key: 'ArrowDown', gap: 30 }));
    expect(type([...moving, enter(30)])).toMatchObject({ effects: [], swallowed: 0 });
  });

  it('whose shortcut comes is left alone', () => {
    expect(type([{ key: 'c', gap: 100, modified: true }, enter(10)])).toMatchObject({
      effects: [],
      swallowed: 0,
    });
  });

  it('with any rhythm keeps every letter: 2,000 seeded texts with roll-overs', () => {
    let seed = 20_261_122;
    const random = (): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed / 0x1_0000_0000;
    };
    for (let round = 0; round < 2_000; round += 1) {
      const text = Array.from({ length: 3 + Math.floor(random() * 20) }, () =>
        String.fromCharCode(33 + Math.floor(random() * 94)),
      ).join('');
      // Every third key may be rolled, never six in a row: that is what tells a person.
      const keys = keysOf(text, 0).map(({ key }, i) => ({
        key,
        gap: i % 3 !== 0 && random() < 0.4 ? 5 + random() * 40 : 55 + random() * 300,
      }));
      const got = type([...keys, enter(random() < 0.2 ? 20 : 90)]);
      expect(scanned(got.effects), text).toEqual([]);
      expect(got.field).toBe(text);
    }
  });

  it('and a scanner, seeded: every code is read, whatever the rhythm within its limits', () => {
    let seed = 7;
    const random = (): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed / 0x1_0000_0000;
    };
    for (let round = 0; round < 2_000; round += 1) {
      const text = Array.from({ length: 6 + Math.floor(random() * 60) }, () =>
        String.fromCharCode(33 + Math.floor(random() * 94)),
      ).join('');
      const keys = [...text].map((key) => ({ key, gap: random() * WEDGE_GAP_MS }));
      const got = type([
        ...keys.with(0, { key: text[0] as string, gap: 500 }),
        enter(random() * WEDGE_GAP_MS),
      ]);
      expect(scanned(got.effects)).toEqual([text]);
      expect(got.field).toBe('');
    }
  });
});
