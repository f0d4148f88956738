import type { SettingsChange } from '@hall/shared/contracts/settings';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { type Document, valueAt } from './draft.ts';
import { type Named, namePath } from './name-path.ts';
import type { Places } from './places.ts';
import { sayPlain, sayValue } from './say-value.ts';
import { styles } from './styles.ts';

/** Fields that are read at a glance; a year's holidays are unfolded. */
const MOST_SHOWN = 8;

interface ChangeListProps {
  readonly changes: readonly SettingsChange[];
  readonly more: number;
  readonly places: Places;
  /** Long values are cut by the server; these have them whole, where they are known. */
  readonly before?: Document;
  readonly after?: Document;
}

interface Line {
  readonly change: SettingsChange;
  readonly named: Named;
}

/** Before and after, by the names and in the words that the editor uses. */
export function ChangeList({ changes, more, places, before, after }: ChangeListProps) {
  const { say } = useSpeech();
  const lines = changes.map((change) => ({ change, named: namePath(change.path, places) }));
  return (
    <div className={styles['changes']} data-testid="changes">
      {listed(lines.slice(0, MOST_SHOWN))}
      {lines.length > MOST_SHOWN && (
        <details>
          <summary>
            {say(t(`其余 ${lines.length - MOST_SHOWN} 处`, `${lines.length - MOST_SHOWN} more`))}
          </summary>
          {listed(lines.slice(MOST_SHOWN))}
        </details>
      )}
      {more > 0 && <p>{say(t(`另有 ${more} 处未列出`, `${more} more are not listed`))}</p>}
    </div>
  );

  function listed(some: readonly Line[]) {
    return (
      <ul>
        {some.map(({ change, named }, i) => (
          <li key={change.path.join('.')} data-testid="change">
            {!sameField(some[i - 1]?.named, named) && (
              <b>
                {named.rule && <span className={styles['number-tag']}>{named.rule.id}</span>}
                {say(named.name)}
                {named.where && <span className={styles['where']}>{named.where}</span>}
              </b>
            )}
            <span>
              {named.inside && <code>{named.inside}</code>}
              <del>{said(change.before, before && valueAt(before, change.path.join('.')), named)}</del>
              <span aria-hidden="true"> → </span>
              <ins>{said(change.after, after && valueAt(after, change.path.join('.')), named)}</ins>
            </span>
          </li>
        ))}
      </ul>
    );
  }

  function said(value: unknown, whole: unknown, named: Named): string {
    const cut = typeof value === 'string' && /^[[{].*…$/s.test(value);
    if (cut && whole === undefined) return say(t('（内容较长）', '(long)'));
    const told = cut ? whole : value;
    if (named.field && named.inside === null) return sayValue(told, named.field.input, places, say);
    return sayPlain(told, say);
  }
}

/** Lines about parts of one field stand under one name. */
function sameField(above: Named | undefined, named: Named): boolean {
  return (
    above !== undefined &&
    above.name.zh === named.name.zh &&
    above.where === named.where &&
    named.inside !== null
  );
}
