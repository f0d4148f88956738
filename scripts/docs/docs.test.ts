import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMAND_NAMES } from '@hall/shared/contracts/commands';
import { ERROR_CODES } from '@hall/shared/contracts/errors';
import { TOPIC_ENTRIES, TOPIC_NAMES } from '@hall/shared/contracts/messages';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fieldsOf } from './fields.ts';
import { table } from './markdown.ts';
import { DOCS, makePage, PAGE_NAMES } from './pages.ts';

const read = (name: string) => readFileSync(path.join(DOCS, name), 'utf8');

describe('generated pages', () => {
  it.each(PAGE_NAMES)('docs/%s is what the code says: if not, npm run docs', (name) => {
    expect(read(name)).toBe(makePage(name));
  });

  it('name every topic, command and error code', () => {
    for (const name of TOPIC_NAMES)
      expect(read('messages.md')).toContain(`hall/{hall}/${TOPIC_ENTRIES[name].pattern}`);
    for (const name of COMMAND_NAMES) expect(read('commands.md')).toContain(`\`${name}\``);
    for (const code of ERROR_CODES) expect(read('errors.md')).toContain(`\`${code}\``);
  });

  it('name the licence of the fonts and no package registry', () => {
    expect(read('third-party.md')).toMatch(/\| @fontsource-variable\/noto-sans-sc +\| 5\./);
    expect(read('third-party.md')).toContain('OFL-1.1');
    expect(read('third-party.md')).not.toMatch(/npmjs|registry\./);
    expect(read('third-party.md')).not.toContain('not said');
  });
});

describe('links of hand-written pages', () => {
  const pages = ['../README.md', '../README.zh.md', '../CHANGELOG.md', 'architecture.md', 'operations.md'];
  // Pictures are taken from a running hall by `npm run screens`, after the code.
  const links = (text: string) =>
    [...text.matchAll(/(?<!!)\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] as string);

  it.each(pages)('docs/%s points at files that are there', (name) => {
    const file = path.join(DOCS, name);
    const broken = links(readFileSync(file, 'utf8')).filter(
      (link) => !/^https?:/.test(link) && !existsSync(path.resolve(path.dirname(file), link)),
    );
    expect(broken).toEqual([]);
  });
});

describe('field tables', () => {
  it('write what lies inside with dots and brackets, and what may be null or missing', () => {
    const schema = z.strictObject({
      list: z.array(z.strictObject({ n: z.number().int().min(1) })).max(3),
      maybe: z.strictObject({ word: z.enum(['a', 'b']) }).nullable(),
      none: z.string().max(5).optional(),
    });
    expect(fieldsOf(schema)).toEqual([
      [
        { name: 'list', type: 'list of object', limits: 'at most 3' },
        { name: 'list[].n', type: 'integer', limits: 'from 1' },
        { name: 'maybe', type: 'object', limits: 'or null' },
        { name: 'maybe.word', type: '`a` · `b`', limits: '' },
        { name: 'none', type: 'string', limits: 'may be missing, at most 5 characters' },
      ],
    ]);
  });

  it('keep one list of fields for each variant', () => {
    const schema = z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), body: z.unknown() }),
      z.strictObject({ ok: z.literal(false) }),
    ]);
    expect(fieldsOf(schema)).toEqual([
      [
        { name: 'ok', type: '`true`', limits: '' },
        { name: 'body', type: 'anything', limits: '' },
      ],
      [{ name: 'ok', type: '`false`', limits: '' }],
    ]);
  });

  it('escape what would end a cell', () => {
    expect(table(['a'], [['x|y\nz']])).toBe('| a |\n| --- |\n| x\\|y z |');
  });
});
