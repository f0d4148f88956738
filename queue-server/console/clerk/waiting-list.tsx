import type { Desk } from '@hall/shared/contracts/commands';
import { Empty } from '../frame/states.tsx';
import { PersonIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, minutesSince, sayMinutes } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { ClassChip } from './class-chip.tsx';
import styles from './clerk.module.css';

export function WaitingList({ desk, now }: { readonly desk: Desk; readonly now: number }) {
  const { say, language } = useSpeech();
  const more = desk.waitingTotal - desk.waiting.length;
  return (
    <section className={styles['waiting']} aria-labelledby="waiting-title">
      <h2 id="waiting-title">
        {say(t('等候', 'Waiting'))}
        <b className="number" data-testid="waiting-count">
          {desk.waitingTotal}
        </b>
      </h2>
      {desk.waiting.length === 0 ? (
        <Empty
          icon={<PersonIcon size={28} />}
          text={t('没有人在等候', 'Nobody is waiting')}
          hint={t('有人取号，这里立刻出现。', 'Whoever takes a ticket appears here at once.')}
        />
      ) : (
        <ol>
          {desk.waiting.map((ticket) => (
            <li key={ticket.ticket} data-callable={ticket.callable} data-testid={`waiting-${ticket.number}`}>
              <b className="number">{ticket.number}</b>
              <span className={styles['what']}>
                <span>
                  {ticket.items.length > 0
                    ? ticket.items.map((item) => say(item)).join(language === 'zh' ? '、' : ', ')
                    : say(ticket.queueName)}
                </span>
                <small>
                  {say(t(`${clockTime(ticket.arrivedAt)} 到`, `came ${clockTime(ticket.arrivedAt)}`))}
                  {!ticket.callable && <> · {say(t('出票中，暂不可叫', 'printing'))}</>}
                </small>
              </span>
              <span className={styles['when']}>
                {ticket.class !== 'ordinary' && <ClassChip of={ticket.class} />}
                <span className="number">{say(sayMinutes(minutesSince(ticket.arrivedAt, now)))}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
      {more > 0 && <p className={styles['more']}>{say(t(`还有 ${more} 人`, `and ${more} more`))}</p>}
    </section>
  );
}
