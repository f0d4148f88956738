import type { ReplayTimeline } from '@hall/shared/contracts/reports';
import { localTime } from '@hall/shared/contracts/time';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useNow } from '../api/hooks.ts';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { HallIcon } from '../icons/icons.tsx';
import { StoryDrawer } from '../manager/story-drawer.tsx';
import { isUnknownDay, useReportQuery } from '../reports/use-reports.ts';
import { useSpeech } from '../words/language.tsx';
import { clockTime, HALL_TIME_ZONE } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { Notable } from './notable.tsx';
import { Picture } from './picture.tsx';
import styles from './replay.module.css';
import { clockOf, MINUTE_MS, PLAY_EVERY_MS } from './scrub.ts';
import { Scrubber } from './scrubber.tsx';

/** A day gone through again: the hall as it stood at any minute. */
export function ReplayPage() {
  const { say } = useSpeech();
  const today = localTime(useNow(MINUTE_MS), HALL_TIME_ZONE).day;
  const { day = today } = useParams();
  const navigate = useNavigate();
  const asked = Number(useSearchParams()[0].get('at')) || null;
  const timeline = useReportQuery('replay.timeline', { day }, { moving: day === today });
  return (
    <div className={styles['page']} data-testid="replay">
      <header className={styles['head']}>
        <h1>{say(t('回放', 'Replay'))}</h1>
        <input
          type="date"
          className={styles['date']}
          aria-label={say(t('日期', 'Day'))}
          value={day}
          max={today}
          data-testid="replay-day"
          onChange={({ target }) => target.value && void navigate(`/replay/${target.value}`)}
        />
        <p>
          {say(
            t('只有号码，没有姓名；从记录逐条重现。', 'Numbers only, no names; event by event from the log.'),
          )}
        </p>
      </header>
      {timeline.isPending ? (
        <Loading />
      ) : isUnknownDay(timeline.error) ? (
        <Empty
          icon={<HallIcon size={28} />}
          text={t('那一天没有记录', 'There are no records of that day')}
          hint={t('请选大厅启用之日至今天的日期。', 'Please choose a day from the first one of the hall on.')}
        />
      ) : !timeline.data ? (
        <Failed text={timeline.error.failure.text} retry={() => void timeline.refetch()} />
      ) : timeline.data.points.length === 0 ? (
        <Empty
          icon={<HallIcon size={28} />}
          text={t('这一天大厅没有动静', 'Nothing happened in the hall that day')}
          hint={t('请选另一天。', 'Please choose another day.')}
        />
      ) : (
        <Day key={`${day} ${asked}`} timeline={timeline.data} asked={asked} />
      )}
    </div>
  );
}

function Day({
  timeline,
  asked,
}: {
  readonly timeline: ReplayTimeline;
  /** Where to begin, ms; null: at the beginning. */
  readonly asked: number | null;
}) {
  const { say } = useSpeech();
  const { from, to, day } = timeline;
  const [chosen, setChosen] = useState<number>(asked ?? from);
  const [playing, setPlaying] = useState(false);
  const [ticket, setTicket] = useState<string | null>(null);
  const at = Math.min(to, Math.max(from, chosen));
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setChosen((was) => Math.min(to, was + MINUTE_MS)), PLAY_EVERY_MS);
    return () => clearInterval(timer);
  }, [playing, to]);
  const ended = at >= to;
  useEffect(() => {
    if (ended) setPlaying(false);
  }, [ended]);
  const minute = useReportQuery('replay.minute', { day, minute: clockOf(at) }, { keep: true });
  // What was last read stays, also when the next moment cannot be read.
  const last = useRef(minute.data);
  if (minute.data) last.current = minute.data;
  const picture = minute.data ?? last.current;
  return (
    <>
      <Scrubber
        timeline={timeline}
        at={at}
        move={setChosen}
        playing={playing}
        play={() => {
          if (!playing && ended) setChosen(from);
          setPlaying(!playing);
        }}
      />
      <div className={styles['columns']}>
        {picture ? (
          <Picture minute={picture} open={setTicket} />
        ) : minute.error === null ? (
          <Loading />
        ) : (
          <Failed text={minute.error.failure.text} retry={() => void minute.refetch()} />
        )}
        <Notable timeline={timeline} at={at} move={setChosen} />
      </div>
      {minute.isError && picture && (
        <p role="alert" className={styles['stale']}>
          {say(t(`没有读到 ${clockTime(at)} 的画面。`, `${clockTime(at)} could not be read.`))}
        </p>
      )}
      <StoryDrawer ticket={ticket} close={() => setTicket(null)} />
    </>
  );
}
