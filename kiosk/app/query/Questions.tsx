import type { Question } from '@hall/shared/contracts/public-info';
import { useLanguage, useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useEffect, useMemo, useRef } from 'react';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { DontKnow } from '../parts/DontKnow.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Keyboard } from '../parts/Keyboard.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { type QueryView, sameQuery, toQuery } from '../session/query.ts';
import { F } from '../words/finding.ts';
import { Q } from '../words/query.ts';
import { searchQuestions } from './question-search.ts';

const QUERY_MAX = 24;
/** Asked most often: the first of the list, in the hall's own order. */
const OFTEN = 24;
const RESULTS_MAX = 9;

/** Questions that people ask often; any other by typing. */
export function Questions({ view }: { view: Extract<QueryView, { page: 'questions' }> }) {
  return view.typing ? <Typing query={view.query} /> : <Often />;
}

function Often() {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const questions = (catalogue.publicInfo?.questions ?? []).slice(0, OFTEN);
  const lines = useLines(questions);
  return (
    <div className="list query-questions" data-testid="screen-questions">
      <Title more={say(Q.often)}>{say(Q.questionsTitle)}</Title>
      <button
        type="button"
        className="search search-door"
        data-testid="questions-search"
        onClick={() => act(toQuery({ page: 'questions', query: '', typing: true }))}
      >
        <Icon name="search" />
        <strong>{say(Q.questionsHint)}</strong>
      </button>
      <Paged list="questions" entries={questions} lines={lines} testId="questions" beside={<DontKnow />}>
        {(question) => <Row key={question.id} question={question} />}
      </Paged>
    </div>
  );
}

function Typing({ query }: { query: string }) {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  const found = useMemo(() => searchQuestions(catalogue, query).slice(0, RESULTS_MAX), [catalogue, query]);
  const lines = useLines(found);
  const change = (value: string): void => act(sameQuery({ page: 'questions', query: value, typing: true }));
  return (
    <div className="find" data-testid="screen-questions-typing">
      <div className="find-head">
        <Title>{say(Q.questionsTitle)}</Title>
        <label className="search">
          <Icon name="search" />
          <input
            ref={field}
            data-testid="question-search"
            value={query}
            maxLength={QUERY_MAX}
            inputMode="none"
            autoComplete="off"
            spellCheck={false}
            placeholder={say(Q.questionsHint)}
            aria-label={say(Q.questionsTitle)}
            onChange={(event) => change(event.target.value)}
          />
        </label>
      </div>
      <section className="find-found">
        {found.length > 0 ? (
          <Paged
            list={`found:${query}`}
            entries={found}
            lines={lines}
            testId="question-results"
            beside={<DontKnow />}
          >
            {(question) => <Row key={question.id} question={question} />}
          </Paged>
        ) : (
          <div className="empty" data-testid="no-answer">
            <p>{say(query.trim() === '' ? F.searchStart : Q.noAnswer)}</p>
            <DontKnow />
          </div>
        )}
      </section>
      <Keyboard value={query} max={QUERY_MAX} onChange={change} />
    </div>
  );
}

/** Longer questions need a second line in the narrowest column; in large type all of them may. */
const ONE_LINE = { zh: 18, en: 36 } as const;

function useLines(questions: readonly Question[]): 1 | 2 {
  const language = useLanguage();
  const { session } = useKiosk();
  const long = questions.some(({ question }) => question[language].length > ONE_LINE[language]);
  return session.care || long ? 2 : 1;
}

function Row({ question }: { question: Question }) {
  const say = useSay();
  const { act } = useKiosk();
  return (
    <li>
      <button
        type="button"
        className="item-row"
        data-testid={`question-${question.id}`}
        onClick={() => act(toQuery({ page: 'answer', id: question.id }))}
      >
        <span className="item-words">
          <span className="item-name">{say(question.question)}</span>
        </span>
        <Icon name="forward" />
      </button>
    </li>
  );
}

export function Answer({ id }: { id: string }) {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const found = catalogue.publicInfo?.questions.find((one) => one.id === id);
  if (!found) return <p className="query-note">{say(Q.noAnswer)}</p>;
  const { item } = found;
  return (
    <div className="query-text" data-testid="screen-answer">
      <Title>{say(found.question)}</Title>
      <section className="panel query-words">
        <p data-testid="answer">{say(found.answer)}</p>
      </section>
      <Actions>
        <DontKnow />
        {item !== undefined && (
          <Button
            kind="primary"
            testId="answer-item"
            onPress={() => act({ type: 'go', to: { at: 'item', item } })}
          >
            {say(Q.answerItem)}
          </Button>
        )}
      </Actions>
    </div>
  );
}
