import {
  ANNOUNCEMENTS_MAX,
  type Announcement,
  announcementState,
  newestFirst,
} from '@hall/shared/contracts/public-info';
import { localTime } from '@hall/shared/contracts/time';
import { Button } from 'antd';
import { useSpeech } from '../../words/language.tsx';
import { HALL_TIME_ZONE } from '../../words/say-time.ts';
import { t } from '../../words/words.ts';
import { valueAt } from '../draft.ts';
import { useEditing } from '../editing.ts';
import { styles } from '../styles.ts';
import { EntryDays, EntryWords } from './entry-fields.tsx';
import { FoldedEntries } from './folded-entries.tsx';
import { idsOf, newId } from './ids.ts';

const SECTION = 'announcements';
const NO_WORDS = { zh: '', en: '' };
const STATES = {
  'to-come': t('未到', 'to come'),
  shown: t('显示中', 'shown'),
  over: t('已过期', 'over'),
} as const;

/** What kiosks show under 通知公告, each with its days. */
export function Announcements() {
  const { say } = useSpeech();
  const { document, view, put, mayChange } = useEditing();
  const today = localTime(view.at, HALL_TIME_ZONE).day;
  const here = idsOf(document, SECTION);
  // In the order of what is saved: a line must not run away while its day is typed.
  const saved = newestFirst((view.document[SECTION] ?? []) as readonly Announcement[]).map(({ id }) => id);
  const fresh = here.filter((id) => !saved.includes(id));
  const ids = [...fresh.reverse(), ...saved.filter((id) => here.includes(id))];
  const state = (id: string) =>
    announcementState(valueAt(document, `${SECTION}.${id}`) as Announcement, today);
  return (
    <>
      {mayChange && (
        <Button
          className={styles['add-line'] ?? ''}
          disabled={here.length >= ANNOUNCEMENTS_MAX}
          data-testid="add-announcement"
          onClick={() => {
            const id = newId('notice');
            put(`${SECTION}.${id}`, { id, title: NO_WORDS, text: NO_WORDS, from: today });
          }}
        >
          {say(t('新增通知', 'Add a notice'))}
        </Button>
      )}
      {ids.length === 0 && <p className={styles['none']}>{say(t('没有通知', 'No notices'))}</p>}
      <FoldedEntries
        section={SECTION}
        ids={ids}
        note={(id) => (
          <small className={styles['state']} data-state={state(id)}>
            {say(STATES[state(id)])}
          </small>
        )}
      >
        {(id) => (
          <>
            <EntryWords path={`${SECTION}.${id}.title`} name={t('标题', 'Title')} />
            <EntryWords long path={`${SECTION}.${id}.text`} name={t('正文', 'Text')} />
            <EntryDays path={`${SECTION}.${id}`} />
          </>
        )}
      </FoldedEntries>
    </>
  );
}
