import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { valueAt } from './draft.ts';
import { useEditing } from './editing.ts';
import { styles } from './styles.ts';

const DAYS = 'calendar.days';

interface Day {
  readonly date: string;
}

/** Fills a year's public holidays in, as far as they are published; days that are there already stay. */
export function CalendarSuggestion() {
  const { say } = useSpeech();
  const { document, put, view } = useEditing();
  const id = useId();
  const [year, setYear] = useState(() => new Date(view.at).getFullYear());
  const [said, setSaid] = useState<Text | null>(null);
  const [busy, setBusy] = useState(false);
  async function suggest() {
    setBusy(true);
    const answer = await client.command('calendar.suggest', { year });
    setBusy(false);
    if (!answer.ok) return setSaid(answer.error.text);
    const days = (valueAt(document, DAYS) as readonly Day[] | undefined) ?? [];
    const known = new Set(days.map(({ date }) => date));
    const added = answer.value.days.filter(({ date }) => !known.has(date));
    put(
      DAYS,
      [...days, ...added].sort((a, b) => (a.date < b.date ? -1 : 1)),
    );
    setSaid(
      added.length === 0
        ? t(`${year} 年的节假日都已在日历中。`, `The holidays of ${year} are all there already.`)
        : t(
            `已填入 ${added.length} 天，请核对后保存。`,
            `${added.length} days filled in. Please check and save.`,
          ),
    );
  }
  return (
    <div className={styles['suggestion']}>
      <label htmlFor={id}>{say(t('年份', 'Year'))}</label>
      <input
        id={id}
        type="number"
        className={styles['number']}
        value={year || ''}
        data-testid="calendar-year"
        onChange={({ target }) => setYear(Number(target.value))}
      />
      <Button loading={busy} onClick={() => void suggest()} data-testid="calendar-suggest">
        {say(t('填入法定节假日与调休', 'Fill in public holidays and make-up days'))}
      </Button>
      <span role="status" data-testid="calendar-said">
        {said && say(said)}
      </span>
    </div>
  );
}
