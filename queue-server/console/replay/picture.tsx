import type { ReplayMinute } from '@hall/shared/contracts/reports';
import { useSpeech } from '../words/language.tsx';
import { minutesSince, sayMinutes } from '../words/say-time.ts';
import { STATE_WORDS, t, windowName } from '../words/words.ts';
import styles from './replay.module.css';

const SERVING = { called: t('已叫号', 'called'), serving: t('办理中', 'serving') } as const;

/** Zones with their lines and windows at an instant; a number opens its ticket's story. */
export function Picture({
  minute,
  open,
}: {
  readonly minute: ReplayMinute;
  readonly open: (ticket: string) => void;
}) {
  const { say } = useSpeech();
  const { today } = minute;
  const used = minute.zones.filter(
    ({ id, waiting }) =>
      waiting > 0 ||
      minute.windows.some((window) => window.zone === id && (window.state !== 'closed' || window.served > 0)),
  );
  return (
    <div className={styles['picture']} data-testid="picture" data-seq={minute.seq}>
      <p className={styles['sum']}>
        {say(
          t(
            `此刻：取号 ${today.issued}，等候 ${today.waiting}，已办 ${today.served}，过号 ${today.noShow}`,
            `By then: ${today.issued} came, ${today.waiting} waiting, ${today.served} served, ${today.noShow} no-shows`,
          ),
        )}
      </p>
      {used.length === 0 && (
        <p className={styles['sum']}>{say(t('窗口都还没有开放。', 'No window is open yet.'))}</p>
      )}
      {used.map((zone) => (
        <section key={zone.id} aria-labelledby={`r-${zone.id}`} className={styles['zone']}>
          <h2 id={`r-${zone.id}`}>
            {say(zone.name)}
            <small>
              {say(
                t(
                  `等候 ${zone.waiting} 人 · 开 ${zone.openWindows} 窗`,
                  `${zone.waiting} waiting · ${zone.openWindows} open`,
                ),
              )}
            </small>
          </h2>
          <ul className={styles['windows']}>
            {minute.windows
              .filter((window) => window.zone === zone.id && (window.state !== 'closed' || window.served > 0))
              .map((window) => (
                <li key={window.id} data-state={window.state} data-serving={window.servingState}>
                  <span className="number">{say(windowName(window.number))}</span>
                  {window.ticket !== null && window.serving !== null ? (
                    <button
                      type="button"
                      className={`number ${styles['ticket']}`}
                      onClick={() => open(window.ticket as string)}
                    >
                      {window.serving}
                    </button>
                  ) : (
                    <span className={styles['idle']}>
                      {say(window.state === 'open' ? t('空闲', 'idle') : STATE_WORDS[window.state])}
                    </span>
                  )}
                  <small>
                    {window.servingState && say(SERVING[window.servingState])}
                    {window.since !== null && <> {say(sayMinutes(minutesSince(window.since, minute.at)))}</>}
                  </small>
                </li>
              ))}
          </ul>
          <ul className={styles['queues']}>
            {minute.queues
              .filter((queue) => queue.zone === zone.id && queue.waiting > 0)
              .map((queue) => (
                <li key={queue.id} data-late={queue.late > 0}>
                  <b className="number">{queue.prefix}</b>
                  <span>{say(queue.name)}</span>
                  <span className="number">
                    {say(
                      t(
                        `${queue.waiting} 人等候，最久 ${queue.longestMin} 分钟${queue.late > 0 ? `，${queue.late} 人超时` : ''}`,
                        `${queue.waiting} waiting, longest ${queue.longestMin} min${queue.late > 0 ? `, ${queue.late} late` : ''}`,
                      ),
                    )}
                  </span>
                  <span className={styles['next']}>
                    {queue.next.map((one) => (
                      <button
                        key={one.ticket}
                        type="button"
                        className="number"
                        onClick={() => open(one.ticket)}
                      >
                        {one.number}
                      </button>
                    ))}
                  </span>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
