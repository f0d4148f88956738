import type { Catalogue } from '@hall/shared/contracts/commands';
import { match } from 'pinyin-pro';

export type CatalogueItem = Catalogue['items'][number];

/** Lower is better; the span of the hit is added, so that tight hits come first. */
const TIER = { same: 0, starts: 100, contains: 200, initials: 300, scattered: 400 } as const;
/** Two scattered letters hit almost everything. */
const SCATTERED_MIN = 2;
/** Hits of scattered letters further apart than this look like noise to a person. */
const SCATTERED_SPAN = 8;
const DEPARTMENT_PENALTY = 250;

/**
 * Finds service items by what people type: Chinese, everyday words, English, full pinyin or initials (`sbk` finds
 * 社会保障卡). Best first; an empty query finds nothing.
 */
export function searchItems(items: readonly CatalogueItem[], query: string): CatalogueItem[] {
  const wanted = query.trim().toLowerCase().replace(/\s+/g, ' ');
  if (wanted === '') return [];
  return items
    .map((item, order) => ({ item, order, score: scoreOf(item, wanted) }))
    .filter((hit) => hit.score !== null)
    .sort((a, b) => a.score! - b.score! || a.order - b.order)
    .map((hit) => hit.item);
}

function scoreOf(item: CatalogueItem, wanted: string): number | null {
  const scores = [
    ...[item.name.zh, ...item.aliases].map((text) => scoreChinese(text, wanted)),
    scoreEnglish(item.name.en, wanted),
    addTo(scoreEnglish(item.department.en, wanted), DEPARTMENT_PENALTY),
    addTo(scoreChinese(item.department.zh, wanted), DEPARTMENT_PENALTY),
    item.code.toLowerCase() === wanted ? TIER.same : null,
  ].filter((score) => score !== null);
  return scores.length === 0 ? null : Math.min(...scores);
}

function addTo(score: number | null, penalty: number): number | null {
  return score === null ? null : score + penalty;
}

function scoreEnglish(text: string, wanted: string): number | null {
  const name = text.toLowerCase();
  if (name === wanted) return TIER.same;
  if (name.startsWith(wanted)) return TIER.starts;
  return new RegExp(`\\b${wanted.replace(/[^\p{L}\p{N} ]/gu, '')}`, 'u').test(name) && /[a-z]/.test(wanted)
    ? TIER.contains
    : null;
}

function scoreChinese(text: string, wanted: string): number | null {
  const name = text.toLowerCase();
  if (name === wanted) return TIER.same;
  if (name.startsWith(wanted)) return TIER.starts;
  const at = name.indexOf(wanted);
  if (at >= 0) return TIER.contains + Math.min(at, 50);
  const compact = wanted.replace(/[\s']/g, '');
  const tight = match(text, compact, { continuous: true });
  if (tight) return TIER.initials + Math.min(tight[0] ?? 0, 50);
  if ([...compact].length < SCATTERED_MIN) return null;
  const loose = match(text, compact);
  if (!loose) return null;
  const span = (loose.at(-1) ?? 0) - (loose[0] ?? 0);
  return span > SCATTERED_SPAN ? null : TIER.scattered + span;
}
