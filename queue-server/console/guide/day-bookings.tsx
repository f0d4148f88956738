import type { Booking } from '@hall/shared/contracts/queueing';
import { useQuery } from '@tanstack/react-query';
import { ReadFailed } from '../api/failure.ts';
import { useReread } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { CalendarIcon } from '../icons/guide-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { BookingCard } from './booking-card.tsx';
import styles from './cards.module.css';

/** Slots end and bookings are missed without an event. */
const POLL_MS = 60_000;
const REREAD_MS = 500;
const KEY = ['bookings'] as const;

export function useDayBookings(day: string) {
  useReread(KEY, (event) => event.type.startsWith('booking') || event.type === 'ticket.taken', REREAD_MS);
  return useQuery<readonly Booking[], ReadFailed>({
    queryKey: [...KEY, day],
    queryFn: async () => {
      const answer = await client.command('booking.list', { day });
      if (answer.ok) return answer.value.bookings;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: POLL_MS,
    retry: false,
  });
}

interface Props {
  readonly day: string;
  readonly busy: boolean;
  readonly checkIn: (booking: Booking) => void;
}

/** Who is expected today, those still to come first. */
export function DayBookings({ day, busy, checkIn }: Props) {
  const { say } = useSpeech();
  const { data, error, refetch } = useDayBookings(day);
  if (error) return <Failed text={error.failure.text} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const sorted = [...data].sort(
    (a, b) => Number(b.state === 'booked') - Number(a.state === 'booked') || a.from - b.from,
  );
  if (sorted.length === 0)
    return (
      <Empty
        icon={<CalendarIcon size={28} />}
        text={t('今天没有预约', 'No bookings today')}
        hint={t('新的预约会出现在这里。', 'New ones appear here.')}
      />
    );
  const open = sorted.filter(({ state }) => state === 'booked').length;
  return (
    <section
      className={styles['bookings']}
      aria-label={say(t('今日预约', "Today's bookings"))}
      data-testid="day-bookings"
    >
      <p className={styles['note']}>
        {say(t(`共 ${sorted.length} 个，${open} 个还没到`, `${sorted.length} in all, ${open} still to come`))}
      </p>
      {sorted.map((booking) => (
        <BookingCard
          key={booking.booking}
          booking={booking}
          today={day}
          busy={busy}
          checkIn={checkIn}
          changed={() => void refetch()}
        />
      ))}
    </section>
  );
}
