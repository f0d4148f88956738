import type { Text } from '@hall/shared/contracts/text';
import type { Document } from './draft.ts';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** What fields choose from. */
export interface Places {
  readonly windows: readonly Option[];
  readonly queues: readonly Option[];
  readonly zones: readonly Option[];
  readonly departments: readonly Option[];
  readonly items: readonly Option[];
  readonly announcements: readonly Option[];
  readonly questions: readonly Option[];
}

export const NO_PLACES: Places = {
  ...{ windows: [], queues: [], zones: [], departments: [] },
  ...{ items: [], announcements: [], questions: [] },
};

interface Named {
  readonly id: string;
  readonly name?: Text | null;
}

/** Parts of the hall out of a settings document, named as staff know them. */
export function placesOf(document: Document, say: (text: Text) => string): Places {
  const list = <T extends { readonly id: string }>(section: string) =>
    (Array.isArray(document[section]) ? document[section] : []) as readonly T[];
  // What is being written may stand there in one language only.
  const called = (id: string, words: Text | null | undefined) => ({
    value: id,
    label: (words && (say(words) || words.zh || words.en)) || id,
  });
  const named = (entry: Named) => ({ value: entry.id, label: entry.name ? say(entry.name) : entry.id });
  return {
    queues: list<Named & { readonly prefix?: string | null }>('queues').map((queue) => ({
      value: queue.id,
      label: `${queue.prefix ?? ''} ${named(queue).label}`.trim(),
    })),
    windows: list<{ readonly id: string; readonly number?: number | null }>('windows').map((window) => ({
      value: window.id,
      label: say({ zh: `${window.number ?? ''} 号窗口`, en: `Window ${window.number ?? ''}` }),
    })),
    zones: list<Named>('zones').map(named),
    departments: list<Named>('departments').map(named),
    items: list<Named>('items').map(named),
    announcements: list<{ readonly id: string; readonly title?: Text | null }>('announcements').map(
      ({ id, title }) => called(id, title),
    ),
    questions: list<{ readonly id: string; readonly question?: Text | null }>('questions').map(
      ({ id, question }) => called(id, question),
    ),
  };
}
