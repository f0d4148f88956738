import type { Text } from '@hall/shared/contracts/text';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useMemo, useRef } from 'react';
import { useKiosk } from '../kiosk.ts';
import { Button } from '../parts/Button.tsx';
import { Icon } from '../parts/Icon.tsx';
import { ItemRow } from '../parts/ItemRow.tsx';
import { Keyboard } from '../parts/Keyboard.tsx';
import { Title } from '../parts/Title.tsx';
import { searchItems } from '../session/search.ts';
import { THEME_WORDS, W } from '../words/words.ts';

const QUERY_MAX = 24;

interface Group {
  readonly id: string;
  readonly name: Text;
  readonly more: Text | null;
}

/** Three ways to one list: by area, by topic, by typing. What was chosen and typed stays when one comes back. */
export function Find() {
  const say = useSay();
  const { session, act } = useKiosk();
  const { by } = session.browse;
  return (
    <div className={by === 'search' ? 'find find-search' : 'find'} data-testid="screen-find">
      <Title>{say(W.findTitle)}</Title>
      <SearchField />
      <div className="tabs">
        {(['zone', 'theme'] as const).map((kind) => (
          <button
            key={kind}
            type="button"
            className="tab"
            aria-pressed={by === kind}
            data-testid={`by-${kind}`}
            onClick={() => act({ type: 'browse', change: { by: kind } })}
          >
            {say(kind === 'zone' ? W.byZone : W.byTheme)}
          </button>
        ))}
      </div>
      {by === 'search' ? <SearchResults /> : <Grouped by={by} />}
    </div>
  );
}

function SearchField() {
  const say = useSay();
  const { session, act } = useKiosk();
  const { by, query } = session.browse;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (by === 'search') field.current?.focus({ preventScroll: true });
  }, [by]);
  return (
    <label className="search">
      <Icon name="search" />
      <input
        ref={field}
        data-testid="search"
        value={query}
        maxLength={QUERY_MAX}
        inputMode="none"
        autoComplete="off"
        spellCheck={false}
        placeholder={say(W.searchHint)}
        aria-label={say(W.doorSearch)}
        onFocus={() => act({ type: 'browse', change: { by: 'search' } })}
        onChange={(event) => act({ type: 'browse', change: { by: 'search', query: event.target.value } })}
      />
    </label>
  );
}

function SearchResults() {
  const say = useSay();
  const { session, catalogue, act } = useKiosk();
  const { query } = session.browse;
  const found = useMemo(() => searchItems(catalogue.items, query), [catalogue, query]);
  return (
    <>
      <section className="list-wrap">
        {query.trim() === '' ? (
          <p className="empty">{say(W.searchStart)}</p>
        ) : found.length === 0 ? (
          <div className="empty">
            <p>{say(W.noResults)}</p>
            <Button icon="guide" onPress={() => act({ type: 'go', to: { at: 'guide' } })}>
              {say(W.noResultsGuide)}
            </Button>
          </div>
        ) : (
          <ul className="items" data-testid="results">
            {found.map((item) => (
              <ItemRow key={item.id} item={item} />
            ))}
          </ul>
        )}
      </section>
      <Keyboard
        value={query}
        max={QUERY_MAX}
        onChange={(value) => act({ type: 'browse', change: { query: value } })}
      />
    </>
  );
}

function Grouped({ by }: { by: 'zone' | 'theme' }) {
  const say = useSay();
  const { session, catalogue, act } = useKiosk();
  const groups = useMemo<Group[]>(() => {
    if (by === 'zone') {
      return catalogue.zones
        .filter((zone) => catalogue.items.some((item) => item.zone === zone.id))
        .map((zone) => ({ id: zone.id, name: zone.name, more: zone.place }));
    }
    const used = new Set(catalogue.items.flatMap((item) => item.themes));
    return Object.entries(THEME_WORDS)
      .filter(([id]) => used.has(id))
      .map(([id, name]) => ({ id, name, more: null }));
  }, [catalogue, by]);
  const chosen = session.browse[by] ?? groups[0]?.id ?? '';
  const items = catalogue.items.filter((item) =>
    by === 'zone' ? item.zone === chosen : item.themes.includes(chosen),
  );
  return (
    <div className="grouped">
      <ul className="groups">
        {groups.map((group) => (
          <li key={group.id}>
            <button
              type="button"
              className="group"
              aria-pressed={group.id === chosen}
              data-testid={`${by}-${group.id}`}
              onClick={() => act({ type: 'browse', change: { [by]: group.id } })}
            >
              <span>{say(group.name)}</span>
              {group.more && <small>{say(group.more)}</small>}
            </button>
          </li>
        ))}
      </ul>
      <ul className="items" key={chosen}>
        {items.map((item) => (
          <ItemRow key={item.id} item={item} />
        ))}
      </ul>
    </div>
  );
}
