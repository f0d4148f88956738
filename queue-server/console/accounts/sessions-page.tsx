import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './accounts.module.css';
import { SessionRows } from './session-rows.tsx';
import { useSessions } from './use-accounts.ts';

const WORDS = {
  title: t('会话', 'Sessions'),
  lead: t(
    '谁在哪里登录着。结束一个会话，那台电脑立即回到登录页。',
    'Who is logged in where. Ending a session takes that computer back to the login at once.',
  ),
} as const;

/** Everyone's sessions, for the administrator. */
export function SessionsPage() {
  const { say } = useSpeech();
  const sessions = useSessions();
  if (sessions.isPending) return <Loading />;
  if (!sessions.data)
    return <Failed text={sessions.error.failure.text} retry={() => void sessions.refetch()} />;
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div>
          <h1>
            {say(WORDS.title)}
            <small>{say(t(`${sessions.data.length} 个`, `${sessions.data.length} open`))}</small>
          </h1>
          <p>{say(WORDS.lead)}</p>
        </div>
      </header>
      <SessionRows sessions={sessions.data} named changed={() => void sessions.refetch()} />
    </div>
  );
}
