import { Link } from 'react-router';
import { may } from '../access.ts';
import { HALL_INTERVAL_MS, HALL_KEY, useHall, useReread, useSession } from '../api/hooks.ts';
import { BellIcon } from '../icons/guide-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './bells.module.css';

/** In the bar of every page, for those who may answer: somebody at a machine waits for a guide. */
export function BellBadge() {
  const { roles } = useSession();
  return may(roles, 'helper.answer') ? <Badge /> : null;
}

function Badge() {
  const { say } = useSpeech();
  const count = useHall().data?.bells.length ?? 0;
  useReread(HALL_KEY, (event) => event.type.startsWith('helper.'), HALL_INTERVAL_MS);
  return (
    <span role="status">
      {count > 0 && (
        <Link to="/guide" className={styles['badge'] ?? ''} data-testid="bell-badge">
          <BellIcon size={18} />
          {say(t(`${count} 处呼叫`, count === 1 ? '1 call' : `${count} calls`))}
        </Link>
      )}
    </span>
  );
}
