import type { Text } from '@hall/shared/contracts/text';
import { type ReactNode, useId, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { valueAt } from '../draft.ts';
import { useEditing } from '../editing.ts';
import { Select } from '../fields/select.tsx';
import { problemsOf } from '../problems.ts';
import { styles } from '../styles.ts';

interface EntryFieldProps {
  /** Such as `questions.hours.answer`. */
  readonly path: string;
  readonly name: Text;
}

const LANGUAGES = [
  { key: 'zh', name: t('中文', 'Chinese') },
  { key: 'en', name: t('英文', 'English') },
] as const;
const LINES = 4;

/** Words in both languages beside each other; `long`: a paragraph of them. */
export function EntryWords({ path, name, long = false }: EntryFieldProps & { readonly long?: boolean }) {
  const { say } = useSpeech();
  const { document, problems, put, mayChange } = useEditing();
  const id = useId();
  const value = (valueAt(document, path) as Partial<Text> | undefined) ?? {};
  const words = { zh: value.zh ?? '', en: value.en ?? '' };
  return (
    <Framed path={path} name={name}>
      <div className={styles['both']}>
        {LANGUAGES.map(({ key, name: language }) => {
          const wrong = problemsOf(problems, `${path}.${key}`);
          const common = {
            lang: key,
            readOnly: !mayChange,
            placeholder: say(language),
            'aria-label': `${say(name)} ${say(language)}`,
            'aria-invalid': wrong.length > 0,
            'aria-describedby': wrong.length > 0 ? `${id}${key}` : undefined,
            'data-testid': `field-${path}.${key}`,
            value: words[key],
            onChange: ({ target }: { readonly target: { readonly value: string } }) =>
              put(path, { ...words, [key]: target.value }),
          };
          return (
            <div key={key}>
              {long ? <textarea rows={LINES} {...common} /> : <input {...common} />}
              <Wrong id={`${id}${key}`} texts={wrong} />
            </div>
          );
        })}
      </div>
    </Framed>
  );
}

/** From and until, both included; an empty one leaves that end open. */
export function EntryDays({ path }: { readonly path: string }) {
  const { say } = useSpeech();
  const { document, problems, put, mayChange } = useEditing();
  const id = useId();
  const days = [
    { key: 'from', name: t('首日', 'First day') },
    { key: 'until', name: t('末日', 'Last day') },
  ] as const;
  return (
    <div className={styles['days']}>
      {days.map(({ key, name }) => {
        const at = `${path}.${key}`;
        const wrong = problemsOf(problems, at);
        return (
          <Framed key={key} path={at} name={name}>
            <input
              type="date"
              className={styles['date']}
              disabled={!mayChange}
              aria-label={say(name)}
              aria-invalid={wrong.length > 0}
              aria-describedby={wrong.length > 0 ? `${id}${key}` : undefined}
              data-testid={`field-${at}.day`}
              value={String(valueAt(document, at) ?? '')}
              onChange={({ target }) => put(at, dayOf(target))}
            />
            <Wrong id={`${id}${key}`} texts={wrong} />
          </Framed>
        );
      })}
      <small>
        {say(
          t('不填首日即刻显示，不填末日一直显示。', 'Without a first day: at once; without a last: always.'),
        )}
      </small>
    </div>
  );
}

/** Half a date is none, and no open end either: null, of which the server says that it is missing. */
function dayOf({ value, validity }: HTMLInputElement): string | null | undefined {
  if (value !== '') return value;
  return validity.badInput ? null : undefined;
}

/** A list of words, a line each. */
export function EntryLines({ path, name }: EntryFieldProps) {
  const { say } = useSpeech();
  const { document, problems, put, mayChange } = useEditing();
  const id = useId();
  // The line that is being begun is none yet; it lives here alone.
  const [typed, setTyped] = useState<string | null>(null);
  const lines = (valueAt(document, path) as readonly string[] | undefined) ?? [];
  const text = typed ?? lines.join('\n');
  const wrong = problemsOf(problems, path);
  return (
    <Framed path={path} name={name}>
      <textarea
        rows={Math.min(8, Math.max(3, text.split('\n').length))}
        readOnly={!mayChange}
        placeholder={say(t('每行一个说法', 'One a line'))}
        aria-label={say(name)}
        aria-invalid={wrong.length > 0}
        aria-describedby={wrong.length > 0 ? id : undefined}
        data-testid={`field-${path}.lines`}
        value={text}
        onChange={({ target }) => {
          setTyped(target.value);
          put(path, linesOf(target.value));
        }}
        onBlur={() => setTyped(null)}
      />
      <Wrong id={id} texts={wrong} />
    </Framed>
  );
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}

/** The service that an entry is about, or none. */
export function EntryItem({ path, name }: EntryFieldProps) {
  const { say } = useSpeech();
  const { document, problems, places, put, mayChange } = useEditing();
  const id = useId();
  const wrong = problemsOf(problems, path);
  return (
    <Framed path={path} name={name}>
      <Select
        options={places.items}
        empty={t('与单个事项无关', 'No single service')}
        value={String(valueAt(document, path) ?? '')}
        disabled={!mayChange}
        label={say(name)}
        invalid={wrong.length > 0}
        describedBy={wrong.length > 0 ? id : undefined}
        testid={`field-${path}.choice`}
        change={(item) => put(path, item === '' ? undefined : item)}
      />
      <Wrong id={id} texts={wrong} />
    </Framed>
  );
}

/** Named, amber where it was changed; the way from a problem leads here. */
function Framed({ path, name, children }: EntryFieldProps & { readonly children: ReactNode }) {
  const { say } = useSpeech();
  const { draft } = useEditing();
  return (
    <fieldset className={styles['framed']} data-testid={`field-${path}`} data-changed={draft.has(path)}>
      <legend>{say(name)}</legend>
      {children}
    </fieldset>
  );
}

function Wrong({ id, texts }: { readonly id: string; readonly texts: readonly Text[] }) {
  const { say } = useSpeech();
  return (
    <div id={id}>
      {texts.map((text) => (
        <p key={text.en} className={styles['wrong']}>
          {say(text)}
        </p>
      ))}
    </div>
  );
}
