import { themesOf } from '@hall/shared/contracts/themes';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useMemo } from 'react';
import { useKiosk } from '../kiosk.ts';
import { DontKnow } from '../parts/DontKnow.tsx';
import { ItemRow, useNameLines } from '../parts/ItemRow.tsx';
import { byRarity } from '../parts/list-order.ts';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { chooseOf } from '../words/finding.ts';

/** The items of one theme or one zone, page by page. */
export function ItemList({ by, group }: { by: 'theme' | 'zone'; group: string }) {
  const say = useSay();
  const { catalogue } = useKiosk();
  const items = useMemo(
    () =>
      by === 'zone'
        ? catalogue.items.filter((item) => item.zone === group)
        : byRarity(catalogue.items.filter((item) => item.themes.includes(group))),
    [catalogue, by, group],
  );
  const lines = useNameLines(items, 'two-abreast');
  const groups = by === 'zone' ? catalogue.zones : themesOf(catalogue);
  const name = groups.find(({ id }) => id === group)?.name;
  return (
    <div className="list" data-testid="screen-list">
      <Title more={say(chooseOf(items.length))}>{name ? say(name) : ''}</Title>
      <Paged list={`${by}:${group}`} entries={items} lines={lines} testId="items" beside={<DontKnow />}>
        {(item) => <ItemRow key={item.id} item={item} />}
      </Paged>
    </div>
  );
}
