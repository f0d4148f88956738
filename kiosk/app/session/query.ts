import type { CaseProgressAnswer } from '@hall/shared/contracts/public-info';
import type { Text } from '@hall/shared/contracts/text';

/** Everything that is asked without taking a number: which of its screens is open, and what was typed there. */

export interface ProgressView {
  readonly page: 'progress';
  readonly receipt: string;
  readonly digits: string;
  /** The field that the keys type into. */
  readonly field: 'receipt' | 'digits';
  readonly answer: CaseProgressAnswer | null;
  readonly trouble: Text | null;
}

/** Where to go on the plan. */
export type Destination =
  | { readonly kind: 'window'; readonly window: string }
  | {
      readonly kind: 'place';
      readonly place: 'toilet' | 'accessible-toilet' | 'nursing' | 'lift' | 'desk' | 'water' | 'entrance';
    };

export interface MapView {
  readonly page: 'map';
  readonly to: Destination | null;
  /** Null: the one that the machine stands on, or where the way leads. */
  readonly floor: string | null;
  readonly stepFree: boolean;
}

export type QueryView =
  | { readonly page: 'home' }
  | ProgressView
  | { readonly page: 'guides' }
  | { readonly page: 'list'; readonly item: string }
  | { readonly page: 'hours' }
  | { readonly page: 'notices' }
  | { readonly page: 'notice'; readonly id: string }
  | { readonly page: 'windows' }
  | { readonly page: 'questions'; readonly query: string; readonly typing: boolean }
  | { readonly page: 'answer'; readonly id: string }
  | { readonly page: 'ratings'; readonly by: 'zone' | 'department' }
  | MapView;

export interface QueryStep {
  readonly at: 'query';
  readonly view: QueryView;
}

/** A way to a screen of the questions, for `act`. */
export function toQuery(view: QueryView): { readonly type: 'go'; readonly to: QueryStep } {
  return { type: 'go', to: { at: 'query', view } };
}

/** The same screen in another state. */
export function sameQuery(view: QueryView): { readonly type: 'view'; readonly to: QueryStep } {
  return { type: 'view', to: { at: 'query', view } };
}

export const PROGRESS: ProgressView = {
  page: 'progress',
  receipt: '',
  digits: '',
  field: 'receipt',
  answer: null,
  trouble: null,
};

export const MAP: MapView = { page: 'map', to: null, floor: null, stepFree: false };

/** A late answer must not bring back a screen that was left. */
export function isSameQuery(
  step: { readonly at: string; readonly view?: unknown },
  next: QueryStep,
): boolean {
  return step.at === 'query' && (step.view as QueryView).page === next.view.page;
}
