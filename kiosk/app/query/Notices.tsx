import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Icon } from '../parts/Icon.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { toQuery } from '../session/query.ts';
import { longDay, Q, untilWords } from '../words/query.ts';
import { noticesOn } from './opening.ts';
import { useToday } from './use-today.ts';

/** Notices of today: what has not begun or is over is not there [I1]. */
export function Notices() {
  const say = useSay();
  const { catalogue, session, act } = useKiosk();
  const { day } = useToday();
  const notices = noticesOn(catalogue.publicInfo, day);
  return (
    <div className="list query-rows" data-testid="screen-notices">
      <Title>{say(Q.noticesTitle)}</Title>
      {notices.length === 0 ? (
        <p className="query-note">{say(Q.noNotices)}</p>
      ) : (
        <Paged list="notices" entries={notices} lines={session.care ? 3 : 2} testId="notices">
          {({ id, title, until }) => (
            <li key={id}>
              <button
                type="button"
                className="item-row"
                data-testid={`notice-${id}`}
                onClick={() => act(toQuery({ page: 'notice', id }))}
              >
                <span className="item-words">
                  <span className="item-name">{say(title)}</span>
                  {until && <span className="item-more">{say(untilWords(until))}</span>}
                </span>
                <Icon name="forward" />
              </button>
            </li>
          )}
        </Paged>
      )}
    </div>
  );
}

export function Notice({ id }: { id: string }) {
  const say = useSay();
  const { catalogue } = useKiosk();
  const notice = catalogue.publicInfo?.announcements.find((one) => one.id === id);
  if (!notice) return <p className="query-note">{say(Q.noNotices)}</p>;
  const span = [notice.from, notice.until].map((day) => (day ? say(longDay(day)) : '')).join(' – ');
  return (
    <div className="query-text" data-testid="screen-notice">
      <Title {...(span.length > 3 ? { more: span } : {})}>{say(notice.title)}</Title>
      <section className="panel query-words">
        <p>{say(notice.text)}</p>
      </section>
    </div>
  );
}
