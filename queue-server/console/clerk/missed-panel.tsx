import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './clerk.module.css';
import type { Missed } from './use-catch-up.ts';

/** What happened while the line was lost, in a few lines. */
export function MissedPanel({ missed, dismiss }: { readonly missed: Missed; readonly dismiss: () => void }) {
  const { say } = useSpeech();
  const span = `${clockTime(missed.from)}–${clockTime(missed.to)}`;
  return (
    <section className={styles['missed']} role="status" data-testid="missed">
      <p>
        <b>{say(t(`已恢复连接（断线 ${span}）`, `Connected again (lost ${span})`))}</b>
      </p>
      {missed.lines.length === 0 ? (
        <p>{say(t('期间没有变化。', 'Nothing changed meanwhile.'))}</p>
      ) : (
        <ul>
          {missed.lines.map((line) => (
            <li key={line.zh}>{say(line)}</li>
          ))}
        </ul>
      )}
      <button type="button" data-testid="missed-dismiss" onClick={dismiss}>
        {say(t('知道了', 'All right'))}
      </button>
    </section>
  );
}
