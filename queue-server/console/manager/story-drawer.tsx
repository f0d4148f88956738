import type { TicketStory } from '@hall/shared/contracts/commands';
import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useEffect, useRef } from 'react';
import { ReadFailed } from '../api/failure.ts';
import { useReread } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { ClassChip } from '../clerk/class-chip.tsx';
import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockSeconds } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './story.module.css';

const STATES: Readonly<Record<TicketStory['state'], ReturnType<typeof t>>> = {
  committed: t('正在出票', 'printing'),
  waiting: t('等候中', 'waiting'),
  called: t('已叫号', 'called'),
  parked: t('已挂起', 'parked'),
  serving: t('办理中', 'being served'),
  finished: t('已办完', 'finished'),
  'no-show': t('过号', 'no-show'),
  void: t('已作废', 'void'),
  closed: t('已关闭', 'closed'),
};

const STORY_INTERVAL_MS = 500;

/** What happened to a ticket, in words, from the first event to the last. */
export function StoryDrawer({
  ticket,
  close,
}: {
  readonly ticket: string | null;
  readonly close: () => void;
}) {
  const { say } = useSpeech();
  const shut = useRef(close);
  shut.current = close;
  // It may lie above another drawer, and Escape is for the one on top, wherever the focus is at that moment.
  useEffect(() => {
    if (ticket === null) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      shut.current();
    };
    document.addEventListener('keydown', onKey, true);
    return () => document.removeEventListener('keydown', onKey, true);
  }, [ticket]);
  return (
    <Drawer
      keyboard={false}
      open={ticket !== null}
      onClose={close}
      size="min(480px, 100vw)"
      title={say(t('号票经过', 'The story of a ticket'))}
      destroyOnHidden
    >
      {ticket && <Story ticket={ticket} />}
    </Drawer>
  );
}

function Story({ ticket }: { readonly ticket: string }) {
  const { say } = useSpeech();
  const story = useQuery<TicketStory, ReadFailed>({
    queryKey: ['story', ticket],
    queryFn: async () => {
      const answer = await client.command('ticket.read', { ticket });
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    retry: false,
  });
  useReread(['story', ticket], (event) => event.ticket === ticket, STORY_INTERVAL_MS);
  if (story.isPending) return <Loading />;
  if (!story.data) return <Failed text={story.error.failure.text} retry={() => void story.refetch()} />;
  const { number, queueName, state, entries, day } = story.data;
  return (
    <article data-testid="story">
      <header className={styles['storyHead']}>
        <b className="number" data-testid="story-number">
          {number}
        </b>
        <div>
          <span>{say(queueName)}</span>
          <span>
            <ClassChip of={story.data.class} /> {say(STATES[state])} · <span className="number">{day}</span>
          </span>
        </div>
      </header>
      <ol className={styles['story']}>
        {entries.map((entry) => (
          <li key={entry.seq} data-testid="story-entry" data-type={entry.type}>
            <time className="number" dateTime={new Date(entry.at).toISOString()}>
              {clockSeconds(entry.at)}
            </time>
            <div>
              <span>{say(entry.says)}</span>
              {entry.by && <small>{entry.by}</small>}
            </div>
          </li>
        ))}
      </ol>
    </article>
  );
}
