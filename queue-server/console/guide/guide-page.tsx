import type { Catalogue, HallView, TicketSlip } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { Input } from 'antd';
import { useMemo, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { HALL_INTERVAL_MS, HALL_KEY, useCatalogue, useHall, useReread } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { SearchIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { findItems } from './find-items.ts';
import styles from './guide.module.css';
import type { TypedPerson } from './person-form.tsx';
import { QueueList } from './queue-list.tsx';
import { Slip } from './slip.tsx';

/** What the guide asked for: a queue, or an item that leads to one. */
export interface Wish {
  readonly queue: string;
  readonly items: readonly string[];
  readonly person?: TypedPerson;
  /** Kept for a retry whose first outcome is unknown, so that nobody gets two numbers. */
  readonly requestId?: string;
}

export type Outcome =
  /** The queue wants an ID card: who is it? */
  | { readonly is: 'person'; readonly queueName: Text; readonly wish: Wish }
  | { readonly is: 'slip'; readonly slip: TicketSlip }
  | { readonly is: 'failed'; readonly failure: Failure; readonly wish: Wish };

/** Somebody asks "where do I go?": find it, give a number, tell where. */
export function GuidePage() {
  const { say } = useSpeech();
  const hall = useHall();
  const catalogue = useCatalogue();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useReread(HALL_KEY, (event) => event.queue !== null, HALL_INTERVAL_MS);
  const items = useMemo(
    () => (catalogue.data ? findItems(catalogue.data.items, typed) : []),
    [catalogue.data, typed],
  );

  const failed = hall.data ? catalogue.error : hall.error;
  if (failed)
    return (
      <Failed
        text={failed.failure.text}
        retry={() => void Promise.all([hall.refetch(), catalogue.refetch()])}
      />
    );
  if (!hall.data || !catalogue.data) return <Loading />;

  async function take(wish: Wish) {
    if (busy) return;
    setBusy(true);
    const what = wish.items.length > 0 ? { items: [...wish.items] } : { queue: wish.queue };
    const body = { ...what, paperless: true, ...(wish.person ? { person: wish.person } : {}) };
    const answer = await client.command(
      'ticket.take',
      body,
      wish.requestId ? { requestId: wish.requestId } : {},
    );
    setBusy(false);
    if (answer.ok) {
      setTyped('');
      return setOutcome({ is: 'slip', slip: answer.value });
    }
    const { error } = answer;
    const again =
      error.kind === 'network' && error.requestId ? { ...wish, requestId: error.requestId } : wish;
    setOutcome({ is: 'failed', failure: error, wish: again });
  }

  function wished(queue: string, items: readonly string[]) {
    const entry = catalogue.data?.queues.find((candidate) => candidate.id === queue);
    if (entry?.realName) setOutcome({ is: 'person', queueName: entry.name, wish: { queue, items } });
    else void take({ queue, items });
  }

  return (
    <div className={styles['page']}>
      <div className={styles['ask']}>
        <h1>{say(t('您要办什么？', 'What brings you here?'))}</h1>
        <Input
          size="large"
          allowClear
          autoFocus
          prefix={<SearchIcon />}
          placeholder={say(t('说法都行：社保卡、过户、营业执照…', 'Any words: social card, licence, deed…'))}
          aria-label={say(t('查事项', 'Find an item'))}
          value={typed}
          maxLength={40}
          onChange={(event) => setTyped(event.target.value)}
          data-testid="item-search"
        />
        {typed.trim() === '' ? (
          <QueueList
            hall={hall.data}
            catalogue={catalogue.data}
            busy={busy}
            take={(queue) => wished(queue, [])}
          />
        ) : (
          <Items
            items={items}
            hall={hall.data}
            catalogue={catalogue.data}
            busy={busy}
            take={(queue, item) => wished(queue, [item])}
          />
        )}
      </div>
      <Slip outcome={outcome} busy={busy} again={(wish) => void take(wish)} done={() => setOutcome(null)} />
    </div>
  );
}

interface ItemsProps {
  readonly items: Catalogue['items'];
  readonly hall: HallView;
  readonly catalogue: Catalogue;
  readonly busy: boolean;
  readonly take: (queue: string, item: string) => void;
}

const CARD_FIRST: Text = t(
  '需实名：取号机放身份证，或在此代填',
  'Needs an ID: at a kiosk, or filled in here',
);

function Items({ items, hall, catalogue, busy, take }: ItemsProps) {
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
        return (
          <li key={item.id}>
            <button
              type="button"
              className={styles['row']}
              disabled={!queue?.open || busy}
              data-testid={`take-item-${item.id}`}
              onClick={() => take(item.queue, item.id)}
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
          </li>
        );
      })}
    </ul>
  );
}
