import type { Catalogue, HallView } from '@hall/shared/contracts/commands';
import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import { Button } from 'antd';
import { useEffect, useRef } from 'react';
import { Empty } from '../frame/states.tsx';
import { GuideIcon, SearchIcon } from '../icons/icons.tsx';
import { ScanResult } from '../scan/scan-result.tsx';
import { scanWords } from '../scan/scan-words.ts';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { BookForm } from './book-form.tsx';
import { BookingCard } from './booking-card.tsx';
import cards from './cards.module.css';
import forms from './forms.module.css';
import styles from './guide.module.css';
import { NOTHING } from './panel.ts';
import { Refused } from './refused.tsx';
import { Issued } from './slip.tsx';
import { TicketCard } from './ticket-card.tsx';
import type { useGuideActs } from './use-guide-acts.ts';
import type { WayOn } from './ways-on.ts';
import { WishForm } from './wish-form.tsx';

interface Props {
  readonly acts: ReturnType<typeof useGuideActs>;
  readonly hall: HallView;
  readonly catalogue: Catalogue;
  readonly desk: GuideDesk;
  readonly go: (way: WayOn, number: string | null, queue: string | null) => void;
}

/** Where the panel stands below the list, as in guide.module.css. */
const BELOW = '(max-width: 980px)';

/** The one thing at hand: a number, a booking, a form, or why something is not possible. */
export function Side({ acts, hall, catalogue, desk, go }: Props) {
  const { say } = useSpeech();
  const { panel, show, busy } = acts;
  const place = useRef<HTMLElement>(null);
  // On a narrow screen it stands below the list: a number that is out must not stay unseen.
  useEffect(() => {
    if (panel.is !== 'nothing' && matchMedia(BELOW).matches)
      place.current?.scrollIntoView({ block: 'nearest' });
  }, [panel]);
  const close = () => show(NOTHING);
  return (
    <aside className={styles['side']} aria-live="polite" ref={place} data-testid="side" data-is={panel.is}>
      {panel.is === 'nothing' && (
        <Empty
          icon={<GuideIcon size={32} />}
          text={t('点一个事项或队列，号码显示在这里', 'Press an item or a queue: the number appears here')}
          hint={t('上面可查号票、预约和身份证。', 'Above, look up numbers, bookings and ID cards.')}
        />
      )}
      {panel.is === 'wish' && (
        <WishForm
          key={panel.wish.queue ?? 'items'}
          wish={panel.wish}
          catalogue={catalogue}
          desk={desk}
          busy={busy}
          change={(wish) => show({ is: 'wish', wish })}
          take={(wish, details) => acts.take(wish, details)}
          cancel={close}
        />
      )}
      {panel.is === 'slip' && <Issued key={panel.slip.ticket} slip={panel.slip} desk={desk} done={close} />}
      {panel.is === 'found' && (
        <div className={cards['found']}>
          {panel.rows.map((row) => (
            <TicketCard
              key={row.ticket}
              row={row}
              hall={hall}
              catalogue={catalogue}
              desk={desk}
              changed={() => panel.number !== null && void acts.refresh(panel.number)}
            />
          ))}
          {panel.bookings.map((booking) => (
            <BookingCard
              key={booking.booking}
              booking={booking}
              today={hall.day}
              busy={busy}
              checkIn={(one) => acts.checkIn(one)}
              changed={() =>
                show({
                  ...panel,
                  bookings: panel.bookings.map((one) =>
                    one.booking === booking.booking ? { ...one, state: 'cancelled' } : one,
                  ),
                })
              }
            />
          ))}
          <Button size="large" onClick={close} data-testid="found-close">
            {say(t('看完了', 'Done'))}
          </Button>
        </div>
      )}
      {panel.is === 'scanned' && (
        <div className={cards['found']}>
          <ScanResult words={scanWords(panel.scan)} />
          {panel.scan.row && (
            <TicketCard
              key={panel.scan.row.ticket}
              row={panel.scan.row}
              hall={hall}
              catalogue={catalogue}
              desk={desk}
              changed={() => void acts.rescan(panel.code)}
            />
          )}
          <Button size="large" onClick={close} data-testid="found-close">
            {say(t('看完了', 'Done'))}
          </Button>
        </div>
      )}
      {panel.is === 'none' && (
        <div className={styles['refused']} role="alert" data-testid="not-found">
          <SearchIcon size={28} />
          <p>{say(panel.text)}</p>
          <Button size="large" onClick={close}>
            {say(t('好', 'OK'))}
          </Button>
        </div>
      )}
      {panel.is === 'book' && (
        <BookForm
          key={`${panel.slot.queue} ${panel.slot.day} ${panel.slot.from}`}
          slot={panel.slot}
          catalogue={catalogue}
          busy={busy}
          book={(person) => acts.book(panel.slot, person)}
          cancel={close}
        />
      )}
      {panel.is === 'booked' && (
        <article className={styles['slip']}>
          <p className={styles['say']}>{say(t('请记住预约码', 'Please remember the code'))}</p>
          <p className={`number ${styles['code']}`} data-testid="booked-code">
            {panel.booking.code}
          </p>
          <p className={styles['queue']}>{say(panel.booking.queueName)}</p>
          <dl>
            <dt>{say(t('日期', 'Day'))}</dt>
            <dd className="number">{panel.booking.day}</dd>
            <dt>{say(t('时段', 'Time'))}</dt>
            <dd className="number">
              {clockTime(panel.booking.from)}–{clockTime(panel.booking.to)}
            </dd>
            <dt>{say(t('签到', 'Check in'))}</dt>
            <dd>
              {say(
                t(
                  `时段前 ${desk.booking.earlyMin} 分钟起，最晚开始后 ${desk.booking.lateMin} 分钟`,
                  `From ${desk.booking.earlyMin} min before to ${desk.booking.lateMin} min after it begins`,
                ),
              )}
            </dd>
          </dl>
          <div className={forms['buttons']}>
            <Button type="primary" size="large" onClick={close} data-testid="booked-done">
              {say(t('好了', 'Done'))}
            </Button>
          </div>
        </article>
      )}
      {panel.is === 'failed' && (
        <Refused
          panel={panel}
          catalogue={catalogue}
          bookable={desk.booking.queues.some(({ queue }) => queue === panel.queue)}
          busy={busy}
          go={(way, number) => go(way, number, panel.queue)}
          back={show}
          close={close}
        />
      )}
    </aside>
  );
}
