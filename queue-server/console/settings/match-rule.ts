import type { Rule } from '@hall/shared/contracts/rule-book/rule';

/** By number (`K12`, in any case) or by a word in title, sentence or field, Chinese or English. */
export function matchesRule(rule: Rule, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  if (/^[a-z]\d+$/.test(wanted)) return rule.id.toLowerCase() === wanted;
  return [rule.title, rule.says, ...rule.fields.map((field) => field.name)].some(
    (text) => text.zh.includes(wanted) || text.en.toLowerCase().includes(wanted),
  );
}
