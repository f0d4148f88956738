import { type Theme, themesOf } from '@hall/shared/contracts/themes';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { type CSSProperties, useEffect, useMemo } from 'react';
import { useKiosk } from '../kiosk.ts';
import type { IconName } from '../parts/Icon.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { OwnDoors } from '../parts/OwnDoors.tsx';
import { ThemeIcon } from '../parts/ThemeIcon.tsx';
import { Tile } from '../parts/Tile.tsx';
import { searchIndexOf } from '../search/item-search.ts';
import { givesOwnNumbers, whyAllClosed, whyNoCertificates, whyNoTickets } from '../session/availability.ts';
import { F, itemCount } from '../words/finding.ts';
import { W } from '../words/words.ts';

/** After the start screen stands: making the index takes longer than a frame. */
const INDEX_AFTER_MS = 400;

/** One question, and the ways to answer it: a topic, a word, or a person. */
export function Home() {
  const say = useSay();
  const { host, session, catalogue, act } = useKiosk();
  const noTickets = whyNoTickets(host);
  const allClosed = whyAllClosed(host, catalogue);
  const noCertificates = whyNoCertificates(host);
  useEffect(() => {
    const timer = setTimeout(() => searchIndexOf(catalogue), INDEX_AFTER_MS);
    return () => clearTimeout(timer);
  }, [catalogue]);
  return (
    <div className="home" data-testid="screen-home">
      <header className="greeting">
        <h1>{say(W.greeting)}</h1>
        {session.card ? (
          <p className="home-hours home-card" data-testid="home-card">
            <Icon name="check" /> {say(W.cardRead)}　{session.card.maskedName}
          </p>
        ) : (
          host.info && (
            <p className="home-hours">
              <Icon name="clock" /> {say(host.info.opening)}
            </p>
          )
        )}
      </header>
      {noTickets && (
        <Notice tone="bad" testId="no-tickets">
          {say(noTickets)}
        </Notice>
      )}
      {!noTickets && allClosed && (
        <Notice tone="wait" testId="all-closed">
          {say(allClosed)}
        </Notice>
      )}
      {!noTickets && !allClosed && givesOwnNumbers(host) && (
        <Notice tone="wait" testId="offline-valid">
          {say(W.offlineValid)}
        </Notice>
      )}
      <button
        type="button"
        className="search search-door"
        data-testid="home-search"
        onClick={() => act({ type: 'go', to: { at: 'find' } })}
      >
        <Icon name="search" />
        <strong>{say(F.search)}</strong>
        <span>{say(F.searchMore)}</span>
      </button>
      <OwnDoors />
      <Themes />
      <div className="side-doors">
        <SideDoor
          icon="certificate"
          testId="home-certificate"
          words={say(W.doorCertificate)}
          more={say(noCertificates ? W.unavailable : W.doorCertificateMore)}
          off={noCertificates !== null}
          onPress={() => act({ type: 'go', to: { at: 'certificates' } })}
        />
        <SideDoor
          icon="place"
          testId="home-zones"
          words={say(F.zones)}
          onPress={() => act({ type: 'go', to: { at: 'zones' } })}
        />
        <SideDoor
          icon="guide"
          kind="help"
          testId="home-guide"
          words={say(F.dontKnow)}
          more={say(W.doorGuideMore)}
          onPress={() => act({ type: 'go', to: { at: 'guide' } })}
        />
      </div>
    </div>
  );
}

function Themes() {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const groups = useMemo(() => {
    const counted = themesOf(catalogue).map((theme) => ({
      theme,
      count: catalogue.items.filter((item) => item.themes.includes(theme.id)).length,
    }));
    const kinds: readonly Theme['kind'][] = ['life', 'business'];
    return kinds
      .map((kind) => ({ kind, tiles: counted.filter(({ theme }) => theme.kind === kind) }))
      .filter(({ tiles }) => tiles.length > 0);
  }, [catalogue]);
  return (
    <div className="themes">
      {groups.map(({ kind, tiles }) => (
        <section className="theme-group" key={kind} style={rowsOf(tiles.length)}>
          <h2>{say(F[kind])}</h2>
          <ul className="tiles">
            {tiles.map(({ theme, count }) => (
              <li key={theme.id}>
                <Tile
                  icon={<ThemeIcon name={theme.icon} />}
                  name={say(theme.name)}
                  more={say(itemCount(count))}
                  testId={`theme-${theme.id}`}
                  onPress={() => act({ type: 'go', to: { at: 'list', by: 'theme', group: theme.id } })}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Tiles side by side at most. */
const ABREAST = { portrait: 3, landscape: 6 } as const;

/** Full rows where it can be, and both groups' tiles equally high: each group takes room by its rows. */
function rowsOf(tiles: number): CSSProperties {
  const rows = {
    portrait: Math.ceil(tiles / ABREAST.portrait),
    landscape: Math.ceil(tiles / ABREAST.landscape),
  };
  return {
    '--rows-portrait': rows.portrait,
    '--columns-portrait': Math.ceil(tiles / rows.portrait),
    '--rows-landscape': rows.landscape,
    '--columns-landscape': Math.ceil(tiles / rows.landscape),
  } as CSSProperties;
}

function SideDoor(props: {
  readonly icon: IconName;
  readonly kind?: 'help';
  readonly testId: string;
  readonly words: string;
  readonly more?: string;
  readonly off?: boolean;
  readonly onPress: () => void;
}) {
  const look = props.off ? 'side-door-off' : props.kind === 'help' ? 'side-door-help' : '';
  return (
    <button type="button" className={`side-door ${look}`} data-testid={props.testId} onClick={props.onPress}>
      <Icon name={props.icon} />
      <span className="side-words">
        <strong>{props.words}</strong>
        {props.more && <span>{props.more}</span>}
      </span>
    </button>
  );
}
