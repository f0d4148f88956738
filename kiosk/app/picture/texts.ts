import type { Text } from '@hall/shared/contracts/text';
import { C } from '../care/words.ts';
import { F } from '../words/finding.ts';
import { Q } from '../words/query.ts';
import { R } from '../words/resident.ts';
import { SUPPORT } from '../words/support.ts';
import { W } from '../words/words.ts';

/**
 * The closed list of own texts that a drawn screen may show: words that are the same for everybody, whatever they came
 * for. The page tells its host the list when it opens, before anybody has touched it.
 */
export const OWN_TEXTS: readonly Text[] = [W, F, R, Q, C, SUPPORT].flatMap((words) =>
  Object.values(words as Record<string, unknown>).filter(isText),
);

function isText(value: unknown): value is Text {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}
