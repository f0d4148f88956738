import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useSay } from '../i18n/language.tsx';
import type { Candidate } from './engine/lookup.ts';
import type { LayoutId } from './layouts.ts';
import { paginate } from './pages.ts';
import type { KeyboardHandle } from './use-keyboard.ts';
import { K, missingWords, pageWords } from './words.ts';

const ROWS = 2;
/** Until the bar has been measured. */
const EM_GUESS = 24;

const START: Partial<Record<LayoutId, (typeof K)[keyof typeof K]>> = {
  pinyin: K.startPinyin,
  components: K.startComponents,
  strokes: K.startStrokes,
};

/** What was typed so far, what can be chosen for it, and in words what cannot be. */
export function CandidateBar({ keyboard }: { keyboard: KeyboardHandle }) {
  const say = useSay();
  const { typing, lookup, missing, loading } = keyboard;
  const list = useRef<HTMLFieldSetElement>(null);
  const emWide = useEmWide(list);
  const pages = useMemo(() => paginate(lookup.candidates, emWide, ROWS), [lookup, emWide]);
  const page = Math.min(typing.page, Math.max(0, pages.length - 1));
  const rows = pages[page] ?? [];
  const { shown } = keyboard;
  useEffect(() => shown(rows.flat()));
  const words =
    missing.length > 0
      ? say(missingWords(missing))
      : loading
        ? say(K.loading)
        : typing.pending === ''
          ? say(START[typing.layout] ?? K.keyboard)
          : rows.length === 0
            ? say(K.none)
            : '';
  const turn = (to: number): void => keyboard.act({ type: 'page', page: to });
  return (
    <div className="kb-bar">
      <p className="kb-reading" data-testid="typed">
        {typing.pending !== '' && (lookup.reading || typing.pending)}
      </p>
      <fieldset className="kb-choices" ref={list} aria-label={say(K.candidates)}>
        {words !== '' && (
          <p className={missing.length > 0 ? 'kb-words kb-missing' : 'kb-words'} data-testid="keyboard-words">
            {words}
          </p>
        )}
        {words === '' &&
          rows.map((row) => (
            <div className="kb-row" key={row.map((one) => one.text).join(' ')}>
              {row.map((candidate) => (
                <Choice key={candidate.text} candidate={candidate} keyboard={keyboard} />
              ))}
            </div>
          ))}
      </fieldset>
      <div className="kb-turn">
        <Arrow
          testId="candidates-before"
          label={say(K.before)}
          enabled={page > 0}
          turn={() => turn(page - 1)}
        >
          <path d="M6 15l6-6 6 6" />
        </Arrow>
        <Arrow
          testId="candidates-next"
          label={say(K.next)}
          enabled={page + 1 < pages.length}
          turn={() => turn(page + 1)}
        >
          <path d="M6 9l6 6 6-6" />
        </Arrow>
      </div>
      <p className="kb-said" role="status">
        {words !== '' && (missing.length > 0 || typing.pending !== '')
          ? words
          : pages.length > 0
            ? say(pageWords(page + 1, pages.length))
            : ''}
      </p>
    </div>
  );
}

function Choice({ candidate, keyboard }: { candidate: Candidate; keyboard: KeyboardHandle }) {
  return (
    <button
      type="button"
      className="kb-choice"
      lang="zh-CN"
      data-testid={`choose-${candidate.text}`}
      onClick={() => keyboard.act({ type: 'choose', candidate })}
    >
      {candidate.text}
    </button>
  );
}

function Arrow(props: {
  readonly testId: string;
  readonly label: string;
  readonly enabled: boolean;
  readonly turn: () => void;
  readonly children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="kb-arrow"
      data-testid={props.testId}
      aria-label={props.label}
      disabled={!props.enabled}
      onClick={props.turn}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2.4">
        {props.children}
      </svg>
    </button>
  );
}

/** How many em of its own type an element is wide, kept right when the screen turns or the type grows. */
function useEmWide(element: RefObject<HTMLElement | null>): number {
  const [wide, setWide] = useState(EM_GUESS);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return;
    const measure = () => {
      const em = Number.parseFloat(getComputedStyle(box).fontSize);
      if (em > 0 && box.clientWidth > 0) setWide(box.clientWidth / em);
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(box);
    return () => watcher.disconnect();
  }, [element]);
  return wide;
}
