import type { SettingsView } from '@hall/shared/contracts/settings';
import { createContext, useContext } from 'react';
import type { Document, Draft } from './draft.ts';
import type { Places } from './places.ts';
import type { Placed } from './problems.ts';

/** The queue and the window whose rules are shown; kept while moving between rules. */
export interface Chosen {
  readonly queue: string;
  readonly window: string;
}

/** What every card and field of the editor needs to know. */
export interface Editing {
  readonly view: SettingsView;
  /** What is in force, with the draft on top. */
  readonly document: Document;
  readonly draft: Draft;
  readonly put: (path: string, value: unknown) => void;
  readonly problems: readonly Placed[];
  readonly places: Places;
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
  readonly mayChange: boolean;
  /** Shows the field of a path, and puts the cursor there. */
  readonly goTo: (path: string) => void;
  /** Where `goTo` led last. */
  readonly target: string | null;
}

const EditingContext = createContext<Editing | null>(null);
export const EditingProvider = EditingContext.Provider;

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('outside of the editor');
  return editing;
}
