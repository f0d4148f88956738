import type { Report } from '@hall/shared/contracts/reports';
import { localTime } from '@hall/shared/contracts/time';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useHall, useNow } from '../api/hooks.ts';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { HallIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, HALL_TIME_ZONE } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { HalfHours } from './chart.tsx';
import { downloadPath } from './download.ts';
import { Heat } from './heat.tsx';
import { Note } from './note.tsx';
import { dayPeriod, monthPeriod, moved, type Period } from './period.ts';
import styles from './reports.module.css';
import { Summary } from './summary.tsx';
import { Tables } from './tables.tsx';
import { isRunning, isUnknownDay, useReportQuery } from './use-reports.ts';

const MINUTE_MS = 60_000;

/** Figures of a day or a month, and above them what a manager should know this morning. */
export function ReportsPage() {
  const { say } = useSpeech();
  // Asked for its time: which day today is must not hang on this computer's own clock.
  useHall();
  const today = localTime(useNow(MINUTE_MS), HALL_TIME_ZONE).day;
  const [chosen, setChosen] = useState<Period | null>(null);
  const period = chosen ?? dayPeriod(today);
  const showsNote = period.kind === 'day' && period.to === today;
  const morning = useReportQuery('report.morning', { day: today }, { enabled: showsNote });
  return (
    <div className={styles['page']} data-testid="reports">
      <Head period={period} today={today} choose={setChosen} />
      {showsNote && morning.data && <Note morning={morning.data} />}
      {showsNote && morning.isPending && (
        <p className={styles['quiet']} role="status">
          {say(t('正在写晨报…', 'Writing the morning note…'))}
        </p>
      )}
      <Figures period={period} today={today} />
    </div>
  );
}

function Head({
  period,
  today,
  choose,
}: {
  readonly period: Period;
  readonly today: string;
  readonly choose: (period: Period) => void;
}) {
  const { say, language } = useSpeech();
  const month = period.kind === 'month';
  const value = month ? period.from.slice(0, 7) : period.from;
  const label = month ? t('月份', 'Month') : t('日期', 'Day');
  return (
    <header className={styles['head']}>
      <h1>{say(t('报表', 'Reports'))}</h1>
      <div className={styles['choose']}>
        <Segmented<Period['kind']>
          value={period.kind}
          aria-label={say(t('期间', 'Period'))}
          options={[
            { value: 'day', label: say(t('日', 'Day')) },
            { value: 'month', label: say(t('月', 'Month')) },
          ]}
          onChange={(kind) => choose(kind === 'day' ? dayPeriod(period.to) : monthPeriod(period.to, today))}
        />
        <Button
          aria-label={say(month ? t('上一月', 'Month before') : t('前一天', 'Day before'))}
          data-testid="period-back"
          onClick={() => choose(moved(period, -1, today))}
        >
          ‹
        </Button>
        <input
          type={month ? 'month' : 'date'}
          className={styles['date']}
          aria-label={say(label)}
          value={value}
          max={month ? today.slice(0, 7) : today}
          data-testid="period"
          onChange={({ target }) => {
            const day = month ? `${target.value}-01` : target.value;
            if (/^\d{4}-\d{2}-\d{2}$/.test(day) && day <= today)
              choose(month ? monthPeriod(day, today) : dayPeriod(day));
          }}
        />
        <Button
          aria-label={say(month ? t('下一月', 'Month after') : t('后一天', 'Day after'))}
          data-testid="period-on"
          disabled={period.to >= today}
          onClick={() => choose(moved(period, 1, today))}
        >
          ›
        </Button>
      </div>
      <div className={styles['take']}>
        {!month && (
          <Link to={`/replay/${period.from}`} className={styles['download']} data-testid="to-replay">
            {say(t('回放这一天', 'Replay this day'))}
          </Link>
        )}
        <Button onClick={() => window.print()} data-testid="print">
          {say(t('打印', 'Print'))}
        </Button>
        <a
          className={styles['primary']}
          href={downloadPath(period, 'all', 'xlsx', language)}
          download
          data-testid="export"
        >
          {say(t('导出表格', 'Spreadsheet'))}
        </a>
      </div>
    </header>
  );
}

function Figures({ period, today }: { readonly period: Period; readonly today: string }) {
  const { say } = useSpeech();
  const moving = period.to === today;
  const day = useReportQuery('report.day', { day: period.from }, { moving, enabled: period.kind === 'day' });
  const range = useReportQuery(
    'report.range',
    { from: period.from, to: period.to },
    { moving, enabled: period.kind === 'month' },
  );
  const query = period.kind === 'day' ? day : range;
  if (query.isPending) {
    return (
      <>
        <Loading />
        {isRunning(query.failureReason) && query.failureReason && (
          <p className={styles['quiet']} role="status" data-testid="running">
            {say(query.failureReason.failure.text)}
          </p>
        )}
      </>
    );
  }
  if (isUnknownDay(query.error)) return <NoRecords />;
  if (!query.data) return <Failed text={query.error.failure.text} retry={() => void query.refetch()} />;
  return <Shown report={query.data} stale={query.isError} />;
}

function NoRecords() {
  return (
    <Empty
      icon={<HallIcon size={28} />}
      text={t('那时还没有记录', 'There are no records of that time')}
      hint={t('请选大厅启用之后的日期。', 'Please choose a day after the hall began.')}
    />
  );
}

function Shown({ report, stale }: { readonly report: Report; readonly stale: boolean }) {
  const { say } = useSpeech();
  if (report.figures.arrived === 0) {
    return (
      <Empty
        icon={<HallIcon size={28} />}
        text={t('这段时间没有人取号', 'Nobody took a number then')}
        hint={t('休息日，或还没有开始。', 'A day off, or it has not begun.')}
      />
    );
  }
  return (
    <>
      <p className={styles['quiet']} data-testid="as-of">
        {say(report.hall)} ·{' '}
        <span className="number">
          {report.from === report.to ? report.from : `${report.from} – ${report.to}`}
        </span>
        {report.from !== report.to &&
          say(t(`，${report.daysWithVisitors} 天有业务`, `, ${report.daysWithVisitors} days with visitors`))}
        {!report.complete &&
          say(t(`，截至 ${clockTime(report.at)}，尚未结束`, `, as of ${clockTime(report.at)}, not over yet`))}
        {stale && <b>{say(t('，之后没有读到新的数字', '; nothing newer could be read'))}</b>}
      </p>
      <Summary report={report} />
      {report.halfHours.length > 0 && (
        <HalfHours halfHours={report.halfHours} mean={report.daysWithVisitors > 1} />
      )}
      {report.from !== report.to && <Heat heat={report.heat} />}
      <Tables report={report} />
    </>
  );
}
