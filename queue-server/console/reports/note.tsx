import { BESIDE_FIGURES } from '@hall/shared/contracts/figures';
import type { Forecast, Morning } from '@hall/shared/contracts/reports';
import type { Text } from '@hall/shared/contracts/text';
import { useState } from 'react';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { Defined } from './defined.tsx';
import { WEEKDAYS } from './heat.tsx';
import styles from './note.module.css';

const ABOUT: Readonly<Record<Morning['lines'][number]['about'], Text>> = {
  yesterday: t('上一日', 'Last day'),
  unusual: t('异常', 'Unusual'),
  today: t('今天', 'Today'),
  windows: t('开窗', 'Windows'),
};

/** What a manager reads first: ten lines, and what tomorrow will be. */
export function Note({ morning }: { readonly morning: Morning }) {
  const { say } = useSpeech();
  const groups = [...new Set(morning.lines.map(({ about }) => about))];
  return (
    <section aria-labelledby="note" className={styles['note']} data-testid="morning">
      <div>
        <h2 id="note">{say(t('晨报', 'Morning note'))}</h2>
        <dl>
          {groups.map((about) => (
            <div key={about}>
              <dt>{say(ABOUT[about])}</dt>
              {morning.lines
                .filter((line) => line.about === about)
                .map((line) => (
                  <dd key={line.says.en}>{say(line.says)}</dd>
                ))}
            </div>
          ))}
        </dl>
      </div>
      <Ahead forecast={morning.tomorrow} />
    </section>
  );
}

function Ahead({ forecast }: { readonly forecast: Forecast }) {
  const { say } = useSpeech();
  const [more, setMore] = useState(false);
  const most = Math.max(1, ...forecast.halfHours.map(({ high }) => high));
  return (
    <div className={styles['ahead']} data-testid="forecast">
      <h2>
        {say(t('明天', 'Tomorrow'))}
        <small>
          {say(WEEKDAYS[forecast.weekday - 1] as Text)} <span className="number">{forecast.day}</span>
        </small>
      </h2>
      {forecast.expected === null ? (
        <p>
          {say(
            forecast.open
              ? t('记录不足，还无法预计。', 'There are too few records yet.')
              : t('按日历不开放。', 'Closed by the calendar.'),
          )}
        </p>
      ) : (
        <>
          <p className={styles['big']}>
            <span className="number">{forecast.expected}</span>
            <small>
              {say(
                t(`人，${forecast.low} 至 ${forecast.high}`, `people, ${forecast.low} to ${forecast.high}`),
              )}
            </small>
          </p>
          <ol className={styles['bars']} aria-label={say(t('每半小时预计', 'Expected by half hour'))}>
            {forecast.halfHours.map(({ from, expected, low, high }) => (
              <li key={from} style={{ height: `${Math.max(2, (expected / most) * 100)}%` }}>
                <span className="hidden-to-eyes">
                  {from}{' '}
                  {say(t(`约 ${expected} 人，${low} 至 ${high}`, `about ${expected}, ${low} to ${high}`))}
                </span>
              </li>
            ))}
          </ol>
          <p className={styles['ends']} aria-hidden="true">
            <span>{forecast.halfHours[0]?.from}</span>
            <span>{forecast.halfHours.at(-1)?.from}</span>
          </p>
          <p className={styles['fine']}>
            <Defined of={BESIDE_FIGURES.forecast} id="forecast" />{' '}
            {say(t(`依据 ${forecast.basis.length} 天`, `from ${forecast.basis.length} days`))}
          </p>
          {forecast.windows.length > 0 && (
            <button
              type="button"
              className={styles['more']}
              aria-expanded={more}
              data-testid="forecast-windows"
              onClick={() => setMore(!more)}
            >
              {say(t('明天开哪些窗口', 'Which windows to open'))}
            </button>
          )}
          {more && (
            <ul className={styles['plan']}>
              {forecast.windows.map(({ zone, zoneName, spans }) => (
                <li key={zone}>
                  <b>{say(zoneName)}</b>
                  {spans.map((span) => (
                    <span key={span.from} className="number">
                      {span.from}–{span.to}{' '}
                      {say(
                        t(
                          `开 ${span.windows.length} 个（${span.windows.join('、')}）${span.needed > span.windows.length ? `，少 ${span.needed - span.windows.length}` : ''}`,
                          `open ${span.windows.join(', ')}${span.needed > span.windows.length ? `, ${span.needed - span.windows.length} too few` : ''}`,
                        ),
                      )}
                    </span>
                  ))}
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}
