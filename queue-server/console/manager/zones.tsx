import type { HallView } from '@hall/shared/contracts/commands';
import { useSpeech } from '../words/language.tsx';
import { stopwatch } from '../words/say-time.ts';
import { STATE_WORDS, t, windowName } from '../words/words.ts';
import styles from './manager.module.css';

const SERVING = { called: t('已叫号', 'called'), serving: t('办理中', 'serving') } as const;

/** Zones with their windows: who sits where, whom do they serve, for how long. */
export function Zones({ hall, now }: { readonly hall: HallView; readonly now: number }) {
  const { say } = useSpeech();
  return (
    <section aria-labelledby="zones-title" className={styles['block']}>
      <h2 id="zones-title">{say(t('功能区与窗口', 'Zones and windows'))}</h2>
      <div className={styles['zones']}>
        {hall.zones.map((zone) => (
          <section
            key={zone.id}
            aria-labelledby={`z-${zone.id}`}
            className={styles['zone']}
            data-testid={`zone-${zone.id}`}
          >
            <h3 id={`z-${zone.id}`}>
              {say(zone.name)}
              <small>
                {say(
                  t(
                    `等候 ${zone.waiting} 人 · 开 ${zone.openWindows}/${zone.windows} 窗`,
                    `${zone.waiting} waiting · ${zone.openWindows}/${zone.windows} open`,
                  ),
                )}
              </small>
            </h3>
            <ul>
              {hall.windows
                .filter((window) => window.zone === zone.id)
                .map((window) => (
                  <li
                    key={window.id}
                    data-state={window.state}
                    data-serving={window.servingState}
                    data-testid={`window-${window.id}`}
                    aria-label={say(windowName(window.number))}
                  >
                    <span className={`number ${styles['windowNumber']}`}>{window.number}</span>
                    <span className={`number ${styles['servingNumber']}`}>
                      {window.serving ??
                        (window.state === 'open' ? say(t('空闲', 'idle')) : say(STATE_WORDS[window.state]))}
                    </span>
                    <span className={styles['fine']}>
                      {window.state === 'paused' && window.reason
                        ? say(window.reason)
                        : window.servingState && say(SERVING[window.servingState])}
                      {window.serving && window.since !== null && <> {stopwatch(now - window.since)}</>}
                    </span>
                    <span className={styles['fine']}>
                      {window.clerkName}
                      {window.clerk && window.served > 0 && <> · </>}
                      {window.served > 0 && say(t(`已办 ${window.served}`, `${window.served} served`))}
                    </span>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}
