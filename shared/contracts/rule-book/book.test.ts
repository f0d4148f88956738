import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HallConfig } from '../hall-config.ts';
import { RULES } from './book.ts';

/** The rules with a setting, as RULES.md lists them. */
function numbered(): string[] {
  const text = readFileSync(new URL('../../../queue-server/hall/domain/RULES.md', import.meta.url), 'utf8');
  return [...text.matchAll(/^(?:- |\d+\. )\*\*([A-Z]\d+)\*\*/gm)]
    .map((match) => match[1] as string)
    .filter((id) => !id.startsWith('I'));
}

type Schema = { properties?: Record<string, Schema>; items?: Schema };

/** Whether the schema of a hall knows this path. */
function known(path: string): boolean {
  let at = z.toJSONSchema(HallConfig, { io: 'input', unrepresentable: 'any' }) as Schema;
  for (const part of path.split('.')) {
    const list = part.endsWith('[]');
    const next = at.properties?.[list ? part.slice(0, -2) : part];
    if (!next) return false;
    at = list ? (next.items ?? {}) : next;
  }
  return true;
}

describe('the book of rules', () => {
  it('has every number of RULES.md, once, in its order', () => {
    expect(RULES.map((rule) => rule.id)).toEqual(numbered());
  });

  it('has for every rule a field that the schema of a hall knows', () => {
    for (const rule of RULES) {
      expect(rule.fields.length, rule.id).toBeGreaterThan(0);
      for (const field of rule.fields) expect(known(field.path), `${rule.id} ${field.path}`).toBe(true);
    }
  });
});
