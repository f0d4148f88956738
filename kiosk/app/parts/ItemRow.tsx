import { useLanguage, useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import type { CatalogueItem } from '../search/item-search.ts';
import { whyQueueClosed } from '../session/availability.ts';
import { alsoCalled } from '../words/finding.ts';
import { peopleWaiting, W } from '../words/words.ts';
import { Icon } from './Icon.tsx';
import { type NameLines, nameLines } from './name-lines.ts';
import { usePortrait } from './use-portrait.ts';

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

/** Lines that the rows of these items need: their names, and in large type one more where an item cannot be had. */
export function useNameLines(items: readonly CatalogueItem[], list: 'two-abreast' | 'one'): NameLines {
  const language = useLanguage();
  const { session, host } = useKiosk();
  const { care } = session;
  const portrait = usePortrait();
  const lines = nameLines(
    items.map(({ name }) => name),
    language,
    { care, narrow: care && list === 'two-abreast' && portrait },
  );
  const closed = care && items.some(({ queue }) => whyQueueClosed(host, queue) !== null);
  return closed ? (Math.min(3, lines + 1) as NameLines) : lines;
}
