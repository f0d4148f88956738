import type { Catalogue } from '@hall/shared/contracts/commands';
import { entriesOf } from '@hall/shared/ui/search/catalogue-entries.ts';
import { buildIndex, type Hit, type SearchIndex } from '@hall/shared/ui/search/index.ts';
import { readings } from './readings.ts';

export type CatalogueItem = Catalogue['items'][number];

export interface FoundItem {
  readonly item: CatalogueItem;
  readonly why: Hit['why'];
}

const INDEXES = new WeakMap<Catalogue, SearchIndex>();

/** The index of a catalogue, made at the first use and kept as long as the catalogue. */
export function searchIndexOf(catalogue: Catalogue): SearchIndex {
  const known = INDEXES.get(catalogue);
  if (known) return known;
  const index = buildIndex(entriesOf(catalogue), readings);
  INDEXES.set(catalogue, index);
  return index;
}

/**
 * Finds service items by what people type: Chinese, everyday words, whole questions, pinyin in full or by initials,
 * English, with the mistakes that people make. Best first; an empty query finds nothing.
 */
export function searchItems(catalogue: Catalogue, query: string): FoundItem[] {
  const byId = new Map(catalogue.items.map((item) => [item.id, item]));
  return searchIndexOf(catalogue)
    .search(query)
    .flatMap(({ id, why }) => {
      const item = byId.get(id);
      return item ? [{ item, why }] : [];
    });
}
