import type { Rule } from '@hall/shared/contracts/rule-book/rule';

/** Whether a rule is set for each queue or window, or for the whole hall (null). */
export function scopeOf(rule: Rule): 'queue' | 'window' | null {
  if (rule.fields.some(({ path }) => path.startsWith('queues[]'))) return 'queue';
  if (rule.fields.some(({ path }) => path.startsWith('windows[]'))) return 'window';
  return null;
}
