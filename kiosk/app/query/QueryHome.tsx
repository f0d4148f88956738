import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Tile } from '../parts/Tile.tsx';
import { Title } from '../parts/Title.tsx';
import { MAP, PROGRESS, type QueryView, toQuery } from '../session/query.ts';
import { noticeCount, Q, usualHours } from '../words/query.ts';
import { noticesOn, openingOn } from './opening.ts';
import { QueryIcon, type QueryIconName } from './QueryIcon.tsx';
import { useToday } from './use-today.ts';

/** Eight doors, two touches from the start. */
export function QueryHome() {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const { day } = useToday();
  const today = openingOn(catalogue, day);
  const doors: readonly [QueryIconName, QueryView, string, string][] = [
    ['progress', PROGRESS, say(Q.progress), say(Q.progressMore)],
    ['guides', { page: 'guides' }, say(Q.guides), say(Q.guidesMore)],
    ['questions', { page: 'questions', query: '', typing: false }, say(Q.questions), say(Q.questionsMore)],
    ['map', MAP, say(Q.map), say(Q.mapMore)],
    ['windows', { page: 'windows' }, say(Q.windows), say(Q.windowsMore)],
    [
      'hours',
      { page: 'hours' },
      say(Q.hours),
      today.open ? `${say(Q.todayOpen)} ${today.spans.map(usualHours).join('、')}` : say(Q.todayClosed),
    ],
    [
      'notices',
      { page: 'notices' },
      say(Q.notices),
      say(noticeCount(noticesOn(catalogue.publicInfo, day).length)),
    ],
    ['ratings', { page: 'ratings', by: 'zone' }, say(Q.ratings), say(Q.ratingsMore)],
  ];
  return (
    <div className="query-home" data-testid="screen-query">
      <Title>{say(Q.queryTitle)}</Title>
      <ul className="query-doors">
        {doors.map(([icon, view, name, more]) => (
          <li key={icon}>
            <Tile
              icon={<QueryIcon name={icon} />}
              name={name}
              more={more}
              testId={`query-${view.page}`}
              onPress={() => act(toQuery(view))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
