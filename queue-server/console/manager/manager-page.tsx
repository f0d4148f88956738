import { dateWords } from '@hall/shared/ui/time.ts';
import { useState } from 'react';
import { may } from '../access.ts';
import { HALL_INTERVAL_MS, HALL_KEY, useHall, useNow, useReread, useSession } from '../api/hooks.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, HALL_TIME_ZONE } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { Devices } from './devices.tsx';
import styles from './manager.module.css';
import { Queues } from './queues.tsx';
import { StoryDrawer } from './story-drawer.tsx';
import { TicketSearch } from './ticket-search.tsx';
import { Today } from './today.tsx';
import { Zones } from './zones.tsx';

/** The hall at this moment. Numbers only: nothing here names a citizen. */
export function ManagerPage() {
  const { say } = useSpeech();
  const { roles } = useSession();
  const hall = useHall();
  const now = useNow();
  const [ticket, setTicket] = useState<string | null>(null);
  useReread(HALL_KEY, () => true, HALL_INTERVAL_MS);
  if (hall.isPending) return <Loading />;
  if (!hall.data) return <Failed text={hall.error.failure.text} retry={() => void hall.refetch()} />;
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
      <Today today={hall.data.today} />
      <div className={styles['columns']}>
        <Queues hall={hall.data} />
        <Devices devices={hall.data.devices} />
      </div>
      <Zones hall={hall.data} now={now} />
      <StoryDrawer ticket={ticket} close={() => setTicket(null)} />
    </div>
  );
}
