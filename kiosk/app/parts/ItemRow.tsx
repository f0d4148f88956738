import { useLanguage, useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import type { CatalogueItem } from '../search/item-search.ts';
import { whyQueueClosed } from '../session/availability.ts';
import { alsoCalled } from '../words/finding.ts';
import { peopleWaiting, W } from '../words/words.ts';
import { Icon } from './Icon.tsx';

/** `called`: the everyday word by which it was found. */
export function ItemRow({ item, called }: { item: CatalogueItem; called?: string | null }) {
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
          <span className="item-second">
            <span className="item-more">{say(called ? alsoCalled(called) : item.department)}</span>
            {closed ? (
              <span className="item-state item-closed">{say(W.unavailable)}</span>
            ) : (
              queue && host.online && <span className="item-state">{say(peopleWaiting(queue.waiting))}</span>
            )}
          </span>
        </span>
        <Icon name="forward" />
      </button>
    </li>
  );
}

/** A name longer than this may need a second line in the narrowest column and the largest type. */
const ONE_LINE = { zh: 15, en: 27 } as const;

/** Lines that the names of these items need at most. */
export function useNameLines(items: readonly CatalogueItem[]): 1 | 2 {
  const language = useLanguage();
  return items.some(({ name }) => name[language].length > ONE_LINE[language]) ? 2 : 1;
}
