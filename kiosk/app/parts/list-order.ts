/**
 * The order of a theme's items: first what stands under this theme only, for whoever misses it here finds it nowhere
 * else; what stands under other themes too comes later. Within each, the hall's own order. So every item of a usual hall
 * stands on the first page of some theme, and a page costs no touch.
 */
export function byRarity<T extends { readonly themes: readonly string[] }>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => a.themes.length - b.themes.length);
}
