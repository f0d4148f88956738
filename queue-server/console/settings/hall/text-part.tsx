import { useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { useEditing } from '../editing.ts';
import { problemsOf } from '../problems.ts';
import { styles } from '../styles.ts';
import { jsonProblem } from './json-place.ts';

/** Lines that are seen at once: the list of service items has thousands. */
const MOST_LINES = 24;

/** A section as text (JSON), checked as it is typed. */
export function TextPart({ section, title }: { readonly section: string; readonly title: string }) {
  const { say } = useSpeech();
  const { document, put, mayChange, problems } = useEditing();
  // While it cannot be read, what was typed lives here alone.
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? JSON.stringify(document[section], null, 2);
  const broken = text === null ? null : jsonProblem(text);
  const wrong = problemsOf(problems, section);
  return (
    <>
      <textarea
        spellCheck={false}
        aria-label={title}
        aria-invalid={broken !== null || wrong.length > 0}
        readOnly={!mayChange}
        rows={Math.min(MOST_LINES, shown.split('\n').length + 1)}
        value={shown}
        data-testid={`field-${section}`}
        onChange={({ target }) => {
          setText(target.value);
          if (jsonProblem(target.value) === null) put(section, JSON.parse(target.value));
        }}
        onBlur={() => {
          if (broken === null) setText(null);
        }}
      />
      {broken && (
        <p className={styles['wrong']} role="alert" data-testid={`broken-${section}`}>
          {say(broken)}
        </p>
      )}
      {wrong.map((one) => (
        <p key={one.en} className={styles['wrong']}>
          {say(one)}
        </p>
      ))}
    </>
  );
}
