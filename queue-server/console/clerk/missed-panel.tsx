import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './clerk.module.css';
import type { Missed } from './use-catch-up.ts';

/** What happened each time that the line was lost, in a few lines. */
export function MissedPanel(props: { readonly missed: readonly Missed[]; readonly dismiss: () => void }) {
  const { say } = useSpeech();
  return (
    <section className={styles['missed']} role="status" data-testid="missed">
      <div>
        {props.missed.map((one) => (
          <Loss key={one.to} missed={one} />
        ))}
      </div>
      <button type="button" data-testid="missed-dismiss" onClick={props.dismiss}>
        {say(t('知道了', 'All right'))}
      </button>
    </section>
  );
}

function Loss({ missed: { from, to, lines } }: { readonly missed: Missed }) {
  const { say } = useSpeech();
  const span = `${clockTime(from)}–${clockTime(to)}`;
  return (
    <>
      <p>
        <b>{say(t(`已恢复连接（断线 ${span}）`, `Connected again (lost ${span})`))}</b>
      </p>
      {lines.length === 0 ? (
        <p>{say(t('期间没有变化。', 'Nothing changed meanwhile.'))}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line.zh}>{say(line)}</li>
          ))}
        </ul>
      )}
    </>
  );
}
