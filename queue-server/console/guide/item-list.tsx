import type { Catalogue, HallView } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { Empty } from '../frame/states.tsx';
import { MoreIcon, PlusIcon } from '../icons/guide-icons.tsx';
import { SearchIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './guide.module.css';

interface Props {
  readonly items: Catalogue['items'];
  readonly hall: HallView;
  readonly catalogue: Catalogue;
  readonly busy: boolean;
  /** Items of the number that is being put together; null: there is none. */
  readonly chosen: readonly string[] | null;
  readonly take: (item: string) => void;
  /** To the number that is being put together, or as its first item. */
  readonly add: (item: string) => void;
}

const CARD_FIRST: Text = t(
  '需实名：取号机放身份证，或在此代填',
  'Needs an ID: at a kiosk, or filled in here',
);

export function ItemList({ items, hall, catalogue, busy, chosen, take, add }: Props) {
  const { say } = useSpeech();
  if (items.length === 0) {
    return (
      <Empty
        icon={<SearchIcon size={28} />}
        text={t('没有找到这样的事项', 'No such item was found')}
        hint={t('换个说法，或给一个咨询号。', 'Try other words, or give a ticket for the advice queue.')}
      />
    );
  }
  return (
    <ul className={styles['list']}>
      {items.map((item) => {
        const queue = hall.queues.find((candidate) => candidate.id === item.queue);
        const realName = catalogue.queues.find((candidate) => candidate.id === item.queue)?.realName ?? false;
        const isIn = chosen?.includes(item.id) ?? false;
        return (
          <li key={item.id} className={styles['line']}>
            <button
              type="button"
              className={styles['row']}
              disabled={!queue?.open || busy}
              data-testid={`take-item-${item.id}`}
              onClick={() => take(item.id)}
            >
              <b className="number">{queue?.prefix}</b>
              <span className={styles['name']}>
                {say(item.name)}
                <small>{realName ? say(CARD_FIRST) : say(item.department)}</small>
              </span>
              {queue && (
                <span className={styles['wait']}>
                  {say(t(`等候 ${queue.waiting} 人`, `${queue.waiting} waiting`))}
                </span>
              )}
            </button>
            <button
              type="button"
              className={styles['beside']}
              disabled={!queue?.open || busy || isIn}
              aria-label={say(
                chosen === null
                  ? t(`${item.name.zh}：优先、代办、多事项`, `${item.name.en}: class, for another, several`)
                  : t(`把${item.name.zh}加到这张票`, `Add ${item.name.en} to this number`),
              )}
              title={say(
                chosen === null ? t('优先、代办、多事项', 'More') : t('加到这张票', 'Add to this number'),
              )}
              data-testid={`add-item-${item.id}`}
              onClick={() => add(item.id)}
            >
              {chosen === null ? <MoreIcon /> : <PlusIcon />}
            </button>
          </li>
        );
      })}
    </ul>
  );
}
