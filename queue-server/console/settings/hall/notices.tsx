import type { RowsInput } from '@hall/shared/contracts/rule-book/rule';
import type { Text } from '@hall/shared/contracts/text';
import { useSpeech } from '../../words/language.tsx';
import { t } from '../../words/words.ts';
import { useEditing } from '../editing.ts';
import { Rows } from '../fields/rows.tsx';
import { problemsOf } from '../problems.ts';
import { styles } from '../styles.ts';

const INPUT: RowsInput = {
  kind: 'rows',
  columns: [{ key: 'text', name: t('公告', 'Notice'), input: { kind: 'words' } }],
  empty: t('没有公告', 'No notices'),
};

/** What hangs on the walls in turn. */
export function Notices() {
  const { say } = useSpeech();
  const { document, put, places, mayChange, problems } = useEditing();
  const notices = (document['notices'] as readonly Text[] | undefined) ?? [];
  return (
    <div className={styles['notices']}>
      <Rows
        path="notices"
        input={INPUT}
        label={say(t('公告', 'Notices'))}
        value={notices.map((text) => ({ text }))}
        places={places}
        disabled={!mayChange}
        change={(rows) =>
          put(
            'notices',
            rows.map((row) => row['text']),
          )
        }
      />
      {problemsOf(problems, 'notices').map((text) => (
        <p key={text.en} className={styles['wrong']}>
          {say(text)}
        </p>
      ))}
    </div>
  );
}
