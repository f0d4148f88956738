import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Icon } from '../parts/Icon.tsx';
import { Title } from '../parts/Title.tsx';
import { daysWords, longDay, Q, shortDay, usualHours } from '../words/query.ts';
import { openingOn, specialDays, weekOf } from './opening.ts';
import { useToday } from './use-today.ts';

/** Rows that stand on a low screen in the largest type; a hall with more says the rest in its notices. */
const WEEK_ROWS = 4;
const DAYS_SHOWN = 4;

/** Today, every week, and the days that are otherwise. */
export function HoursScreen() {
  const say = useSay();
  const { catalogue } = useKiosk();
  const { day } = useToday();
  const today = openingOn(catalogue, day);
  const special = specialDays(catalogue, day).slice(0, DAYS_SHOWN);
  return (
    <div className="query-hours" data-testid="screen-hours">
      <Title>{say(Q.hoursTitle)}</Title>
      <section className={`hours-today ${today.open ? '' : 'hours-closed'}`}>
        <Icon name="clock" />
        <p>
          {say(Q.todayOpen)} · {say(shortDay(day))}
        </p>
        <strong className="number">
          {today.open
            ? today.spans.map(usualHours).join('　')
            : `${say(Q.todayClosed)}${today.why ? ` · ${say(today.why)}` : ''}`}
        </strong>
      </section>
      <section className="panel">
        <h2>{say(Q.weekly)}</h2>
        <ul className="hours-rows">
          {weekOf(catalogue)
            .slice(0, WEEK_ROWS)
            .map((row) => (
              <li key={`${row.days.join()} ${row.span.from} ${row.extended}`}>
                <span>
                  {say(daysWords(row.days))} {row.extended && <em>{say(Q.extended)}</em>}
                </span>
                <strong className="number">{usualHours(row.span)}</strong>
                {row.zones && <small>{row.zones.map(say).join(' · ')}</small>}
              </li>
            ))}
        </ul>
      </section>
      <section className="panel">
        <h2>{say(Q.holidays)}</h2>
        {special.length === 0 ? (
          <p>{say(Q.noHolidays)}</p>
        ) : (
          <ul className="hours-rows">
            {special.map(({ from, to, name, spans }) => (
              <li key={from}>
                <span>{say(name)}</span>
                <strong>{spans === null ? say(Q.closedDay) : spans.map(usualHours).join('　')}</strong>
                <small>
                  {say(longDay(from))}
                  {to !== from && ` – ${say(shortDay(to))}`}
                </small>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
