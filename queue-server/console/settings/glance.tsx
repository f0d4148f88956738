import { RULES } from '@hall/shared/contracts/rule-book/book';
import type { RuleField } from '@hall/shared/contracts/rule-book/rule';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { valueAt } from './draft.ts';
import { useEditing } from './editing.ts';
import { Field } from './fields/field.tsx';
import { sayValue } from './say-value.ts';
import { styles } from './styles.ts';

interface Column {
  readonly rule: string;
  readonly field: RuleField;
}

/** Short enough to be typed in a table; the rest is shown in words and opens its card. */
const TYPED: ReadonlySet<string> = new Set(['number', 'text', 'switch']);

/** What is set for each queue (or window), all of them in one table, so that nobody clicks through fourteen. */
export function Glance({ list }: { readonly list: 'queues' | 'windows' }) {
  const { say } = useSpeech();
  const { places } = useEditing();
  const columns: readonly Column[] = RULES.flatMap((rule) =>
    rule.fields.filter(({ path }) => path.startsWith(`${list}[]`)).map((field) => ({ rule: rule.id, field })),
  );
  const typed = columns.filter(({ field }) => TYPED.has(field.input.kind));
  const said = columns.filter(({ field }) => !TYPED.has(field.input.kind));
  const name = list === 'queues' ? t('队列', 'Queue') : t('窗口', 'Window');
  return (
    <>
      {[typed, said]
        .filter((some) => some.length > 0)
        .map((some) => (
          <section
            key={some[0]?.rule}
            className={styles['glance']}
            aria-label={say(
              list === 'queues' ? t('各队列一览', 'All queues') : t('各窗口一览', 'All windows'),
            )}
          >
            <table>
              <thead>
                <tr>
                  <th scope="col">{say(name)}</th>
                  {some.map(({ rule, field }) => (
                    <th key={field.path} scope="col">
                      <small>{rule}</small>
                      {say(field.name)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {places[list].map((place) => (
                  <tr key={place.value}>
                    <th scope="row">{place.label}</th>
                    {some.map(({ field }) => (
                      <td key={field.path}>
                        <GlanceCell field={field} list={list} place={place} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
    </>
  );
}

interface GlanceCellProps {
  readonly field: RuleField;
  readonly list: 'queues' | 'windows';
  readonly place: { readonly value: string; readonly label: string };
}

function GlanceCell({ field, list, place }: GlanceCellProps) {
  const { say } = useSpeech();
  const { document, draft, places, goTo } = useEditing();
  const path = field.path.replace(`${list}[]`, `${list}.${place.value}`);
  const name = `${place.label} ${say(field.name)}`;
  if (TYPED.has(field.input.kind)) return <Field field={field} path={path} bare={name} />;
  return (
    <button
      type="button"
      className={styles['said']}
      data-changed={draft.has(path)}
      onClick={() => goTo(path)}
    >
      <span className="hidden-to-eyes">{name} </span>
      {sayValue(valueAt(document, path), field.input, places, say)}
    </button>
  );
}
