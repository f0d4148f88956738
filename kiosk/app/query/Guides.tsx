import { themesOf } from '@hall/shared/contracts/themes';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Button } from '../parts/Button.tsx';
import { Paged } from '../parts/Paged.tsx';
import { ThemeIcon } from '../parts/ThemeIcon.tsx';
import { Tile } from '../parts/Tile.tsx';
import { Title } from '../parts/Title.tsx';
import { itemCount } from '../words/finding.ts';
import { Q } from '../words/query.ts';

/** The way to a guide by topic; by a word it is the search. */
export function Guides() {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const search = (
    <Button icon="search" testId="guide-search" onPress={() => act({ type: 'go', to: { at: 'find' } })}>
      {say(Q.guideSearch)}
    </Button>
  );
  return (
    <div className="list query-two" data-testid="screen-guides">
      <Title>{say(Q.guidesTitle)}</Title>
      <Paged list="guides" entries={themesOf(catalogue)} lines={1} testId="guides" beside={search}>
        {(theme) => (
          <li key={theme.id}>
            <Tile
              icon={<ThemeIcon name={theme.icon} />}
              name={say(theme.name)}
              more={say(itemCount(catalogue.items.filter(({ themes }) => themes.includes(theme.id)).length))}
              testId={`guides-${theme.id}`}
              onPress={() => act({ type: 'go', to: { at: 'list', by: 'theme', group: theme.id } })}
            />
          </li>
        )}
      </Paged>
    </div>
  );
}
