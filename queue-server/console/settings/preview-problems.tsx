import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { namePath } from './name-path.ts';
import type { Places } from './places.ts';
import type { Placed } from './problems.ts';
import { styles } from './styles.ts';

interface PreviewProblemsProps {
  readonly problems: readonly Placed[];
  readonly places: Places;
  readonly goTo: (path: string) => void;
}

/** All that keeps the change from being made, each with the way to its field. */
export function PreviewProblems({ problems, places, goTo }: PreviewProblemsProps) {
  const { say } = useSpeech();
  return (
    <section className={styles['problems']} role="alert" data-testid="preview-problems">
      <h3>{say(t('还不能保存', 'Cannot be saved yet'))}</h3>
      <ul>
        {problems.map(({ path, says }) => {
          const named = namePath(path.split('.'), places);
          return (
            <li key={`${path} ${says.en}`}>
              <button type="button" onClick={() => goTo(path)}>
                {named.rule?.id} {say(named.name)} {named.where}
              </button>
              <span>{say(says)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
