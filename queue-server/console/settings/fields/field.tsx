import { type RuleField, UNIT_WORDS } from '@hall/shared/contracts/rule-book/rule';
import { useId } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { valueAt } from '../draft.ts';
import { useEditing } from '../editing.ts';
import { limitsOf } from '../limits.ts';
import { problemsOf } from '../problems.ts';
import { styles } from '../styles.ts';
import { FieldInput } from './input.tsx';

interface FieldProps {
  readonly field: RuleField;
  /** For the queue or window that is meant. */
  readonly path: string;
  /** In a table: the column and row say what it is; this says it to a screen reader. */
  readonly bare?: string;
}

const GROUPS: ReadonlySet<string> = new Set(['rows', 'several', 'windows', 'queues']);

/** A field of a rule with its name, unit and limits; amber where it was changed, and with what is wrong with it. */
export function Field({ field, path, bare }: FieldProps) {
  const { say } = useSpeech();
  const { document, draft, put, problems, places, mayChange, view } = useEditing();
  const id = useId();
  const isGroup = GROUPS.has(field.input.kind);
  const wrong = problemsOf(problems, path);
  const limits = field.input.kind === 'number' ? limitsOf(view.schema, field.path) : null;
  const changed = isChanged(draft, path);
  const unit = field.unit ? say(UNIT_WORDS[field.unit]) : '';
  const name = bare ?? say(field.name);
  const note = wrong.length > 0 || limits !== null ? `${id}n` : undefined;
  return (
    <div
      className={styles['field']}
      data-wide={isGroup && bare === undefined}
      data-bare={bare !== undefined}
      data-changed={changed}
    >
      {bare === undefined &&
        (isGroup ? (
          <span className={styles['name']}>{name}</span>
        ) : (
          <label className={styles['name']} htmlFor={id}>
            {name}
          </label>
        ))}
      {bare !== undefined && !isGroup && (
        <label className="hidden-to-eyes" htmlFor={id}>
          {bare}
        </label>
      )}
      <FieldInput
        id={id}
        path={path}
        input={field.input}
        value={valueAt(document, path)}
        places={places}
        disabled={!mayChange}
        label={name}
        describedBy={note}
        invalid={wrong.length > 0}
        change={(value) => put(path, value)}
      />
      {bare === undefined && (unit !== '' || limits !== null) && (
        <small>
          {unit}
          {limits !== null && (
            <span className="number">
              {unit && ' '}
              {limits.least}–{limits.most}
            </span>
          )}
        </small>
      )}
      {bare === undefined && draft.has(path) && (
        <button
          type="button"
          className={styles['back']}
          onClick={() => put(path, valueAt(view.document, path))}
        >
          {say(t('还原', 'Undo'))}
        </button>
      )}
      {note !== undefined && (
        <div id={note} className={wrong.length > 0 ? styles['wrong'] : 'hidden-to-eyes'}>
          {wrong.length > 0 ? (
            wrong.map((text) => (
              <p key={text.en} data-testid={`problem-${path}`}>
                {say(text)}
              </p>
            ))
          ) : (
            <span>
              {say(t(`${limits?.least} 至 ${limits?.most}`, `${limits?.least} to ${limits?.most}`))}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

function isChanged(draft: ReadonlyMap<string, unknown>, path: string): boolean {
  if (draft.has(path)) return true;
  for (const other of draft.keys()) if (path.startsWith(`${other}.`)) return true;
  return false;
}
