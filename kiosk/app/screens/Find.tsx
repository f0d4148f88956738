import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useMemo, useRef } from 'react';
import { useKiosk } from '../kiosk.ts';
import { Button } from '../parts/Button.tsx';
import { DontKnow } from '../parts/DontKnow.tsx';
import { Icon } from '../parts/Icon.tsx';
import { ItemRow, useNameLines } from '../parts/ItemRow.tsx';
import { Keyboard } from '../parts/Keyboard.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { type FoundItem, searchItems } from '../search/item-search.ts';
import { F } from '../words/finding.ts';

const QUERY_MAX = 24;
/** Nobody turns more pages of results than these fill. */
const RESULTS_MAX = 12;

/** Typing, with results as one types. What was typed is there again when one comes back. */
export function Find() {
  const say = useSay();
  const { session, catalogue, act } = useKiosk();
  const { query } = session.browse;
  const found = useMemo(() => searchItems(catalogue, query).slice(0, RESULTS_MAX), [catalogue, query]);
  const change = (value: string): void => act({ type: 'browse', change: { query: value, pages: {} } });
  return (
    <div className="find" data-testid="screen-find">
      <div className="find-head">
        <Title>{say(F.searchTitle)}</Title>
        <SearchField value={query} onChange={change} />
      </div>
      <section className="find-found">
        {query.trim() === '' ? (
          <div className="empty">
            <p>{say(F.searchStart)}</p>
            <p className="empty-more">{say(F.searchStartMore)}</p>
            <DontKnow />
          </div>
        ) : found.length === 0 ? (
          <NoResults />
        ) : (
          <Results found={found} />
        )}
      </section>
      <Keyboard value={query} max={QUERY_MAX} onChange={change} />
    </div>
  );
}

function SearchField(props: { readonly value: string; readonly onChange: (value: string) => void }) {
  const say = useSay();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  return (
    <label className="search">
      <Icon name="search" />
      <input
        ref={field}
        data-testid="search"
        value={props.value}
        maxLength={QUERY_MAX}
        inputMode="none"
        autoComplete="off"
        spellCheck={false}
        placeholder={say(F.searchHint)}
        aria-label={say(F.search)}
        onChange={(event) => props.onChange(event.target.value)}
      />
    </label>
  );
}

function Results({ found }: { found: readonly FoundItem[] }) {
  const lines = useNameLines(
    found.map(({ item }) => item),
    'one',
  );
  return (
    <Paged list="search" entries={found} lines={lines} testId="results" beside={<DontKnow />}>
      {({ item, why }) => (
        <ItemRow key={item.id} item={item} called={why.field === 'everyday' ? why.text : null} />
      )}
    </Paged>
  );
}

/** Three ways on, two of them to people. */
function NoResults() {
  const say = useSay();
  const { act, newId } = useKiosk();
  return (
    <div className="empty" data-testid="no-results">
      <p>{say(F.noResults)}</p>
      <div className="empty-ways">
        <Button testId="to-themes" onPress={() => act({ type: 'home', request: newId() })}>
          {say(F.toThemes)}
        </Button>
        <Button icon="guide" testId="to-guide" onPress={() => act({ type: 'go', to: { at: 'guide' } })}>
          {say(F.toGuide)}
        </Button>
        <Button icon="bell" testId="call-here" onPress={() => act({ type: 'call-helper', request: newId() })}>
          {say(F.callHere)}
        </Button>
      </div>
    </div>
  );
}
