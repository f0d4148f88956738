import type { Rule } from '@hall/shared/contracts/rule-book/rule';
import { useId } from 'react';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { CalendarSuggestion } from './calendar-suggestion.tsx';
import { pathFor } from './draft.ts';
import { useEditing } from './editing.ts';
import { Field } from './fields/field.tsx';
import { scopeOf } from './scope.ts';
import { styles } from './styles.ts';

/** One numbered rule: what it says, and its fields for the hall, or for the queue or window that is chosen. */
export function RuleCard({ rule }: { readonly rule: Rule }) {
  const { say } = useSpeech();
  const { places, chosen, choose, mayChange } = useEditing();
  const id = useId();
  const scope = scopeOf(rule);
  return (
    <article className={styles['card']} aria-labelledby={id} data-testid={`rule-${rule.id}`}>
      <header>
        <span className={styles['number-tag']}>{rule.id}</span>
        <h2 id={id}>{say(rule.title)}</h2>
        {scope !== null && (
          <label className={styles['scope']}>
            <span>{say(scope === 'queue' ? t('队列', 'Queue') : t('窗口', 'Window'))}</span>
            <select
              value={chosen[scope]}
              data-testid={`scope-${rule.id}`}
              onChange={({ target }) => choose({ ...chosen, [scope]: target.value })}
            >
              {(scope === 'queue' ? places.queues : places.windows).map((place) => (
                <option key={place.value} value={place.value}>
                  {place.label}
                </option>
              ))}
            </select>
          </label>
        )}
      </header>
      <p>{say(rule.says)}</p>
      <div className={styles['fields']}>
        {rule.fields.map((field) => {
          const path = pathFor(field.path, chosen);
          return <Field key={path} field={field} path={path} />;
        })}
      </div>
      {rule.id === 'T2' && mayChange && <CalendarSuggestion />}
    </article>
  );
}
