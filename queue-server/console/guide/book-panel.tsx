import type { Catalogue } from '@hall/shared/contracts/commands';
import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { ReadFailed } from '../api/failure.ts';
import { client } from '../api/live.ts';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { CalendarIcon } from '../icons/guide-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './cards.module.css';
import { WEEKDAYS } from './guide-words.ts';

/** Others book too. */
const SLOTS_POLL_MS = 10_000;

export interface Choice {
  readonly queue: string | null;
  readonly day: string | null;
  readonly from: string | null;
}

interface Props {
  readonly catalogue: Catalogue;
  readonly desk: GuideDesk;
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
}

/** Which queue, which day, which span: three steps on one page, closed days with their names. */
export function BookPanel({ catalogue, desk, choice, choose }: Props) {
  const { say } = useSpeech();
  const { booking } = desk;
  const queues = catalogue.queues.filter(({ id }) => booking.queues.some(({ queue }) => queue === id));
  const chosen = booking.queues.find(({ queue }) => queue === choice.queue);
  if (queues.length === 0)
    return (
      <Empty
        icon={<CalendarIcon size={28} />}
        text={t('本大厅没有可预约的队列', 'No queue takes bookings')}
        hint={t('管理员可在设置里开放预约时段。', 'A manager can offer slots in the settings.')}
      />
    );
  return (
    <div className={styles['book']}>
      <label htmlFor="book-queue">{say(t('预约哪个队列', 'Which queue'))}</label>
      <Select
        id="book-queue"
        size="large"
        value={choice.queue}
        placeholder={say(t('选一个队列', 'Choose a queue'))}
        onChange={(queue) => choose({ queue, day: null, from: null })}
        options={queues.map(({ id, prefix, name }) => ({ value: id, label: `${prefix} ${say(name)}` }))}
        data-testid="book-queue"
      />
      {chosen && (
        <>
          <h2>{say(t('哪一天', 'Which day'))}</h2>
          <ul className={styles['days']}>
            {booking.days.map(({ day, weekday, name }) => {
              const open = chosen.days.includes(day);
              return (
                <li key={day}>
                  <button
                    type="button"
                    disabled={!open}
                    aria-pressed={choice.day === day}
                    data-testid={`day-${day}`}
                    onClick={() => choose({ queue: choice.queue, day, from: null })}
                  >
                    <span>{say(WEEKDAYS[weekday - 1] ?? t('', ''))}</span>
                    <b className="number">{`${Number(day.slice(5, 7))}-${Number(day.slice(8))}`}</b>
                    <small>{name ? say(name) : open ? ' ' : say(t('不能预约', 'Not to book'))}</small>
                  </button>
                </li>
              );
            })}
          </ul>
        </>
      )}
      {choice.queue !== null && choice.day !== null && (
        <Slots
          queue={choice.queue}
          day={choice.day}
          from={choice.from}
          choose={(from) => choose({ ...choice, from })}
        />
      )}
    </div>
  );
}

interface SlotsProps {
  readonly queue: string;
  readonly day: string;
  readonly from: string | null;
  readonly choose: (from: string) => void;
}

function Slots({ queue, day, from, choose }: SlotsProps) {
  const { say } = useSpeech();
  const { data, error, refetch } = useQuery({
    queryKey: ['slots', queue, day],
    queryFn: async () => {
      const answer = await client.command('booking.slots', { queue, day });
      if (answer.ok) return answer.value.slots;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: SLOTS_POLL_MS,
    retry: false,
  });
  if (error instanceof ReadFailed) return <Failed text={error.failure.text} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.length === 0)
    return (
      <Empty
        text={t('这一天没有预约时段', 'No slots on this day')}
        hint={t('请换一天。', 'Please choose another day.')}
      />
    );
  return (
    <>
      <h2>{say(t('哪个时段', 'Which time'))}</h2>
      <ul className={styles['slots']}>
        {data.map((slot) => (
          <li key={slot.from}>
            <button
              type="button"
              disabled={slot.free <= 0}
              aria-pressed={from === slot.from}
              data-testid={`slot-${slot.from}`}
              onClick={() => choose(slot.from)}
            >
              <b className="number">
                {slot.from}–{slot.to}
              </b>
              <small>
                {slot.free > 0 ? say(t(`余 ${slot.free} 个`, `${slot.free} free`)) : say(t('已约满', 'Full'))}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
