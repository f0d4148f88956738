import { RatingsView } from '@hall/shared/contracts/kiosk-query';
import type { PublishedGrades } from '@hall/shared/contracts/public-info';
import { GRADES, type Grade } from '@hall/shared/contracts/ratings';
import type { Text } from '@hall/shared/contracts/text';
import { localTime } from '@hall/shared/contracts/time';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useState } from 'react';
import { useKiosk } from '../kiosk.ts';
import { Notice } from '../parts/Notice.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { sameQuery } from '../session/query.ts';
import { fewerThan, oldSince, Q, ratingCount, ratingsSpan } from '../words/query.ts';

const BEST_FIRST: readonly Grade[] = [5, 4, 3, 2, 1];

/** What people said in the last days: only sums, only of groups that are large enough. */
export function Ratings({ by }: { by: 'zone' | 'department' }) {
  const say = useSay();
  const { host, act, ask } = useKiosk();
  const [view, setView] = useState<RatingsView | 'none' | null>(null);
  const { online } = host;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the server comes back.
  useEffect(() => {
    let wanted = true;
    void ask({ name: 'ratings' }).then((result) => {
      const parsed = result.ok ? RatingsView.safeParse(result.value) : null;
      if (wanted) setView(parsed?.success ? parsed.data : 'none');
    });
    return () => {
      wanted = false;
    };
  }, [ask, online]);
  if (view === null) return <div className="query-ratings" data-testid="screen-ratings" />;
  if (view === 'none') {
    return (
      <div className="query-ratings" data-testid="screen-ratings">
        <Title>{say(Q.ratingsTitle)}</Title>
        <Notice tone="wait" testId="ratings-away">
          {say(online ? Q.ratingsLater : Q.ratingsAway)}
        </Notice>
      </div>
    );
  }
  const { ratings, old } = view;
  const rows: readonly { id: string; name: Text; grades: PublishedGrades | null }[] =
    by === 'zone'
      ? ratings.zones.map(({ zone, ...rest }) => ({ id: zone, ...rest }))
      : ratings.departments.map(({ department, ...rest }) => ({ id: department, ...rest }));
  const timeZone = host.info?.timeZone ?? 'Asia/Shanghai';
  return (
    <div className="list query-ratings" data-testid="screen-ratings">
      <Title
        more={
          old
            ? say(oldSince(localTime(ratings.at, timeZone).day))
            : say(ratingsSpan(ratings.from, ratings.to))
        }
      >
        {say(Q.ratingsTitle)}
      </Title>
      <div className="tabs">
        {(['zone', 'department'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="tab"
            aria-pressed={one === by}
            data-testid={`by-${one}`}
            onClick={() => act(sameQuery({ page: 'ratings', by: one }))}
          >
            {say(one === 'zone' ? Q.byZone : Q.byDepartment)}
          </button>
        ))}
      </div>
      {ratings.hall === null ? (
        <Notice tone="wait" testId="ratings-none">
          {say(Q.ratingsNone)}
        </Notice>
      ) : (
        <Paged
          list={`ratings:${by}`}
          entries={[{ id: 'hall', name: Q.ratingsAll, grades: ratings.hall }, ...rows]}
          lines={1}
          testId="ratings"
        >
          {({ id, name, grades }) => (
            <li className="rating-row" key={id} data-testid={`rating-${id}`}>
              <strong>{say(name)}</strong>
              {grades === null ? (
                <span className="rating-few">{say(Q.tooFew)}</span>
              ) : (
                <>
                  <span className="rating-count">
                    {say(ratingCount(grades.count))} · {say(Q.satisfied)} {satisfied(grades)}%
                  </span>
                  <Bar grades={grades} />
                </>
              )}
            </li>
          )}
        </Paged>
      )}
      <footer className="rating-foot">
        <ul>
          {BEST_FIRST.map((grade) => (
            <li key={grade} className={`grade-${grade}`}>
              {say(GRADES[grade].name)}
            </li>
          ))}
        </ul>
        <p>{say(fewerThan(ratings.minimum))}</p>
      </footer>
    </div>
  );
}

/** Grades 3 and better are satisfied, as the published figures count. */
function satisfied({ count, grades }: PublishedGrades): number {
  return Math.round(((grades[0] + grades[1] + grades[2]) / count) * 100);
}

function Bar({ grades }: { grades: PublishedGrades }) {
  const say = useSay();
  const words = BEST_FIRST.map((grade, i) => `${say(GRADES[grade].name)} ${grades.grades[i]}`).join(', ');
  let x = 0;
  return (
    <svg
      className="rating-bar"
      viewBox={`0 0 ${grades.count} 1`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      {BEST_FIRST.map((grade, i) => {
        const width = grades.grades[i] ?? 0;
        const from = x;
        x += width;
        return <rect key={grade} x={from} width={width} height="1" className={`grade-${grade}`} />;
      })}
    </svg>
  );
}
