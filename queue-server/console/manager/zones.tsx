import type { HallView } from '@hall/shared/contracts/commands';
import { Empty } from '../frame/states.tsx';
import { WindowIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, stopwatch } from '../words/say-time.ts';
import { STATE_WORDS, t, windowName } from '../words/words.ts';
import { FilterBar } from './filter-bar.tsx';
import { type HallFilter, zonesShown } from './hall-filter.ts';
import styles from './zones.module.css';

const SERVING = { called: t('已叫号', 'called'), serving: t('办理中', 'serving') } as const;

type WindowRow = HallView['windows'][number];

/** Zones with their windows: who sits where, whom do they serve, for how long. */
export function Zones({
  hall,
  now,
  filter,
  choose,
  open,
}: {
  readonly hall: HallView;
  readonly now: number;
  readonly filter: HallFilter;
  readonly choose: (filter: HallFilter) => void;
  readonly open: (window: string) => void;
}) {
  const { say } = useSpeech();
  const zones = zonesShown(hall, filter);
  return (
    <section aria-labelledby="zones-title" className={styles['block']}>
      <header>
        <h2 id="zones-title">{say(t('功能区与窗口', 'Zones and windows'))}</h2>
        <FilterBar hall={hall} filter={filter} choose={choose} />
      </header>
      {zones.length === 0 && (
        <Empty icon={<WindowIcon size={28} />} text={t('没有这样的窗口', 'No such window')} />
      )}
      <div className={styles['zones']}>
        {zones.map(({ zone, windows }) => (
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
              {windows.map((window) => (
                <Tile key={window.id} hall={hall} window={window} now={now} open={open} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </section>
  );
}

function Tile({
  hall,
  window,
  now,
  open,
}: {
  readonly hall: HallView;
  readonly window: WindowRow;
  readonly now: number;
  readonly open: (window: string) => void;
}) {
  const { say } = useSpeech();
  const prefixes = (window.serves ?? [])
    .map((id) => hall.queues.find((queue) => queue.id === id)?.prefix ?? '')
    .join(' ');
  const doing = window.servingState && say(SERVING[window.servingState]);
  const back =
    window.returnAt == null
      ? ''
      : say(t(`约 ${clockTime(window.returnAt)} 返回`, `back ${clockTime(window.returnAt)}`));
  return (
    <li
      data-state={window.state}
      data-serving={window.servingState}
      data-testid={`window-${window.id}`}
      aria-label={say(windowName(window.number))}
    >
      <button
        type="button"
        className={styles['openWindow']}
        aria-label={say(
          t(`${window.number} 号窗口，详情与调度`, `Window ${window.number}, details and assignment`),
        )}
        data-testid={`open-${window.id}`}
        onClick={() => open(window.id)}
      />
      <span className={`number ${styles['windowNumber']}`}>
        {window.number}
        <small data-assigned={window.assigned === true}>
          {prefixes}
          {window.assigned && (
            <span className="hidden-to-eyes">{say(t('，今天已调整', ', changed for today'))}</span>
          )}
        </small>
      </span>
      <span className={`number ${styles['servingNumber']}`}>
        {window.serving ??
          (window.state === 'open' ? say(t('空闲', 'idle')) : say(STATE_WORDS[window.state]))}
      </span>
      {window.state !== 'closed' && (
        <span className={styles['fine']}>
          {window.state === 'paused'
            ? [back, window.reason && say(window.reason)].filter(Boolean).join(' · ')
            : doing}
          {window.serving && window.since !== null && <> {stopwatch(now - window.since)}</>}
        </span>
      )}
      {(window.clerkName !== null || window.served > 0) && (
        <span className={styles['fine']}>
          {[window.clerkName, window.served > 0 && say(t(`已办 ${window.served}`, `${window.served} served`))]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </li>
  );
}
