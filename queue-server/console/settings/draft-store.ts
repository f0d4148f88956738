import { useSyncExternalStore } from 'react';
import { createStore } from '../api/store.ts';
import { type Draft, NO_CHANGES } from './draft.ts';

interface Kept {
  readonly username: string;
  readonly draft: Draft;
  /** Which settings were before the person's eyes when the draft was begun or last looked at. */
  readonly seen: string;
}

/** Lives as long as the tab: a session that ended for idleness must not take what was typed with it. */
const store = createStore<Kept | null>(null);

interface DraftState {
  readonly draft: Draft;
  readonly seen: string | null;
  /** `seen` as it is now. */
  readonly set: (draft: Draft, seen: string) => void;
}

export function useDraft(username: string): DraftState {
  const kept = useSyncExternalStore(store.subscribe, store.get);
  const own = kept?.username === username && kept.draft.size > 0 ? kept : null;
  return {
    draft: own?.draft ?? NO_CHANGES,
    seen: own?.seen ?? null,
    set: (draft, seen) => store.set(draft.size === 0 ? null : { username, draft, seen }),
  };
}
