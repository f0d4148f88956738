import type { RuleField } from '@hall/shared/contracts/rule-book/rule';
import { Button } from 'antd';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { valueAt } from '../draft.ts';
import { useEditing } from '../editing.ts';
import { Field } from '../fields/field.tsx';
import { WordsInput } from '../fields/words-input.tsx';
import { problemsOf } from '../problems.ts';
import { sayPlain, sayValue } from '../say-value.ts';
import { styles } from '../styles.ts';
import { AddEntry } from './add-entry.tsx';
import { ENTRY_FIELDS } from './hall-fields.ts';
import { idsOf } from './ids.ts';
import type { Section } from './new-entry.ts';

const WORDS: ReadonlySet<string> = new Set(['name', 'place']);

/** The zones, queues or windows of the hall: what they are called and where; added and taken away. */
export function Entries({ section }: { readonly section: Section }) {
  const { say } = useSpeech();
  const { document, view, mayChange } = useEditing();
  const fields = ENTRY_FIELDS.filter(({ path }) => path.startsWith(`${section}[]`));
  const entries = idsOf(document, section);
  const gone = idsOf(view.document, section).filter((id) => !entries.includes(id));
  return (
    <>
      <div className={styles['glance']}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say(section === 'queues' ? t('字母', 'Letters') : t('代号', 'Id'))}</th>
              {fields.map((field) => (
                <th key={field.path} scope="col">
                  {say(field.name)}
                </th>
              ))}
              {section === 'windows' && <th scope="col">{say(t('队列', 'Queues'))}</th>}
              <th scope="col">
                <span className="hidden-to-eyes">{say(t('删除', 'Remove'))}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((id) => (
              <Entry key={id} section={section} id={id} fields={fields} />
            ))}
            {gone.map((id) => (
              <Gone
                key={id}
                section={section}
                id={id}
                columns={fields.length + (section === 'windows' ? 1 : 0)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {mayChange && <AddEntry section={section} />}
    </>
  );
}

interface EntryProps {
  readonly section: Section;
  readonly id: string;
  readonly fields: readonly RuleField[];
}

function Entry({ section, id, fields }: EntryProps) {
  const { say } = useSpeech();
  const { document, view, places, put, goTo, mayChange } = useEditing();
  const at = `${section}.${id}`;
  const isNew = valueAt(view.document, at) === undefined;
  const name = places[section].find(({ value }) => value === id)?.label || id;
  const queues = { kind: 'queues' } as const;
  return (
    <tr data-testid={`entry-${section}-${id}`} data-new={isNew}>
      <th scope="row">
        {section === 'queues' ? sayPlain(valueAt(document, `${at}.prefix`), say) : id}
        {isNew && <span className={styles['changed']}>{say(t('新', 'new'))}</span>}
      </th>
      {fields.map((field) => (
        <td key={field.path}>
          <EntryField field={field} path={field.path.replace('[]', `.${id}`)} name={name} />
        </td>
      ))}
      {section === 'windows' && (
        <td>
          <button type="button" className={styles['said']} onClick={() => goTo(`${at}.queues`)}>
            {sayValue(valueAt(document, `${at}.queues`), queues, places, say)}
          </button>
        </td>
      )}
      <td>
        {mayChange && (
          <Button
            size="small"
            type="text"
            aria-label={say(t(`删除 ${name}`, `Remove ${name}`))}
            data-testid={`take-${section}-${id}`}
            onClick={() => put(at, undefined)}
          >
            {say(t('删除', 'Remove'))}
          </Button>
        )}
      </td>
    </tr>
  );
}

interface EntryFieldProps {
  readonly field: RuleField;
  readonly path: string;
  readonly name: string;
}

function EntryField({ field, path, name }: EntryFieldProps) {
  const { say } = useSpeech();
  const { document, draft, put, mayChange, problems } = useEditing();
  const label = `${name} ${say(field.name)}`;
  if (!WORDS.has(path.slice(path.lastIndexOf('.') + 1)))
    return <Field field={field} path={path} bare={label} />;
  return (
    <div className={styles['field']} data-bare="true" data-changed={draft.has(path)}>
      <WordsInput
        value={valueAt(document, path)}
        disabled={!mayChange}
        label={label}
        testid={`field-${path}`}
        change={(value) => put(path, value)}
      />
      {problemsOf(problems, path).map((text) => (
        <p key={text.en} className={styles['wrong']}>
          {say(text)}
        </p>
      ))}
    </div>
  );
}

/** Taken away and not saved yet: it stays in sight, with the way back. */
function Gone({
  section,
  id,
  columns,
}: {
  readonly section: Section;
  readonly id: string;
  readonly columns: number;
}) {
  const { say } = useSpeech();
  const { view, put } = useEditing();
  const entry = valueAt(view.document, `${section}.${id}`);
  return (
    <tr data-gone="true">
      <th scope="row">
        <del>{id}</del>
      </th>
      <td colSpan={columns}>
        <del>{sayPlain((entry as { name?: unknown }).name, say)}</del>
      </td>
      <td>
        <Button
          size="small"
          data-testid={`restore-${section}-${id}`}
          onClick={() => put(`${section}.${id}`, entry)}
        >
          {say(t('恢复', 'Restore'))}
        </Button>
      </td>
    </tr>
  );
}
