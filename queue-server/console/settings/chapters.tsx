import { RULE_BOOK } from '@hall/shared/contracts/rule-book/book';
import type { Text } from '@hall/shared/contracts/text';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { useEditing } from './editing.ts';
import { styles } from './styles.ts';

/** Chapters of the rule book, and what else the page shows. */
export const OTHER_CHAPTERS: readonly { readonly id: string; readonly title: Text }[] = [
  { id: 'all-queues', title: t('各队列一览', 'All queues') },
  { id: 'all-windows', title: t('各窗口一览', 'All windows') },
  { id: 'hall', title: t('大厅资料', 'The hall') },
  { id: 'history', title: t('历史版本', 'History') },
];

interface ChaptersProps {
  /** Null while a search is shown. */
  readonly current: string | null;
  readonly choose: (id: string) => void;
}

export function Chapters({ current, choose }: ChaptersProps) {
  const { say } = useSpeech();
  const { draft, problems } = useEditing();
  const button = (id: string, title: Text, mark: 'changed' | 'wrong' | null) => (
    <button
      key={id}
      type="button"
      aria-current={current === id ? 'page' : undefined}
      data-testid={`chapter-${id}`}
      onClick={() => choose(id)}
    >
      {say(title)}
      {mark && (
        <i
          data-mark={mark}
          title={say(mark === 'wrong' ? t('有需改之处', 'Something to mend') : t('有更改', 'Changed'))}
        />
      )}
    </button>
  );
  return (
    <nav aria-label={say(t('章节', 'Chapters'))} className={styles['chapters']}>
      {RULE_BOOK.map((chapter) => {
        const mine = (path: string) =>
          chapter.rules.some((rule) => rule.fields.some((field) => leadsTo(path, field.path)));
        const wrong = problems.some(({ path }) => mine(path));
        const changed = [...draft.keys()].some(mine);
        return button(chapter.id, chapter.title, wrong ? 'wrong' : changed ? 'changed' : null);
      })}
      <hr />
      {OTHER_CHAPTERS.map(({ id, title }) => button(id, title, null))}
    </nav>
  );
}

/** Whether a path is the field of a rule for some queue or window, or lies in its value. */
function leadsTo(path: string, template: string): boolean {
  const steps = path.split('.');
  return template
    .split('.')
    .flatMap((step) => (step.endsWith('[]') ? [step.slice(0, -2), null] : [step]))
    .every((step, i) => (step === null ? steps[i] !== undefined : steps[i] === step));
}
