import type { Text } from '@hall/shared/contracts/text';
import type { PageName } from '../access.ts';
import { t } from '../words/words.ts';

export interface PageGroup {
  readonly id: 'today' | 'plan' | 'keep';
  readonly name: Text;
  readonly pages: readonly PageName[];
}

/** What a day needs, what looks back and ahead, and what keeps the house in order. */
const GROUPS: readonly PageGroup[] = [
  { id: 'today', name: t('今日', 'Today'), pages: ['manager', 'windows', 'guide'] },
  { id: 'plan', name: t('分析规划', 'Plan'), pages: ['reports', 'replay', 'settings'] },
  {
    id: 'keep',
    name: t('维护', 'Keep'),
    pages: ['devices', 'health', 'accounts', 'sessions', 'audit'],
  },
];
/** So few pages fit into the bar at any width; more stand in a rail. */
export const PAGES_IN_BAR = 3;

/** The pages that somebody may open, by what they are for; empty groups are left out. The order of `pages` is kept. */
export function groupsOf(pages: readonly PageName[]): PageGroup[] {
  return GROUPS.map((group) => ({
    ...group,
    pages: pages.filter((page) => group.pages.includes(page)),
  })).filter((group) => group.pages.length > 0);
}
