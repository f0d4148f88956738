import type { Text } from '@hall/shared/contracts/text';
import { type ReactNode, useEffect, useState } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { useEditing } from '../editing.ts';
import { Field } from '../fields/field.tsx';
import { styles } from '../styles.ts';
import { Announcements } from './announcements.tsx';
import { Entries } from './entries.tsx';
import { HALL_FIELDS, SECTION_NAMES } from './hall-fields.ts';
import { Notices } from './notices.tsx';
import { Questions } from './questions.tsx';
import { TextPart } from './text-part.tsx';

/** What no rule is about: what the hall is called, what it tells everybody, its zones, queues and windows, and what is done there. */
export function HallParts() {
  const { say } = useSpeech();
  const name = (section: string) => SECTION_NAMES[section] ?? t(section, section);
  return (
    <>
      <Part section="hall" title={t('基本资料', 'The hall itself')}>
        <div className={styles['form']}>
          {HALL_FIELDS.map((field) => (
            <Field key={field.path} field={field} path={field.path} />
          ))}
        </div>
      </Part>
      <Part section="notices" title={name('notices')}>
        <Notices />
      </Part>
      <Part section="announcements" title={name('announcements')}>
        <Announcements />
      </Part>
      <Part section="questions" title={name('questions')}>
        <Questions />
      </Part>
      {(['zones', 'queues', 'windows'] as const).map((section) => (
        <Part key={section} section={section} title={name(section)}>
          <Entries section={section} />
        </Part>
      ))}
      <p className={styles['lead']}>
        {say(
          t(
            '部门、事项、主题和平面图按文本（JSON）编辑，边改边检查。',
            'Departments, service items, themes and the plan are edited as text (JSON) and checked as you type.',
          ),
        )}
      </p>
      {(['departments', 'items', 'themes', 'map'] as const).map((section) => (
        <Part key={section} section={section} title={name(section)}>
          <TextPart section={section} title={say(name(section))} />
        </Part>
      ))}
    </>
  );
}

interface PartProps {
  readonly section: string;
  readonly title: Text;
  readonly children: ReactNode;
}

/** One part, folded until somebody wants it: a hall has hundreds of entries. */
function Part({ section, title, children }: PartProps) {
  const { say } = useSpeech();
  const { document, draft, problems, target } = useEditing();
  const [open, setOpen] = useState(section === 'hall');
  const [first = ''] = (target ?? '').split('.');
  const meant = first === section || (section === 'hall' && HALL_FIELDS.some(({ path }) => path === target));
  useEffect(() => {
    if (meant) setOpen(true);
  }, [meant]);
  const mine = (path: string) =>
    section === 'hall'
      ? HALL_FIELDS.some((field) => field.path === path)
      : path === section || path.startsWith(`${section}.`);
  const list = document[section];
  const changed = [...draft.keys()].some(mine);
  const wrong = problems.some(({ path }) => mine(path));
  return (
    <details
      className={styles['part']}
      data-testid={`part-${section}`}
      open={open}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>
        {say(title)}
        {Array.isArray(list) && <small className="number">{list.length}</small>}
        {wrong && <span className={styles['wrong']}>{say(t('需改', 'to mend'))}</span>}
        {changed && <span className={styles['changed']}>{say(t('有更改', 'changed'))}</span>}
      </summary>
      {open && <div className={styles['inside']}>{children}</div>}
    </details>
  );
}
