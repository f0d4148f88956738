import type { Dictionary } from './dictionary.ts';
import type { Engine } from './lookup.ts';
import { unpackFrontCoded } from './unpack.ts';

/** The five classes of strokes (GB 13000.1 字符集汉字笔顺规范), and the letter that each is typed with. */
export const STROKES = [
  { letter: 'h', sign: '一', zh: '横', en: 'horizontal' },
  { letter: 's', sign: '丨', zh: '竖', en: 'vertical' },
  { letter: 'p', sign: '丿', zh: '撇', en: 'left-falling' },
  { letter: 'n', sign: '丶', zh: '点捺', en: 'dot' },
  { letter: 'z', sign: '乛', zh: '折', en: 'turning' },
] as const;

/** Characters with one stroke to go are offered before those with more. */
const SHOWN = 2_000;

/** Strokes in writing order → characters written so, then those that go on from there, the shortest first. */
export function createStrokeEngine(data: string, dictionary: Dictionary): Engine {
  const keys: string[] = [];
  const lists: string[] = [];
  for (const [key, characters] of unpackFrontCoded(data)) {
    keys.push(key);
    lists.push(characters);
  }
  return (input) => {
    const typed = input.toLowerCase().replace(/[^hspnz]/g, '');
    if (typed === '') return { candidates: [], reading: '' };
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (keys[middle]! < typed) low = middle + 1;
      else high = middle;
    }
    const found: { text: string; left: number; rank: number }[] = [];
    for (let at = low; at < keys.length && keys[at]!.startsWith(typed); at += 1)
      for (const text of lists[at]!)
        found.push({ text, left: keys[at]!.length - typed.length, rank: dictionary.rank(text) });
    found.sort((a, b) => Math.sign(a.left) - Math.sign(b.left) || a.rank - b.rank || a.left - b.left);
    return {
      candidates: found.slice(0, SHOWN).map(({ text }) => ({ text, used: input.length })),
      reading: signs(typed),
    };
  };
}

/** `hsp` → 一丨丿, as people see strokes. */
function signs(typed: string): string {
  return [...typed].map((letter) => STROKES.find((stroke) => stroke.letter === letter)!.sign).join('');
}
