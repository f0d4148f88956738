import type { Catalogue } from '@hall/shared/contracts/commands';
import type { Question } from '@hall/shared/contracts/public-info';
import { buildIndex, type SearchIndex } from '@hall/shared/ui/search/index.ts';
import { readings } from '../search/readings.ts';

const INDEXES = new WeakMap<readonly Question[], SearchIndex>();

function indexOf(catalogue: Catalogue, questions: readonly Question[]): SearchIndex {
  const known = INDEXES.get(questions);
  if (known) return known;
  const items = new Map(catalogue.items.map((item) => [item.id, item]));
  const made = buildIndex(
    questions.map(({ id, question, aliases, item }) => {
      const about = item === undefined ? undefined : items.get(item);
      return {
        id,
        words: {
          name: [question.zh, question.en],
          everyday: aliases,
          // What the service is called, by its office and by people, leads to its question as well.
          topic: about ? [about.name.zh, about.name.en, ...about.aliases] : [],
        },
      };
    }),
    readings,
  );
  INDEXES.set(questions, made);
  return made;
}

/** Questions by what people type, best first; the same engine as for services, and nothing that makes up words. */
export function searchQuestions(catalogue: Catalogue, query: string): Question[] {
  const questions = catalogue.publicInfo?.questions ?? [];
  const byId = new Map(questions.map((question) => [question.id, question]));
  return indexOf(catalogue, questions)
    .search(query)
    .flatMap(({ id }) => byId.get(id) ?? []);
}
