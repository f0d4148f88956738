import type { Catalogue } from '@hall/shared/contracts/commands';
import type { OwnWord } from '@hall/shared/ui/keyboard/engine/dictionary.ts';
import { pinyin } from 'pinyin-pro';

const CHINESE = /^\p{Script=Han}+$/u;
const PUNCTUATION = /[\s（）()、，,：:·/“”"-]+/u;

/** The words of this hall for the keyboard: items, what people call them, departments, zones. With their readings. */
export function ownWordsOf(catalogue: Pick<Catalogue, 'items' | 'zones'>): OwnWord[] {
  const names = [
    ...catalogue.items.flatMap((item) => [item.name.zh, ...item.aliases, item.department.zh]),
    ...catalogue.zones.map((zone) => zone.name.zh),
  ];
  const words = new Set(
    names.flatMap((name) => name.split(PUNCTUATION)).filter((word) => CHINESE.test(word) && word.length > 1),
  );
  return [...words].map((text) => ({
    text,
    syllables: pinyin(text, { toneType: 'none', type: 'array', v: true }).map((one) => one.toLowerCase()),
  }));
}
