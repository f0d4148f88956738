import { Button } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { valueAt } from '../draft.ts';
import { useEditing } from '../editing.ts';
import { styles } from '../styles.ts';
import { idsOf } from './ids.ts';

type Section = 'announcements' | 'questions';

interface FoldedEntriesProps {
  readonly section: Section;
  /** Those that are shown, in their order. */
  readonly ids: readonly string[];
  /** What the line of an entry says beside its name. */
  readonly note?: (id: string) => ReactNode;
  readonly children: (id: string) => ReactNode;
}

/** A line for each entry, which unfolds into its form; what was taken away stays in sight until it is saved. */
export function FoldedEntries({ section, ids, note, children }: FoldedEntriesProps) {
  const { document, view } = useEditing();
  const here = idsOf(document, section);
  const gone = idsOf(view.document, section).filter((id) => !here.includes(id));
  return (
    <ul className={styles['folded']}>
      {ids.map((id) => (
        <Folded key={id} section={section} id={id} note={note?.(id)}>
          {() => children(id)}
        </Folded>
      ))}
      {gone.map((id) => (
        <Gone key={id} section={section} id={id} />
      ))}
    </ul>
  );
}

interface FoldedProps {
  readonly section: Section;
  readonly id: string;
  readonly note: ReactNode;
  readonly children: () => ReactNode;
}

function Folded({ section, id, note, children }: FoldedProps) {
  const { say } = useSpeech();
  const { view, draft, problems, places, put, target, mayChange } = useEditing();
  const at = `${section}.${id}`;
  const mine = (path: string) => path === at || path.startsWith(`${at}.`);
  const isNew = valueAt(view.document, at) === undefined;
  const label = places[section].find(({ value }) => value === id)?.label ?? id;
  const name = label === id && isNew ? say(t('（未填写）', '(not filled in yet)')) : label;
  const [open, setOpen] = useState(false);
  const line = useRef<HTMLLIElement>(null);
  const meant = target !== null && mine(target);
  useEffect(() => {
    if (meant) setOpen(true);
  }, [meant]);
  // It was just added, and is to be written now.
  const fresh = isNew && label === id;
  useEffect(() => {
    if (!fresh) return;
    setOpen(true);
    const timer = setTimeout(() => line.current?.querySelector('input')?.focus());
    return () => clearTimeout(timer);
  }, [fresh]);
  return (
    <li ref={line} data-testid={`entry-${section}-${id}`} data-new={isNew}>
      <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <span className={styles['folded-name']}>{name}</span>
          {problems.some(({ path }) => mine(path)) && (
            <span className={styles['wrong']}>{say(t('需改', 'to mend'))}</span>
          )}
          {isNew ? (
            <span className={styles['changed']}>{say(t('新', 'new'))}</span>
          ) : (
            [...draft.keys()].some(mine) && (
              <span className={styles['changed']}>{say(t('有更改', 'changed'))}</span>
            )
          )}
          {note}
        </summary>
        {open && (
          <div className={styles['folded-form']}>
            {children()}
            {mayChange && (
              <Button
                danger
                size="small"
                aria-label={say(t(`删除 ${name}`, `Remove ${name}`))}
                data-testid={`take-${section}-${id}`}
                onClick={() => put(at, undefined)}
              >
                {say(t('删除', 'Remove'))}
              </Button>
            )}
          </div>
        )}
      </details>
    </li>
  );
}

function Gone({ section, id }: { readonly section: Section; readonly id: string }) {
  const { say } = useSpeech();
  const { view, put } = useEditing();
  const at = `${section}.${id}`;
  const entry = valueAt(view.document, at) as { readonly title?: unknown; readonly question?: unknown };
  const words = (entry.title ?? entry.question) as { readonly zh: string; readonly en: string };
  return (
    <li data-gone="true">
      <del>{say(words)}</del>
      <Button size="small" data-testid={`restore-${section}-${id}`} onClick={() => put(at, entry)}>
        {say(t('恢复', 'Restore'))}
      </Button>
    </li>
  );
}
