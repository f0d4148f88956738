import type { ReplayTimeline } from '@hall/shared/contracts/reports';
import { useEffect, useRef } from 'react';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './replay.module.css';

/** What happened of note; a tap leads there. */
export function Notable({
  timeline,
  at,
  move,
}: {
  readonly timeline: ReplayTimeline;
  readonly at: number;
  readonly move: (at: number) => void;
}) {
  const { say } = useSpeech();
  const list = useRef<HTMLOListElement>(null);
  const now = timeline.notable.findLastIndex((one) => one.at <= at);
  useEffect(() => {
    const row = list.current?.children[now];
    if (row instanceof HTMLElement && list.current) list.current.scrollTop = row.offsetTop - 120;
  }, [now]);
  return (
    <section aria-labelledby="notable" className={styles['notable']}>
      <h2 id="notable">{say(t('大事记', 'Of note'))}</h2>
      <ol ref={list}>
        {timeline.notable.map((one, i) => (
          <li key={one.seq}>
            <button
              type="button"
              aria-current={i === now ? 'true' : undefined}
              onClick={() => move(one.at)}
              data-testid="notable"
            >
              <span className="number">{clockTime(one.at)}</span>
              <span>{say(one.says)}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
