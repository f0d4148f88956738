import { localTime } from '@hall/shared/contracts/time';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { clockOf, dateWords } from '@hall/shared/ui/time.ts';
import { useEffect } from 'react';
import { useKiosk } from '../../kiosk.ts';
import { Actions, Button } from '../../parts/Button.tsx';
import { Notice } from '../../parts/Notice.tsx';
import { Title } from '../../parts/Title.tsx';
import { ToGuide } from '../../parts/ToGuide.tsx';
import { whyNoTickets } from '../../session/availability.ts';
import { checkInTime, type OwnBooking } from '../../session/resident.ts';
import type { Step } from '../../session/session.ts';
import { isEarly, R } from '../../words/resident.ts';

type BookingsStep = Extract<Step, { at: 'bookings' }>;

/** So many fit on a screen whole; nobody has more of them soon. */
const SHOWN = 3;

/** What one has booked, the soonest first, and what can be done with it now. */
export function Bookings({ step }: { step: BookingsStep }) {
  const say = useSay();
  const { session, host, act, newId } = useKiosk();
  const { offers } = session;
  useEffect(() => {
    if (offers.known === null && offers.asking === null && host.online) {
      act({ type: 'ask-offers', request: newId() });
    }
  }, [offers, host.online, act, newId]);
  const found = [...step.found].sort((a, b) => a.from - b.from).slice(0, SHOWN);
  const noTickets = whyNoTickets(host);
  return (
    <div className="own-list" data-testid="screen-bookings">
      <Title>{say(R.bookingsTitle)}</Title>
      {step.trouble && (
        <Notice tone={step.trouble === R.cancelled ? 'good' : 'bad'} testId="bookings-said">
          {say(step.trouble)}
        </Notice>
      )}
      {noTickets && <Notice tone="bad">{say(noTickets)}</Notice>}
      {found.length === 0 ? (
        <p className="own-none">{say(R.noneLeft)}</p>
      ) : (
        <ul className="own-cards">
          {found.map((booking) => (
            <BookingCard key={booking.booking} booking={booking} step={step} mayTake={noTickets === null} />
          ))}
        </ul>
      )}
      <Actions>
        <ToGuide />
      </Actions>
    </div>
  );
}

function BookingCard(props: {
  readonly booking: OwnBooking;
  readonly step: BookingsStep;
  readonly mayTake: boolean;
}) {
  const say = useSay();
  const { session, host, act, newId } = useKiosk();
  const { booking, step } = props;
  const timeZone = host.info?.timeZone ?? 'Asia/Shanghai';
  const date = dateWords(booking.from, timeZone);
  const span = `${clockOf(booking.from, timeZone)}–${clockOf(booking.to, timeZone)}`;
  const now = Date.now();
  const time = checkInTime(booking, session.offers.known, now);
  const today = localTime(now, timeZone).day === booking.day;
  const mayComeIn = today && (time.is === 'open' || time.is === 'late');
  const mayCancel = booking.state === 'booked' && time.is !== 'late';
  const busy = step.asking !== null;
  return (
    <li className="panel own-card" data-testid={`booking-${booking.code}`}>
      <p className="own-when">
        <strong>{say(date)}</strong> <strong className="number">{span}</strong>
      </p>
      <p>
        {say(booking.queueName)}
        {booking.items.length > 0 && ` · ${booking.items.map(say).join(say(LIST_COMMA))}`}
      </p>
      <p
        className={time.is === 'open' && today ? 'own-state own-good' : 'own-state'}
        data-testid="booking-state"
      >
        {time.is === 'used'
          ? say(R.isUsed)
          : time.is === 'late'
            ? say(R.isLate)
            : time.is === 'early' || !today
              ? say(isEarly(clockOf(time.is === 'early' ? time.opens : booking.from, timeZone), date))
              : say(R.isOpen)}
      </p>
      {step.sure === booking.booking ? (
        <div className="own-keys">
          <span>{say(R.cancelSure)}</span>
          <Button testId="cancel-no" onPress={() => act({ type: 'cancel-sure', booking: null })}>
            {say(R.cancelNo)}
          </Button>
          <Button
            testId="cancel-yes"
            disabled={busy}
            onPress={() => act({ type: 'cancel-booking', request: newId(), booking: booking.booking })}
          >
            {say(R.cancelYes)}
          </Button>
        </div>
      ) : (
        <div className="own-keys">
          {mayCancel && (
            <Button
              testId={`cancel-${booking.code}`}
              disabled={busy}
              onPress={() => act({ type: 'cancel-sure', booking: booking.booking })}
            >
              {say(R.cancel)}
            </Button>
          )}
          {mayComeIn && (
            <Button
              kind="primary"
              icon="ticket"
              testId={`check-in-${booking.code}`}
              disabled={busy || !props.mayTake || !host.online}
              onPress={() => act({ type: 'check-in', request: newId(), booking: booking.booking })}
            >
              {say(time.is === 'late' ? R.takeOrdinary : R.checkIn)}
            </Button>
          )}
        </div>
      )}
    </li>
  );
}

const LIST_COMMA = { zh: '、', en: ', ' };
