import type { Catalogue } from './catalogue.ts';
import type { Text } from './text.ts';
import { themesOf } from './themes.ts';

/** What the hall has configured. Which of it a person looks at is their affair: not shown during a visit. */
export function hallTexts(catalogue: Catalogue): readonly Text[] {
  const { hall, zones, queues, items } = catalogue;
  return [
    hall,
    ...themesOf(catalogue).map(({ name }) => name),
    ...zones.flatMap(({ name, place }) => [name, place]),
    ...queues.map(({ name }) => name),
    ...items.map(({ name }) => name),
  ];
}
