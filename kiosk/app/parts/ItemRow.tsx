import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { whyQueueClosed } from '../session/availability.ts';
import type { CatalogueItem } from '../session/search.ts';
import { peopleWaiting, W } from '../words/words.ts';
import { Icon } from './Icon.tsx';

export function ItemRow({ item }: { item: CatalogueItem }) {
  const say = useSay();
  const { host, act } = useKiosk();
  const queue = host.queues.find((one) => one.queue === item.queue);
  const closed = whyQueueClosed(host, item.queue) !== null;
  return (
    <li>
      <button
        type="button"
        className="item-row"
        data-testid={`item-${item.id}`}
        onClick={() => act({ type: 'go', to: { at: 'item', item: item.id } })}
      >
        <span className="item-words">
          <span className="item-name">{say(item.name)}</span>
          <span className="item-more">{say(item.department)}</span>
        </span>
        {closed ? (
          <span className="item-state item-closed">{say(W.unavailable)}</span>
        ) : (
          queue && <span className="item-state">{say(peopleWaiting(queue.waiting))}</span>
        )}
        <Icon name="forward" />
      </button>
    </li>
  );
}
