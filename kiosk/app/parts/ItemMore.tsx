import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect } from 'react';
import { useKiosk } from '../kiosk.ts';
import type { CatalogueItem } from '../search/item-search.ts';
import { BASKET_MOST } from '../session/basket.ts';
import { R } from '../words/resident.ts';
import { Button } from './Button.tsx';

/** Beside the way into the queue: with other things for one number, or at a booked time. */
export function ItemMore({ item, closed }: { readonly item: CatalogueItem; readonly closed: boolean }) {
  const say = useSay();
  const { session, host, act, newId } = useKiosk();
  const { offers, basket } = session;
  useEffect(() => {
    if (offers.known === null && offers.asking === null && host.online) {
      act({ type: 'ask-offers', request: newId() });
    }
  }, [offers, host.online, act, newId]);
  const bookable = offers.known?.queues.some(({ queue, days }) => queue === item.queue && days.length > 0);
  const add = () => {
    act({ type: 'basket-add', item: item.id });
    act({ type: 'go', to: { at: 'basket' } });
  };
  return (
    <div className="item-more-keys">
      {!closed && (basket.length < BASKET_MOST || basket.includes(item.id)) && (
        <Button testId="basket-add" onPress={add}>
          {say(basket.length === 0 ? R.basketAdd : R.basketHere)}
        </Button>
      )}
      {bookable && host.online && (
        <Button
          icon="clock"
          testId="book-item"
          onPress={() =>
            act({
              type: 'go',
              to: {
                ...{ at: 'book-when', queue: item.queue, items: [item.id], day: null },
                ...{ slots: null, asking: null, trouble: null },
              },
            })
          }
        >
          {say(R.bookAnother)}
        </Button>
      )}
    </div>
  );
}
