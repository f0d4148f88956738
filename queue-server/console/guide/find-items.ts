import type { Catalogue } from '@hall/shared/contracts/commands';

type Item = Catalogue['items'][number];

/** As many as one glance takes in. */
const MOST = 8;

/** Items whose name or everyday words hold every part of what was typed; names before everyday words. */
export function findItems(items: readonly Item[], typed: string): Item[] {
  const parts = typed.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  if (parts.length === 0) return [];
  const scored: { item: Item; score: number }[] = [];
  for (const item of items) {
    const name = `${item.name.zh} ${item.name.en}`.toLowerCase();
    const everything = `${name} ${item.aliases.join(' ').toLowerCase()}`;
    if (!parts.every((part) => everything.includes(part))) continue;
    scored.push({ item, score: parts.filter((part) => name.includes(part)).length });
  }
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ item }) => item);
}
