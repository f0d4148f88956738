import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { toQuery } from '../session/query.ts';
import { Q } from '../words/query.ts';
import { R } from '../words/resident.ts';
import { BasketKey } from './BasketBar.tsx';
import { Icon } from './Icon.tsx';

/** For whoever has been here already: a booking, or a number. */
export function OwnDoors() {
  const say = useSay();
  const { session, act } = useKiosk();
  if (session.basket.length > 0) return <BasketKey />;
  return (
    <div className="own-doors">
      <button
        type="button"
        className="own-door"
        data-testid="home-booking"
        onClick={() => act({ type: 'who', of: 'bookings' })}
      >
        <Icon name="check" />
        <strong>{say(R.doorBooking)}</strong>
        <span>{say(R.doorBookingMore)}</span>
      </button>
      <button
        type="button"
        className="own-door"
        data-testid="home-queue"
        onClick={() => act({ type: 'who', of: 'tickets' })}
      >
        <Icon name="ticket" />
        <strong>{say(R.doorQueue)}</strong>
        <span>{say(R.doorQueueMore)}</span>
      </button>
      <button
        type="button"
        className="own-door"
        data-testid="home-query"
        onClick={() => act(toQuery({ page: 'home' }))}
      >
        <Icon name="place" />
        <strong>{say(Q.query)}</strong>
        <span>{say(Q.queryMore)}</span>
      </button>
    </div>
  );
}
