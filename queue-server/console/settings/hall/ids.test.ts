import { Slug } from '@hall/shared/contracts/identifiers';
import { expect, it } from 'vitest';
import { idsOf, newId } from './ids.ts';

it('knows the entries of a list, and of a list that is not there none', () => {
  const document = { questions: [{ id: 'hours' }, { id: 'question-1' }] };
  expect(idsOf(document, 'questions')).toEqual(['hours', 'question-1']);
  expect(idsOf(document, 'announcements')).toEqual([]);
});

it('two new entries do not bear one id, whoever writes them', () => {
  const ids = Array.from({ length: 100 }, () => newId('notice'));
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(Slug.safeParse(id).success).toBe(true);
});
