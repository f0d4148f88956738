import type { Text } from '@hall/shared/contracts/text';
import { dateWords } from '@hall/shared/ui/time.ts';
import { Input } from 'antd';
import { useState } from 'react';
import { SearchIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, HALL_TIME_ZONE } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { ticketFinder } from './history.ts';
import styles from './manager.module.css';
import type { Found } from './ticket-index.ts';
import { normaliseNumber } from './ticket-index.ts';

/** A number that somebody says at the counter → what happened to it. */
export function TicketSearch({ open }: { readonly open: (ticket: string) => void }) {
  const { say } = useSpeech();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [several, setSeveral] = useState<readonly Found[]>([]);
  const [note, setNote] = useState<Text | null>(null);

  async function search() {
    const number = normaliseNumber(typed);
    if (number === '' || busy) return;
    setBusy(true);
    setNote(null);
    setSeveral([]);
    const found = await ticketFinder.find(number);
    setBusy(false);
    if ('zh' in found) return setNote(found);
    if (found.length === 0) return setNote(t(`近期没有 ${number} 这个号`, `No recent ticket ${number}`));
    if (found.length === 1) return open((found[0] as Found).ticket);
    setSeveral(found);
  }

  return (
    <search className={styles['search']}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <Input
          size="large"
          allowClear
          prefix={<SearchIcon />}
          placeholder={say(t('查号票，如 A012', 'Find a ticket, e.g. A012'))}
          aria-label={say(t('查号票', 'Find a ticket'))}
          maxLength={8}
          value={typed}
          disabled={busy}
          onChange={(event) => {
            setTyped(event.target.value);
            setNote(null);
            setSeveral([]);
          }}
          data-testid="ticket-search"
        />
      </form>
      <p role="status" className={styles['note']} data-testid="ticket-search-note">
        {note && say(note)}
      </p>
      {several.length > 0 && (
        <ul className={styles['several']}>
          {several.map((found) => (
            <li key={found.ticket}>
              <button type="button" onClick={() => open(found.ticket)}>
                <b className="number">{found.number}</b>
                <span>
                  {say(dateWords(found.firstAt, HALL_TIME_ZONE))} {clockTime(found.firstAt)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </search>
  );
}
