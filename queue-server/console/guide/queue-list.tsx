import type { Catalogue, HallView } from '@hall/shared/contracts/commands';
import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import { windowWords } from '@hall/shared/contracts/wording';
import { waitWords } from '@hall/shared/ui/time.ts';
import { CalendarIcon, MoreIcon } from '../icons/guide-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './guide.module.css';

interface Props {
  readonly hall: HallView;
  readonly catalogue: Catalogue;
  readonly desk: GuideDesk;
  readonly busy: boolean;
  readonly take: (queue: string) => void;
  /** With a class, for another person … */
  readonly more: (queue: string) => void;
  readonly book: (queue: string) => void;
}

/** Every queue with its wait, by zone; a press gives a number there. The advice queue leads. */
export function QueueList({ hall, catalogue, desk, busy, take, more, book }: Props) {
  const { say } = useSpeech();
  const zones = [...hall.zones].sort((a, b) => Number(holdsGuide(b.id)) - Number(holdsGuide(a.id)));
  function holdsGuide(zone: string): boolean {
    return hall.queues.some((queue) => queue.zone === zone && queue.id === catalogue.guideQueue);
  }
  return (
    <div className={styles['zones']}>
      {zones.map((zone) => {
        const queues = hall.queues.filter((queue) => queue.zone === zone.id);
        if (queues.length === 0) return null;
        return (
          <section key={zone.id} aria-labelledby={`g-${zone.id}`}>
            <h2 id={`g-${zone.id}`}>{say(zone.name)}</h2>
            <ul className={styles['list']}>
              {queues.map((queue) => {
                const realName =
                  catalogue.queues.find((candidate) => candidate.id === queue.id)?.realName ?? false;
                const why = desk.queues.find((candidate) => candidate.queue === queue.id)?.why ?? null;
                const closed = why !== null || !queue.open;
                const bookable = desk.booking.queues.some((candidate) => candidate.queue === queue.id);
                const note = closed
                  ? (why ?? t('现在不取号', 'No tickets now'))
                  : queue.windows.length === 0
                    ? t('现在没有窗口办理', 'No window serves it now')
                    : windowWords(queue.windows);
                return (
                  <li key={queue.id} className={styles['line']} data-closed={closed}>
                    <button
                      type="button"
                      className={styles['row']}
                      disabled={closed || busy}
                      data-testid={`take-queue-${queue.id}`}
                      onClick={() => take(queue.id)}
                    >
                      <b className="number">{queue.prefix}</b>
                      <span className={styles['name']}>
                        {say(queue.name)}
                        <small>
                          {say(note)}{' '}
                          {realName && !closed && (
                            <em className={styles['needs']}>{say(t('实名', 'ID needed'))}</em>
                          )}
                        </small>
                      </span>
                      <span className={styles['wait']} data-late={queue.late > 0}>
                        {say(t(`等候 ${queue.waiting} 人`, `${queue.waiting} waiting`))}
                        <small className="number">
                          {queue.estimate &&
                            queue.windows.length > 0 &&
                            !closed &&
                            say(waitWords(queue.estimate))}
                        </small>
                      </span>
                    </button>
                    {closed && bookable ? (
                      <button
                        type="button"
                        className={styles['beside']}
                        aria-label={say(t(`预约${queue.name.zh}`, `Book ${queue.name.en}`))}
                        data-testid={`book-queue-${queue.id}`}
                        onClick={() => book(queue.id)}
                      >
                        <CalendarIcon />
                      </button>
                    ) : (
                      <button
                        type="button"
                        className={styles['beside']}
                        disabled={closed || busy}
                        aria-label={say(
                          t(`${queue.name.zh}：优先、代办`, `${queue.name.en}: class, for another`),
                        )}
                        title={say(t('优先、代办', 'Class, for another'))}
                        data-testid={`more-queue-${queue.id}`}
                        onClick={() => more(queue.id)}
                      >
                        <MoreIcon />
                      </button>
                    )}
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
