import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadHallConfig } from '../../../queue-server/hall/config/load.ts';
import { catalogueOf } from '../../../queue-server/hall/views/catalogue.ts';
import { QUESTION_QUERIES } from './question-queries.ts';
import { searchQuestions } from './question-search.ts';

const FIRST = 3;
const LEAST_QUERIES = 60;
const LEAST_QUESTIONS = 60;

const loaded = loadHallConfig(
  fileURLToPath(new URL('../../../queue-server/hall/config/demo-hall.yaml', import.meta.url)),
);
if (!loaded.ok) throw new Error(loaded.error.message);
const CATALOGUE = catalogueOf(loaded.value);
const QUESTIONS = CATALOGUE.publicInfo?.questions ?? [];
const first = (query: string) =>
  searchQuestions(CATALOGUE, query)
    .slice(0, FIRST)
    .map(({ id }) => id);

describe('[I10] finding an answer by what people type', () => {
  it.each(Object.entries(QUESTION_QUERIES))('%s: the right one is among the first three', (_kind, wanted) => {
    const misses = wanted
      .filter(([query, ids]) => !ids.split('|').some((id) => first(query).includes(id)))
      .map(([query, ids]) => `${query} → ${ids}, not ${first(query).join(', ')}`);
    expect(misses).toEqual([]);
  });

  it('the lists are as long as they should be, and name questions that are there', () => {
    const all = Object.values(QUESTION_QUERIES).flat();
    const known = new Set(QUESTIONS.map(({ id }) => id));
    expect(all.length).toBeGreaterThanOrEqual(LEAST_QUERIES);
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(LEAST_QUESTIONS);
    expect(all.flatMap(([, ids]) => ids.split('|')).filter((id) => !known.has(id))).toEqual([]);
  });

  it('finds every question by itself in both languages', () => {
    for (const { id, question } of QUESTIONS) {
      expect.soft(first(question.zh)[0], question.zh).toBe(id);
      expect.soft(first(question.en), question.en).toContain(id);
    }
  });

  it('makes nothing up: an answer stands in the settings word for word, or there is none', () => {
    for (const query of ['', '   ', 'zzzqqq', '龘龘', '？！', '🙂']) expect.soft(first(query)).toEqual([]);
    const answers = new Set(loaded.ok ? loaded.value.questions.map(({ answer }) => answer.zh) : []);
    for (const found of searchQuestions(CATALOGUE, '身份证')) expect(answers.has(found.answer.zh)).toBe(true);
  });

  it('is quiet where a hall has no questions, and where its server told none', () => {
    const { publicInfo, ...old } = CATALOGUE;
    expect(searchQuestions(old, '身份证')).toEqual([]);
    expect(searchQuestions({ ...old, publicInfo: { ...publicInfo!, questions: [] } }, '身份证')).toEqual([]);
  });
});
