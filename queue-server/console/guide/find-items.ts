import type { Catalogue } from '@hall/shared/contracts/commands';
import { pinyinInitials } from './pinyin-initials.ts';

type Item = Catalogue['items'][number];

/** As many as one glance takes in. */
const MOST = 8;
/** One letter would find half of the catalogue. */
const FEWEST_INITIALS = 2;

/**
 * Items whose name or everyday words hold every part of what was typed, or whose initials do (`sbk` finds 社保卡);
 * names before everyday words.
 */
export function findItems(items: readonly Item[], typed: string): Item[] {
  const parts = typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return [];
  const scored: { item: Item; score: number }[] = [];
  for (const item of items) {
    const name = `${item.name.zh} ${item.name.en}`.toLowerCase();
    const everything = `${name} ${item.aliases.join(' ').toLowerCase()}`;
    const initials = [item.name.zh, ...item.aliases].map(pinyinInitials);
    const byInitials = (part: string) =>
      part.length >= FEWEST_INITIALS &&
      /^[a-z0-9]+$/.test(part) &&
      initials.some((all) => all.includes(part));
    if (!parts.every((part) => everything.includes(part) || byInitials(part))) continue;
    scored.push({ item, score: parts.filter((part) => name.includes(part)).length });
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ item }) => item);
}
