import type { ReplayTimeline } from '@hall/shared/contracts/reports';
import { Button } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './replay.module.css';
import { moveByKey } from './scrub.ts';

const WIDTH = 1000;
const HEIGHT = 64;
const MINUTE_MS = 60_000;

/** The day as a band: how many waited, and where one is. */
export function Scrubber({
  timeline,
  at,
  move,
  playing,
  play,
}: {
  readonly timeline: ReplayTimeline;
  readonly at: number;
  readonly move: (at: number) => void;
  readonly playing: boolean;
  readonly play: () => void;
}) {
  const { say } = useSpeech();
  const { from, to, points } = timeline;
  const length = Math.max(1, to - from);
  const totals = points.map(({ waiting }) => waiting.reduce((sum, count) => sum + count, 0));
  const most = Math.max(1, ...totals);
  const x = (instant: number) => (Math.min(length, instant - from) / length) * WIDTH;
  const y = (count: number) => HEIGHT - (count / most) * (HEIGHT - 6);
  const area = points.map((point, i) => `${x(point.at)},${y(totals[i] ?? 0)}`).join(' ');
  return (
    <section className={styles['scrubber']} aria-label={say(t('时间', 'Time'))}>
      <Button type="primary" size="large" onClick={play} data-testid="play" aria-pressed={playing}>
        {say(playing ? t('暂停', 'Pause') : t('播放', 'Play'))}
      </Button>
      <output className={`number ${styles['clock']}`} data-testid="replay-clock">
        {clockTime(at)}
      </output>
      <div className={styles['band']}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          <polygon points={`0,${HEIGHT} ${area} ${WIDTH},${HEIGHT}`} className={styles['waiting']} />
          <line x1={x(at)} x2={x(at)} y1={0} y2={HEIGHT} className={styles['here']} />
        </svg>
        <input
          type="range"
          min={from}
          max={to}
          step={MINUTE_MS}
          value={at}
          data-testid="scrub"
          aria-label={say(t('时刻', 'Moment'))}
          aria-valuetext={clockTime(at)}
          onChange={({ target }) => move(Number(target.value))}
          onKeyDown={(event) => {
            const moved = moveByKey(event.key, event.shiftKey, at, from, to);
            if (moved === null) return;
            event.preventDefault();
            move(moved);
          }}
        />
        <p className={`number ${styles['ends']}`} aria-hidden="true">
          <span>{clockTime(from)}</span>
          <span>{say(t('等候人数', 'people waiting'))}</span>
          <span>{clockTime(to)}</span>
        </p>
      </div>
    </section>
  );
}
