import { repeats, type Splits } from './components.ts';

/** cnchar's letters for strokes → the five classes of GB 13000.1: h 横(提) s 竖(竖钩) p 撇 n 点捺 z 折. */
const CNCHAR: Readonly<Record<string, string>> = {
  j: 'h',
  i: 'h',
  f: 's',
  g: 's',
  s: 'p',
  k: 'n',
  l: 'n',
  d: 'n',
};
/** Unicode's stroke characters U+31C0–31E3 that are not folded. */
const UNFOLDED: Readonly<Record<string, string>> = {
  '㇀': 'h',
  '㇐': 'h',
  '㇑': 's',
  '㇚': 's',
  '㇒': 'p',
  '㇓': 'p',
  '㇏': 'n',
  '㇔': 'n',
  '㇝': 'n',
};

export function readOrder(script: string): Map<string, string> {
  const match = /JSON\.parse\('(\{"一".*?\})'\)/s.exec(script);
  if (!match) throw new Error('cnchar-order holds no table of strokes');
  const table = JSON.parse(match[1]!) as Record<string, string>;
  return new Map(
    Object.entries(table).map(([character, letters]) => [
      character,
      [...letters].map((letter) => CNCHAR[letter] ?? 'z').join(''),
    ]),
  );
}

/**
 * Strokes in writing order, from the character's own record or its parts: 辶 and 廴 are written last, a full
 * enclosure closes last. Undefined where a part is unknown.
 */
export function strokeSpeller(
  order: ReadonlyMap<string, string>,
  splits: Splits,
): (character: string) => string | undefined {
  const known = new Map(order);
  const busy = new Set<string>();
  const spell = (character: string): string | undefined => {
    const found = known.get(character);
    if (found !== undefined) return found;
    const code = character.codePointAt(0)!;
    if (code >= 0x31c0 && code <= 0x31e3) return UNFOLDED[character] ?? 'z';
    const split = splits.get(character);
    if (!split || split.parts.length === 0 || busy.has(character)) return undefined;
    busy.add(character);
    const parts = split.parts.map(spell);
    busy.delete(character);
    if (parts.some((part) => part === undefined)) return undefined;
    const strokes = join(split.how, parts as string[], split.parts).repeat(repeats(split.how));
    known.set(character, strokes);
    return strokes;
  };
  return spell;
}

const LAST = new Set(['辶', '⻌', '⻍', '⻎', '廴']);

function join(how: string, strokes: readonly string[], parts: readonly string[]): string {
  const [outer, inner] = strokes;
  if (outer === undefined || inner === undefined) return strokes.join('');
  if (how.startsWith('sbl') && LAST.has(parts[0] ?? '')) return inner + outer;
  if (/^s(\/|$)/.test(how)) return outer.slice(0, -1) + inner + outer.slice(-1);
  if (/^sb(\/|$)/.test(how)) return inner + outer;
  if (/^sl(\/|$)/.test(how)) return outer.slice(0, 1) + inner + outer.slice(1);
  return strokes.join('');
}
