import { RULES } from '@hall/shared/contracts/rule-book/book';
import type { Rule, RuleField } from '@hall/shared/contracts/rule-book/rule';
import type { Text } from '@hall/shared/contracts/text';
import { t } from '../words/words.ts';
import { ENTRY_FIELDS, HALL_FIELDS, SECTION_NAMES } from './hall/hall-fields.ts';
import type { Places } from './places.ts';

export type Step = string | number;

/** Where a path leads: the rule or part of the hall, its field, and the queue or window it belongs to. */
export interface Named {
  readonly rule: Rule | null;
  readonly field: RuleField | null;
  readonly name: Text;
  /** `A 企业登记`, null where it is about the whole hall. */
  readonly where: string | null;
  /** The path lies within the field's value, such as one reason of a list. */
  readonly inside: string | null;
}

export function namePath(path: readonly Step[], places: Places): Named {
  const [section = '', entry, ...rest] = path.map(String);
  const inList = entry !== undefined && isList(section);
  const template = inList ? [`${section}[]`, ...rest].join('.') : path.join('.');
  const where = inList ? labelOf(section, entry, places) : null;
  for (const rule of RULES) {
    const field = rule.fields.find((one) => within(template, one.path));
    if (!field) continue;
    return {
      ...{ rule, field, where, inside: insideOf(template, field.path) },
      name:
        field.name.zh === rule.title.zh
          ? rule.title
          : t(`${rule.title.zh} · ${field.name.zh}`, `${rule.title.en} · ${field.name.en}`),
    };
  }
  const field = [...HALL_FIELDS, ...ENTRY_FIELDS].find((one) => within(template, one.path)) ?? null;
  const part = SECTION_NAMES[section];
  if (field) {
    const name =
      inList && part ? t(`${part.zh} · ${field.name.zh}`, `${part.en} · ${field.name.en}`) : field.name;
    return { rule: null, field, name, where, inside: insideOf(template, field.path) };
  }
  return {
    ...{ rule: null, field: null, where },
    name: part ?? t(section, section),
    inside: (inList ? rest : path.slice(1)).join('.') || null,
  };
}

const LISTS = {
  ...{ queues: true, windows: true, zones: true, departments: true },
  ...{ items: true, announcements: true, questions: true },
} as const satisfies Record<keyof Places, true>;

const isList = (section: string): section is keyof Places => Object.hasOwn(LISTS, section);

function labelOf(section: keyof Places, id: string, places: Places): string {
  return places[section].find((place) => place.value === id)?.label || id;
}

function within(template: string, field: string): boolean {
  return template === field || template.startsWith(`${field}.`);
}

function insideOf(template: string, field: string): string | null {
  return template.slice(field.length + 1) || null;
}
