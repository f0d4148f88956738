import type { Text } from '../text.ts';

/** What the editor shows of a numbered rule of queue-server/hall/domain/RULES.md. */
export interface Rule {
  /** `T4`. */
  readonly id: string;
  readonly title: Text;
  /** One or two sentences that a manager understands. */
  readonly says: Text;
  readonly fields: readonly RuleField[];
}

export interface RuleField {
  /** Path in HallConfig; `queues[]` and `windows[]` stand for the queue or window that is edited. */
  readonly path: string;
  readonly name: Text;
  readonly input: RuleInput;
  readonly unit?: Unit;
}

/** How the value is typed; what is allowed is said by the schema alone. */
export type RuleInput =
  | { readonly kind: 'number' }
  | { readonly kind: 'text' }
  | { readonly kind: 'switch' }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  /** Several of the choices. */
  | { readonly kind: 'several'; readonly choices: readonly Choice[] }
  | { readonly kind: 'window' | 'windows' | 'queue' | 'queues' | 'zone' | 'department' }
  | RowsInput;

/** A list of rows with named columns. */
export interface RowsInput {
  readonly kind: 'rows';
  readonly columns: readonly Column[];
  readonly empty: Text;
  /** Only these rows of the list belong to the rule; the others are another rule's. */
  readonly only?: { readonly key: string; readonly value: string };
}

export interface Choice {
  readonly value: string;
  readonly name: Text;
}

export interface Column {
  readonly key: string;
  readonly name: Text;
  readonly input:
    | {
        readonly kind:
          | 'number'
          | 'time'
          | 'date'
          | 'days'
          | 'id'
          | 'words'
          | 'queue'
          | 'queues'
          | 'weekday'
          | 'dates';
      }
    | { readonly kind: 'choice'; readonly choices: readonly Choice[] };
  /** May be left empty. */
  readonly optional?: boolean;
  readonly unit?: Unit;
}

export type Unit = 'seconds' | 'minutes' | 'days' | 'people' | 'times' | 'numbers' | 'years' | 'places';

export interface Chapter {
  readonly id: string;
  readonly title: Text;
  readonly rules: readonly Rule[];
}

export function t(zh: string, en: string): Text {
  return { zh, en };
}

export const UNIT_WORDS: Readonly<Record<Unit, Text>> = {
  seconds: t('秒', 's'),
  minutes: t('分钟', 'min'),
  days: t('天', 'days'),
  people: t('人', 'people'),
  times: t('次', 'times'),
  numbers: t('个号', 'numbers'),
  years: t('岁', 'years'),
  places: t('个', 'places'),
};
