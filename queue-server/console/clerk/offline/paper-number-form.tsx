import type { Text } from '@hall/shared/contracts/text';
import { type Ref, useId, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import styles from './offline.module.css';
import type { PaperBook, TypedProblem } from './paper-book.ts';

const PROBLEMS: Readonly<Record<TypedProblem, Text>> = {
  empty: t('请输入纸号。', 'Please type the number on the paper.'),
  range: t(
    '不是本窗口的纸号，请核对字母和数字。',
    'Not a paper number of this window. Check letter and digits.',
  ),
  twice: t('这个纸号已经叫过。', 'This number was called already.'),
};

interface Props {
  readonly field: Ref<HTMLInputElement>;
  readonly ranges: readonly Omit<PaperBook['ranges'][number], 'queue'>[];
  readonly problem: TypedProblem | null;
  /** Null: Enter does it, and a button that stands elsewhere. */
  readonly submitName: Text | null;
  /** True: it was taken, and the field becomes empty. */
  readonly submit: (typed: string) => boolean;
}

/** Where the number of a pre-printed paper is typed. */
export function PaperNumberForm({ field, ranges, problem, submitName, submit }: Props) {
  const { say } = useSpeech();
  const id = useId();
  const [typed, setTyped] = useState('');
  const digits = (n: number) => String(n).padStart(3, '0');
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (submit(typed)) setTyped('');
      }}
    >
      <label htmlFor={id}>{say(t('纸上的号码', 'Number on the paper'))}</label>
      <div>
        <input
          ref={field}
          id={id}
          className="number"
          data-testid="paper-number"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={8}
          value={typed}
          aria-describedby={`${id}-ranges ${id}-problem`}
          aria-invalid={problem !== null}
          onChange={(event) => setTyped(event.target.value)}
        />
        {submitName && (
          <button type="submit" data-testid="paper-call">
            {say(submitName)} <kbd>Enter</kbd>
          </button>
        )}
      </div>
      <p id={`${id}-ranges`} className={styles['ranges']}>
        {ranges.map((range) => (
          <span key={`${range.prefix}${range.first}`}>
            {say(range.name)}{' '}
            <b className="number">
              {range.prefix}
              {digits(range.first)}–{range.prefix}
              {digits(range.last)}
            </b>
          </span>
        ))}
      </p>
      <p id={`${id}-problem`} className={styles['wrong']} role="alert" data-testid="paper-problem">
        {problem && say(PROBLEMS[problem])}
      </p>
    </form>
  );
}
