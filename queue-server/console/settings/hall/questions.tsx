import { QUESTIONS_MAX, type Question } from '@hall/shared/contracts/public-info';
import { Button } from 'antd';
import { useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { useEditing } from '../editing.ts';
import { styles } from '../styles.ts';
import { EntryItem, EntryLines, EntryWords } from './entry-fields.tsx';
import { FoldedEntries } from './folded-entries.tsx';
import { idsOf, newId } from './ids.ts';

const SECTION = 'questions';
const NO_WORDS = { zh: '', en: '' };

/** The 咨询知识库: what residents find at a kiosk when they ask in their own words. */
export function Questions() {
  const { say } = useSpeech();
  const { document, view, draft, put, mayChange, problems } = useEditing();
  const [search, setSearch] = useState('');
  const all = (document[SECTION] ?? []) as readonly Question[];
  const saved = new Set(idsOf(view.document, SECTION));
  const paths = [...draft.keys(), ...problems.map(({ path }) => path)];
  const isAtHand = (id: string) => paths.some((path) => path.startsWith(`${SECTION}.${id}.`));
  // What is being written, or has something to mend, is in sight whatever is searched.
  const ids = [...all.filter(({ id }) => !saved.has(id)).reverse(), ...all.filter(({ id }) => saved.has(id))]
    .filter((one) => !saved.has(one.id) || isAtHand(one.id) || matches(one, search))
    .map(({ id }) => id);
  const label = say(t('查找问题', 'Find a question'));
  return (
    <>
      <div className={styles['add-line']}>
        <input
          type="search"
          aria-label={label}
          placeholder={label}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          data-testid="question-search"
        />
        {mayChange && (
          <Button
            disabled={all.length >= QUESTIONS_MAX}
            data-testid="add-question"
            onClick={() => {
              const id = newId('question');
              put(`${SECTION}.${id}`, { id, question: NO_WORDS, answer: NO_WORDS, aliases: [] });
            }}
          >
            {say(t('新增问题', 'Add a question'))}
          </Button>
        )}
      </div>
      {ids.length === 0 && <p className={styles['none']}>{say(t('没有符合的问题', 'No such question'))}</p>}
      <FoldedEntries section={SECTION} ids={ids}>
        {(id) => (
          <>
            <EntryWords path={`${SECTION}.${id}.question`} name={t('问题', 'Question')} />
            <EntryWords long path={`${SECTION}.${id}.answer`} name={t('回答', 'Answer')} />
            <EntryLines path={`${SECTION}.${id}.aliases`} name={t('其他问法', 'Other words for it')} />
            <EntryItem path={`${SECTION}.${id}.item`} name={t('相关事项', 'Service that it is about')} />
          </>
        )}
      </FoldedEntries>
    </>
  );
}

function matches({ id, question, answer, aliases = [] }: Question, search: string): boolean {
  const wanted = search.trim().toLowerCase();
  const words = [id, question.zh, question.en, answer.zh, answer.en, ...aliases];
  return wanted === '' || words.some((one) => one.toLowerCase().includes(wanted));
}
