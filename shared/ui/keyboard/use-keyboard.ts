import { useEffect, useMemo, useRef, useState } from 'react';
import { missingFrom } from '../rare-han/repertoire.ts';
import { type Engine, type Lookup, NOTHING } from './engine/lookup.ts';
import { LAYOUTS, type LayoutId } from './layouts.ts';
import { type KeyboardSettings, loadEngine } from './load.ts';
import { startTyping, type Typing, type TypingAction, type } from './typing.ts';

export interface KeyboardOptions extends KeyboardSettings {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** UTF-16 units, as an input's maxLength. */
  readonly max: number;
  /** The first is the one that shows at the start. */
  readonly layouts: readonly LayoutId[];
}

export interface KeyboardHandle {
  readonly typing: Typing;
  readonly layouts: readonly LayoutId[];
  readonly lookup: Lookup;
  /** The engine of this layout is still being fetched. */
  readonly loading: boolean;
  /** Code points in the value that the hall can neither show nor print: `U+2A6DF`. A form must not be sent with one. */
  readonly missing: readonly string[];
  act(action: TypingAction): void;
  /** For the field's `onKeyDown`: keys of a real keyboard write pinyin too. Candidates by 1–9 of the page shown. */
  onKeyDown(event: FieldKey): void;
  /** The page of candidates on screen, told by the bar. */
  shown(candidates: Lookup['candidates']): void;
}

/** A key event of React or of the page. */
export type FieldKey = Pick<
  globalThis.KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented' | 'preventDefault'
>;

const codeName = (character: string): string =>
  `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * State of one on-screen keyboard for one field. Nothing is learned: candidates depend on what is typed and nothing
 * else, so the next person sees nothing of the last. What is typed is gone when the field is.
 */
export function useKeyboard(options: KeyboardOptions): KeyboardHandle {
  const { value, onChange, max, layouts, own, fuzzy } = options;
  const [state, setState] = useState<Typing>(() => startTyping(value, layouts[0] ?? 'english'));
  const typing = state.value === value ? state : type(state, { type: 'value', value }, max);
  // Two touches can come before React draws once: each must see what the one before did.
  const latest = useRef(typing);
  latest.current = typing;
  const onPage = useRef<Lookup['candidates']>([]);
  const [engine, setEngine] = useState<{ layout: LayoutId; look: Engine | null } | null>(null);
  const { layout } = typing;
  useEffect(() => {
    let wanted = true;
    const settings = { ...(own && { own }), ...(fuzzy && { fuzzy }) };
    loadEngine(layout, settings).then((look) => {
      if (wanted) setEngine({ layout, look });
    });
    return () => {
      wanted = false;
    };
  }, [layout, own, fuzzy]);
  const ready = engine?.layout === layout ? engine : null;
  const lookup = useMemo(
    () => (ready?.look && typing.pending !== '' ? ready.look(typing.pending) : NOTHING),
    [ready, typing.pending],
  );
  const missing = useMemo(() => {
    const typed = lookup.missing === undefined ? [] : [lookup.missing];
    return [...new Set([...missingFrom(value).map(codeName), ...typed])];
  }, [value, lookup]);

  const act = (action: TypingAction): void => {
    const before = latest.current;
    const after = type(before, action, max);
    latest.current = after;
    setState(after);
    if (after.value !== before.value) onChange(after.value);
  };
  return {
    typing,
    layouts,
    lookup,
    loading: LAYOUTS[layout].chooses && ready === null,
    missing,
    act,
    shown: (candidates) => {
      onPage.current = candidates;
    },
    onKeyDown: (event) => {
      const action = actionOf(event, latest.current, onPage.current);
      if (!action) return;
      event.preventDefault();
      act(action);
    },
  };
}

/** What a key of a real keyboard does, or null where the field itself takes it. */
function actionOf(
  event: Pick<FieldKey, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'defaultPrevented'>,
  { layout, pending, page }: Typing,
  onPage: Lookup['candidates'],
): TypingAction | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  if (!LAYOUTS[layout].chooses) return null;
  const { key } = event;
  // In pinyin letters go into the field itself, and wait there.
  const inline = layout === 'pinyin';
  if (!inline && /^[a-z]$/.test(key)) return { type: 'key', text: key };
  if (pending === '') return null;
  const digit = /^[0-9]$/.test(key);
  if (digit && layout === 'components') return { type: 'key', text: key };
  if (digit) {
    const candidate = onPage[Number(key) - 1];
    return candidate ? { type: 'choose', candidate } : null;
  }
  switch (key) {
    case ' ':
      return onPage[0] ? { type: 'choose', candidate: onPage[0] } : { type: 'keep' };
    case 'Enter':
      return { type: 'keep' };
    case 'Escape':
      return { type: 'drop' };
    case 'Backspace':
      return inline ? null : { type: 'erase' };
    case 'PageDown':
      return { type: 'page', page: page + 1 };
    case 'PageUp':
      return { type: 'page', page: Math.max(0, page - 1) };
    default:
      return null;
  }
}
