import { dateWords } from '@hall/shared/ui/time.ts';
import { useState } from 'react';
import { may } from '../access.ts';
import { HALL_INTERVAL_MS, HALL_KEY, useHall, useNow, useReread, useSession } from '../api/hooks.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, HALL_TIME_ZONE } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { Accuracy } from './accuracy.tsx';
import { AttentionList } from './attention-list.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { Devices } from './devices.tsx';
import { EVERYTHING } from './hall-filter.ts';
import styles from './manager.module.css';
import { QueueDrawer } from './queue-drawer.tsx';
import { Queues } from './queues.tsx';
import { StoryDrawer } from './story-drawer.tsx';
import { TicketSearch } from './ticket-search.tsx';
import { Today } from './today.tsx';
import { WindowDrawer } from './window-drawer.tsx';
import { Zones } from './zones.tsx';

/** The hall at this moment: what needs a person first. Numbers only: nothing here names a citizen. */
export function ManagerPage() {
  const { say } = useSpeech();
  const { roles } = useSession();
  const hall = useHall();
  const now = useNow();
  const [ticket, setTicket] = useState<string | null>(null);
  const [drawer, setDrawer] = useState<{ readonly kind: 'queue' | 'window'; readonly id: string } | null>(
    null,
  );
  const [closing, setClosing] = useState<readonly string[] | null>(null);
  const [filter, setFilter] = useState(EVERYTHING);
  useReread(HALL_KEY, () => true, HALL_INTERVAL_MS);
  if (hall.isPending) return <Loading />;
  if (!hall.data) return <Failed text={hall.error.failure.text} retry={() => void hall.refetch()} />;
  const opened = (kind: 'queue' | 'window') => (drawer?.kind === kind ? drawer.id : null);
  const openWindow = (id: string) => setDrawer({ kind: 'window', id });
  const openQueue = (id: string) => setDrawer({ kind: 'queue', id });
  const mayClose = may(roles, 'tickets.close');
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div>
          <h1>{say(t('大厅实况', 'The hall now'))}</h1>
          <p>
            {say(dateWords(now, HALL_TIME_ZONE))} · <span className="number">{clockTime(now)}</span>
          </p>
        </div>
        {may(roles, 'ticket.read') && <TicketSearch open={setTicket} />}
      </header>
      <AttentionList
        hall={hall.data}
        now={now}
        open={(target) => target.kind !== 'page' && setDrawer(target)}
      />
      <Today today={hall.data.today} />
      <Queues
        hall={hall.data}
        zone={filter.zone}
        open={openQueue}
        closeMany={mayClose && hall.data.today.waiting > 0 ? () => setClosing([]) : null}
      />
      <Zones hall={hall.data} now={now} filter={filter} choose={setFilter} open={openWindow} />
      <div className={styles['columns']}>
        {may(roles, 'estimate.accuracy') && <Accuracy />}
        <Devices devices={hall.data.devices} />
      </div>
      <QueueDrawer
        hall={hall.data}
        queue={hall.data.queues.find(({ id }) => id === opened('queue')) ?? null}
        now={now}
        covered={ticket !== null}
        openTicket={setTicket}
        openWindow={openWindow}
        closeMany={(queue) => setClosing([queue])}
        close={() => setDrawer(null)}
      />
      <WindowDrawer
        hall={hall.data}
        window={hall.data.windows.find(({ id }) => id === opened('window')) ?? null}
        now={now}
        close={() => setDrawer(null)}
      />
      <StoryDrawer ticket={ticket} close={() => setTicket(null)} />
      <CloseDialog hall={hall.data} chosen={closing} close={() => setClosing(null)} />
    </div>
  );
}
