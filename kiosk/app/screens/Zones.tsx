import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { DontKnow } from '../parts/DontKnow.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Tile } from '../parts/Tile.tsx';
import { Title } from '../parts/Title.tsx';
import { F, itemCount } from '../words/finding.ts';

/** For people who know the hall: its areas, and where they are. */
export function Zones() {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const zones = catalogue.zones
    .map((zone) => ({ zone, count: catalogue.items.filter((item) => item.zone === zone.id).length }))
    .filter(({ count }) => count > 0);
  return (
    <div className="list" data-testid="screen-zones">
      <Title>{say(F.zonesTitle)}</Title>
      <Paged list="zones" entries={zones} lines={1} beside={<DontKnow />}>
        {({ zone, count }) => (
          <li key={zone.id}>
            <Tile
              icon={<Icon name="place" />}
              name={say(zone.name)}
              more={`${say(zone.place)}　${say(itemCount(count))}`}
              testId={`zone-${zone.id}`}
              onPress={() => act({ type: 'go', to: { at: 'list', by: 'zone', group: zone.id } })}
            />
          </li>
        )}
      </Paged>
    </div>
  );
}
