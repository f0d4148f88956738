import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import type { ReactNode } from 'react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useKiosk } from '../kiosk.ts';
import { F, pageWords } from '../words/finding.ts';
import { Icon } from './Icon.tsx';
import type { NameLines } from './name-lines.ts';
import { pageOf, pageSize, type Room } from './paging.ts';

/** Before the first measure; nothing is painted with it. */
const FIRST_SIZE = 4;

/** A list that shows as many entries as fit, and a key for every page: any entry is one page key away. */
export function Paged<T>(props: {
  /** The list, so that its page is there again on return. */
  readonly list: string;
  readonly entries: readonly T[];
  /** Lines that a name needs at most; decides how high a row is. */
  readonly lines: NameLines;
  readonly testId?: string;
  readonly children: (entry: T) => ReactNode;
  /** Stands beside the page keys. */
  readonly beside?: ReactNode;
}) {
  const { session, act } = useKiosk();
  const [size, setSize] = useState(FIRST_SIZE);
  const ref = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const list = ref.current;
    if (!list) return;
    const measure = (): void => setSize(pageSize(roomOf(list)));
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(list);
    // A larger type changes the rows even where the list keeps its height.
    if (list.firstElementChild) watch.observe(list.firstElementChild);
    return () => watch.disconnect();
  });
  const wanted = session.browse.pages[props.list] ?? 0;
  const { entries, page, pages } = pageOf(props.entries, size, wanted);
  const turn = (to: number): void =>
    act({ type: 'browse', change: { pages: { ...session.browse.pages, [props.list]: to } } });
  return (
    <div className="paged-wrap">
      <ul className="paged" ref={ref} data-lines={props.lines} data-testid={props.testId}>
        {entries.map((entry) => props.children(entry))}
      </ul>
      <div className="paged-foot">
        {props.beside}
        {pages > 1 && <Pager page={page} pages={pages} onTurn={turn} />}
      </div>
    </div>
  );
}

function roomOf(list: HTMLElement): Room {
  const style = getComputedStyle(list);
  return {
    height: list.clientHeight,
    rowHeight: Number.parseFloat(style.gridAutoRows) || 0,
    gap: Number.parseFloat(style.rowGap) || 0,
    columns: style.gridTemplateColumns.split(' ').length,
  };
}

function Pager(props: {
  readonly page: number;
  readonly pages: number;
  readonly onTurn: (to: number) => void;
}) {
  const say = useSay();
  return (
    <nav className="pager" data-testid="pager" aria-label={say(F.pages)}>
      {Array.from({ length: props.pages }, (_, to) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a page is its number.
          key={to}
          type="button"
          className="page-key number"
          data-testid={`page-${to + 1}`}
          aria-label={say(pageWords(to + 1))}
          aria-current={to === props.page ? 'page' : undefined}
          onClick={() => props.onTurn(to)}
        >
          {to + 1}
        </button>
      ))}
      <button
        type="button"
        className="page-key page-next"
        data-testid="page-next"
        // Where there is no room its word is left out.
        aria-label={say(F.next)}
        disabled={props.page + 1 >= props.pages}
        onClick={() => props.onTurn(props.page + 1)}
      >
        <span>{say(F.next)}</span>
        <Icon name="forward" />
      </button>
    </nav>
  );
}
