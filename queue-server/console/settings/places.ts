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
}

interface Named {
  readonly id: string;
  readonly name?: Text | null;
}

/** Parts of the hall out of a settings document, named as staff know them. */
export function placesOf(document: Document, say: (text: Text) => string): Places {
  const list = <T extends { readonly id: string }>(section: string) =>
    (Array.isArray(document[section]) ? document[section] : []) as readonly T[];
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
  };
}
