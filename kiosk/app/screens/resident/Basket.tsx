import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../../kiosk.ts';
import { Actions, Button } from '../../parts/Button.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Title } from '../../parts/Title.tsx';
import { whyNoCard, whyNoTickets, whyQueueClosed } from '../../session/availability.ts';
import { BASKET_MOST, basketErrand, itineraryOf } from '../../session/basket.ts';
import { ordinalWords, R } from '../../words/resident.ts';
import { peopleWaiting, W } from '../../words/words.ts';

/** Several things, one number: in which order, where, and what can still be added or left out. */
export function Basket() {
  const say = useSay();
  const { session, catalogue, host, act, newId } = useKiosk();
  const { basket } = session;
  const legs = itineraryOf(catalogue, basket);
  const errand = basketErrand(catalogue, basket);
  const closed = legs.map(({ queue }) => whyQueueClosed(host, queue.id)).find((why) => why !== null) ?? null;
  const why =
    whyNoTickets(host) ??
    closed ??
    (!host.online && legs.length > 1 ? R.basketOffline : null) ??
    (errand.realName ? whyNoCard(host) : null);
  return (
    <div className="basket" data-testid="screen-basket">
      <Title more={say(legs.length > 1 ? R.basketSeveral : R.basketSame)}>{say(R.basketTitle)}</Title>
      {legs.length === 0 && <p className="own-none">{say(R.basketEmpty)}</p>}
      <ol className="legs">
        {legs.map(({ queue, zone, items }, i) => {
          const now = host.queues.find((one) => one.queue === queue.id);
          return (
            <li className="panel leg" key={queue.id} data-testid={`leg-${i + 1}`}>
              <p className="leg-head">
                {legs.length > 1 && <strong>{say(ordinalWords(i + 1))}</strong>}
                <span>
                  {zone && `${say(zone.name)} · ${say(zone.place)} · `}
                  {say(queue.name)}
                </span>
                {now && host.online && <span className="leg-waits">{say(peopleWaiting(now.waiting))}</span>}
              </p>
              <ul>
                {items.map((item) => (
                  <li className="leg-item" key={item.id}>
                    <span>{say(item.name)}</span>
                    <button
                      type="button"
                      className="leg-remove"
                      data-testid={`remove-${item.id}`}
                      aria-label={`${say(R.basketRemove)} ${say(item.name)}`}
                      onClick={() => act({ type: 'basket-remove', item: item.id })}
                    >
                      <Icon name="erase" />
                      <span>{say(R.basketRemove)}</span>
                    </button>
                  </li>
                ))}
              </ul>
            </li>
          );
        })}
      </ol>
      {why && (
        <Notice tone="bad" testId="why-not">
          {say(why)}
        </Notice>
      )}
      {why === null && errand.realName && session.card === null && (
        <Notice tone="card">{say(W.realNameNote)}</Notice>
      )}
      {basket.length >= BASKET_MOST && <Notice tone="wait">{say(R.basketFull)}</Notice>}
      <Actions>
        <Button
          icon="search"
          testId="basket-more"
          disabled={basket.length >= BASKET_MOST}
          onPress={() => act({ type: 'home', request: newId() })}
        >
          {say(R.basketMore)}
        </Button>
        <Button
          kind="primary"
          icon="ticket"
          testId="basket-take"
          disabled={why !== null || basket.length === 0}
          onPress={() => act({ type: 'take', errand, request: newId() })}
        >
          {say(R.basketTake)}
        </Button>
      </Actions>
    </div>
  );
}
