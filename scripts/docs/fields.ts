import {
  BusinessDay,
  Instant,
  RequestId,
  Slug,
  TicketId,
  TicketNumber,
  WaitRange,
  WindowId,
} from '@hall/shared/contracts/identifiers';
import { Text } from '@hall/shared/contracts/text';
import { z } from 'zod';

/** The part of JSON Schema that the contracts produce. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export interface Field {
  /** With dots for what lies inside, and `[]` for each of a list: `calls[].number`. */
  readonly name: string;
  readonly type: string;
  readonly limits: string;
}

/** Words of the contract instead of their spelling; compared by what they allow. */
export const NAMED: readonly { readonly name: string; readonly schema: z.ZodType; readonly says: string }[] =
  [
    { name: 'instant', schema: Instant, says: 'milliseconds since 1970-01-01 UTC, by the hall’s clock' },
    { name: 'text', schema: Text, says: '`{ zh, en }`: the same words in Chinese and English' },
    { name: 'wait', schema: WaitRange, says: '`{ lowMin, highMin }`: minutes of waiting, from and to' },
    { name: 'ticket id', schema: TicketId, says: '32 lower-case hex characters, unguessable' },
    {
      name: 'ticket number',
      schema: TicketNumber,
      says: 'what a person reads: prefix and digits, as `A012`',
    },
    { name: 'window id', schema: WindowId, says: '`w` and the number of the place, as `w3`' },
    { name: 'slug', schema: Slug, says: 'a name in lower case, digits and hyphens, at most 40 characters' },
    { name: 'request id', schema: RequestId, says: 'chosen by the asker; the same id gets the same answer' },
    { name: 'business day', schema: BusinessDay, says: '`YYYY-MM-DD` in the hall’s time zone' },
  ];

const NAME_OF = new Map(NAMED.map(({ name, schema }) => [bare(jsonSchema(schema)), name]));

/** The fields of a message; more than one list where the message has variants. */
export function fieldsOf(schema: z.ZodType): Field[][] {
  const root = jsonSchema(schema);
  return (root.oneOf ?? root.anyOf ?? [root]).map((variant) => inside(variant, ''));
}

function jsonSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema) as Schema;
}

function inside(schema: Schema, prefix: string): Field[] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    field(prefix + key, value, required.has(key) ? [] : ['may be missing']),
  );
}

function field(name: string, schema: Schema, remarks: readonly string[]): Field[] {
  const some = schema.anyOf?.filter((option) => option.type !== 'null');
  if (some?.length === 1 && some[0] && schema.anyOf?.length === 2) {
    return field(name, some[0], ['or null', ...remarks]);
  }
  const named = NAME_OF.get(bare(schema));
  const row = (type: string) => ({ name, type, limits: [...remarks, ...limitsOf(schema)].join(', ') });
  if (named) return [{ name, type: named, limits: remarks.join(', ') }];
  if (schema.type === 'array' && schema.items) {
    const { items } = schema;
    const of = NAME_OF.get(bare(items)) ?? typeOf(items);
    return [row(`list of ${of}`), ...(NAME_OF.has(bare(items)) ? [] : inside(items, `${name}[].`))];
  }
  if (schema.properties) return [row('object'), ...inside(schema, `${name}.`)];
  return [row(typeOf(schema))];
}

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(' · ');
  if (schema.type === 'object' && typeof schema.additionalProperties === 'object') {
    return `map of ${typeOf(schema.additionalProperties)}`;
  }
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return options.map(typeOf).join(' or ');
  return schema.type ?? 'anything';
}

function limitsOf(schema: Schema): string[] {
  const limits: string[] = [];
  const { minimum, maximum } = schema;
  if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) limits.push(`from ${minimum}`);
  if (schema.exclusiveMinimum !== undefined) limits.push(`above ${schema.exclusiveMinimum}`);
  if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) limits.push(`to ${maximum}`);
  if (schema.minLength) limits.push(`at least ${schema.minLength} characters`);
  if (schema.maxLength !== undefined) limits.push(`at most ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) limits.push(`at most ${schema.maxItems}`);
  if (schema.pattern !== undefined) limits.push(`\`${schema.pattern}\``);
  if (schema.format !== undefined) limits.push(schema.format);
  return limits;
}

/** What a schema allows, as a key to look it up by. */
function bare(schema: Schema): string {
  return JSON.stringify({ ...schema, $schema: undefined });
}
