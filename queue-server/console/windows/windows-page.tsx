import type { Text } from '@hall/shared/contracts/text';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { HALL_INTERVAL_MS, HALL_KEY, useHall, useReread, useSession } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { unsentBooks } from '../clerk/offline/book-store.ts';
import { pending } from '../clerk/offline/paper-book.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { t, windowName } from '../words/words.ts';
import { standing } from './own-window.ts';
import styles from './windows.module.css';

const WORDS = {
  title: t('今天坐哪个窗口？', 'Which window today?'),
  hint: t('窗口不固定，空着的都可以坐。', 'No fixed seats: any free window will do.'),
  free: t('空闲', 'Free'),
  own: t('我的窗口', 'My window'),
  taken: t('在用', 'taken by'),
} as const;

/** 无固定坐席: any clerk at any window. */
export function WindowsPage() {
  const { say } = useSpeech();
  const session = useSession();
  const hall = useHall();
  const go = useNavigate();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Text | null>(null);
  const [unsent] = useState(unsentBooks);
  useReread(HALL_KEY, (event) => event.window !== null, HALL_INTERVAL_MS);

  if (hall.isPending) return <Loading />;
  if (!hall.data) return <Failed text={hall.error.failure.text} retry={() => void hall.refetch()} />;

  async function choose(window: string, own: boolean) {
    if (busy) return;
    setBusy(window);
    setProblem(null);
    if (!own) {
      const answer = await client.command('window.open', { window });
      if (!answer.ok) {
        setBusy(null);
        setProblem(answer.error.text);
        void hall.refetch();
        return;
      }
    }
    await go(`/windows/${window}`);
  }

  const { zones, windows } = hall.data;
  return (
    <div className={styles['page']}>
      <h1>{say(WORDS.title)}</h1>
      <p className={styles['hint']}>{say(WORDS.hint)}</p>
      <p role="alert" className={styles['problem']} data-testid="problem">
        {problem && say(problem)}
      </p>
      {unsent.map((book) => (
        <p key={book.window} className={styles['unsent']} data-testid={`unsent-${book.window}`}>
          {say(
            t(
              `${book.windowNumber} 号窗口有 ${pending(book).length} 个纸号待补录。`,
              `Window ${book.windowNumber} has ${pending(book).length} paper numbers to be entered.`,
            ),
          )}{' '}
          <Link to={`/windows/${book.window}`}>{say(t('去补录', 'Enter them'))}</Link>
        </p>
      ))}
      {zones.map((zone) => {
        const rows = windows.filter((row) => row.zone === zone.id);
        if (rows.length === 0) return null;
        return (
          <section key={zone.id} aria-labelledby={`zone-${zone.id}`} className={styles['zone']}>
            <h2 id={`zone-${zone.id}`}>
              {say(zone.name)}
              <small>{say(t(`等候 ${zone.waiting} 人`, `${zone.waiting} waiting`))}</small>
            </h2>
            <ul>
              {rows.map((row) => {
                const is = standing(row, session);
                const label =
                  is === 'own' ? say(WORDS.own) : is === 'taken' ? (row.clerkName ?? '') : say(WORDS.free);
                return (
                  <li key={row.id}>
                    <button
                      type="button"
                      className={styles['tile']}
                      data-standing={is}
                      data-testid={`choose-window-${row.id}`}
                      disabled={is === 'taken' || (busy !== null && busy !== row.id)}
                      aria-busy={busy === row.id}
                      onClick={() => void choose(row.id, is === 'own')}
                    >
                      <span className="hidden-to-eyes">{say(windowName(row.number))}</span>
                      <span className={`number ${styles['figure']}`} aria-hidden="true">
                        {row.number}
                      </span>
                      <span className={styles['who']}>
                        {is === 'taken' && <span className="hidden-to-eyes">{say(WORDS.taken)} </span>}
                        {label}
                      </span>
                    </button>
                  </li>
                );
              })}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
