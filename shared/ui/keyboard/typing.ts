import type { Candidate } from './engine/lookup.ts';
import { LAYOUTS, type LayoutId } from './layouts.ts';

/**
 * What a person is typing. In pinyin the letters that wait for a choice stand at the end of the value, so that a
 * search can use them and nothing is lost when the keyboard goes; in the other ways they stand aside.
 */
export interface Typing {
  readonly value: string;
  readonly layout: LayoutId;
  /** Letters that wait for a choice. */
  readonly pending: string;
  /** Page of candidates, from 0. */
  readonly page: number;
}

export type TypingAction =
  | { readonly type: 'key'; readonly text: string }
  | { readonly type: 'space' }
  | { readonly type: 'erase' }
  | { readonly type: 'clear' }
  | { readonly type: 'choose'; readonly candidate: Candidate }
  /** The letters are what was meant. */
  | { readonly type: 'keep' }
  | { readonly type: 'drop' }
  | { readonly type: 'layout'; readonly layout: LayoutId }
  | { readonly type: 'page'; readonly page: number }
  /** Something else changed the value. */
  | { readonly type: 'value'; readonly value: string };

const WAITING = /[a-z']+$/;
const isInline = (layout: LayoutId): boolean => layout === 'pinyin';

/** Letters at the end of a value wait again when a person comes back to it. */
export function startTyping(value: string, layout: LayoutId): Typing {
  return { value, layout, pending: isInline(layout) ? (WAITING.exec(value)?.[0] ?? '') : '', page: 0 };
}

/** The value without the letters that wait. */
export function settled({ value, layout, pending }: Typing): string {
  return isInline(layout) && pending !== '' ? value.slice(0, -pending.length) : value;
}

/** Pure; a value never grows beyond `max` UTF-16 units (as an input's maxLength counts). */
export function type(state: Typing, action: TypingAction, max: number): Typing {
  switch (action.type) {
    case 'key':
      return LAYOUTS[state.layout].chooses ? wait(state, action.text, max) : append(state, action.text, max);
    case 'space':
      return append({ ...state, pending: '' }, ' ', max);
    case 'erase':
      return erase(state);
    case 'clear':
      return { ...state, value: '', pending: '', page: 0 };
    case 'choose':
      return choose(state, action.candidate, max);
    case 'keep':
      return { ...state, pending: '', page: 0 };
    case 'drop':
      return { ...state, value: settled(state), pending: '', page: 0 };
    case 'layout':
      return { ...state, layout: action.layout, pending: '', page: 0 };
    case 'page':
      return { ...state, page: action.page };
    case 'value':
      return withValue(state, action.value, max);
  }
}

function append(state: Typing, text: string, max: number): Typing {
  return state.value.length + text.length > max ? state : { ...state, value: state.value + text, page: 0 };
}

function wait(state: Typing, letter: string, max: number): Typing {
  // A separator before anything is nothing.
  if (letter === "'" && state.pending === '') return state;
  const waiting = { ...state, pending: state.pending + letter, page: 0 };
  if (!isInline(state.layout)) return waiting;
  return state.value.length + letter.length > max ? state : { ...waiting, value: state.value + letter };
}

/** One step back: a letter that waits, else the last character that a person sees. */
function erase(state: Typing): Typing {
  if (state.pending !== '') {
    const pending = state.pending.slice(0, -1);
    return {
      ...state,
      value: isInline(state.layout) ? state.value.slice(0, -1) : state.value,
      pending,
      page: 0,
    };
  }
  return { ...state, value: [...state.value].slice(0, -1).join(''), page: 0 };
}

/** A part that was chosen stands in the value; the rest waits on. */
function choose(state: Typing, { text, used }: Candidate, max: number): Typing {
  const rest = state.pending.slice(used).replace(/^'+/, '');
  const value = settled(state) + text + (isInline(state.layout) ? rest : '');
  return value.length > max ? state : { ...state, value, pending: rest, page: 0 };
}

/** Letters that a real keyboard wrote into the field wait as touched ones do; so do those that are left of them. */
function withValue(state: Typing, value: string, max: number): Typing {
  if (value === state.value) return state;
  const kept = value.slice(0, max);
  return {
    ...state,
    value: kept,
    pending: isInline(state.layout) ? stillWaiting(state, kept) : state.pending,
    page: 0,
  };
}

function stillWaiting({ value: before, pending }: Typing, value: string): string {
  const added = value.startsWith(before) ? value.slice(before.length) : null;
  if (added !== null) return /^[a-z']+$/.test(added) ? pending + added : '';
  const lost = before.startsWith(value) ? before.length - value.length : pending.length;
  return pending.slice(0, Math.max(0, pending.length - lost));
}
