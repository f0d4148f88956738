import type { Booking } from '@hall/shared/contracts/queueing';
import { Button } from 'antd';
import { useState } from 'react';
import type { Failure } from '../api/failure.ts';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './cards.module.css';
import forms from './forms.module.css';
import { BOOKING_STATE } from './guide-words.ts';

interface Props {
  readonly booking: Booking;
  /** Today by the hall. */
  readonly today: string;
  readonly busy: boolean;
  readonly checkIn: (booking: Booking) => void;
  readonly changed: () => void;
}

/** One booking: its code, its slot, and what may be done with it. */
export function BookingCard({ booking, today, busy, checkIn, changed }: Props) {
  const { say } = useSpeech();
  const [sure, setSure] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const open = booking.state === 'booked';

  async function cancel() {
    setCancelling(true);
    const answer = await client.command('booking.cancel', { booking: booking.booking });
    setCancelling(false);
    setSure(false);
    if (answer.ok) changed();
    else setFailure(answer.error);
  }

  return (
    <article className={styles['booking']} data-testid={`booking-${booking.code}`} data-state={booking.state}>
      <p className={`number ${styles['slot']}`}>
        {booking.day !== today && <small>{booking.day.slice(5)}</small>}
        {clockTime(booking.from)}–{clockTime(booking.to)}
      </p>
      <div>
        <b>{say(booking.queueName)}</b>
        <p>
          <span className="number">{booking.code}</span>
          {booking.name !== null && <> · {booking.name}</>}
          {booking.items.length > 0 && <> · {booking.items.map(say).join('、')}</>}
        </p>
      </div>
      {open ? (
        <div className={styles['bookingActs']}>
          {booking.day === today && !sure && (
            <Button
              color="primary"
              variant="outlined"
              size="large"
              loading={busy}
              onClick={() => checkIn(booking)}
              data-testid={`check-in-${booking.code}`}
            >
              {say(t('签到取号', 'Check in'))}
            </Button>
          )}
          {sure ? (
            <>
              <Button
                danger
                type="primary"
                size="large"
                loading={cancelling}
                onClick={() => void cancel()}
                data-testid={`booking-cancel-sure-${booking.code}`}
              >
                {say(t('确认取消', 'Yes, cancel'))}
              </Button>
              <Button size="large" onClick={() => setSure(false)}>
                {say(t('保留', 'Keep'))}
              </Button>
            </>
          ) : (
            <Button size="large" onClick={() => setSure(true)} data-testid={`booking-cancel-${booking.code}`}>
              {say(t('取消预约', 'Cancel it'))}
            </Button>
          )}
        </div>
      ) : (
        <span className={styles['bookingState']}>{say(BOOKING_STATE[booking.state])}</span>
      )}
      {failure && (
        <p className={forms['problem']} role="alert">
          {say(failure.text)}
        </p>
      )}
    </article>
  );
}
