import { useSpeech } from '../../words/language.tsx';
import { clockTime } from '../../words/say-time.ts';
import { t } from '../../words/words.ts';
import styles from './offline.module.css';
import { type PaperBook, pending } from './paper-book.ts';

const OUTCOME = {
  finished: t('已完成', 'finished'),
  'no-show': t('过号', 'no-show'),
  open: t('在窗口', 'at the window'),
} as const;

/** What the hall does not know yet, the latest first. */
export function EntryList({ book }: { readonly book: PaperBook }) {
  const { say } = useSpeech();
  const entries = [...pending(book)].reverse();
  if (entries.length === 0) return null;
  return (
    <section aria-labelledby="entries-title">
      <h2 id="entries-title" className={styles['title']}>
        {say(t('待补录', 'To be entered'))} <b className="number">{entries.length}</b>
      </h2>
      <ol className={styles['entries']} data-testid="paper-entries">
        {entries.map((entry) => (
          <li key={`${entry.number}-${entry.calledAt}`} data-testid={`entry-${entry.number}`}>
            <b className="number">{entry.number}</b>
            <span className="number">
              {clockTime(entry.calledAt)}
              {entry.endedAt !== null && `–${clockTime(entry.endedAt)}`}
            </span>
            <span>{say(OUTCOME[entry.outcome])}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
