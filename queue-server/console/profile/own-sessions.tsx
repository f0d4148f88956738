import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { useState } from 'react';
import { SessionRows } from '../accounts/session-rows.tsx';
import { useSessions } from '../accounts/use-accounts.ts';
import { useSession } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { Failed, Loading } from '../frame/states.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './profile.module.css';

const WORDS = {
  lead: t(
    '您在这些地方登录着。认不出的请结束，并修改密码。',
    'You are logged in here. End what you do not know, and change your password.',
  ),
  others: t('结束其他全部', 'End all others'),
} as const;

export function OwnSessions() {
  const { say } = useSpeech();
  const { username } = useSession();
  const sessions = useSessions();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);
  if (sessions.isPending) return <Loading />;
  if (!sessions.data)
    return <Failed text={sessions.error.failure.text} retry={() => void sessions.refetch()} />;
  const own = sessions.data.filter((session) => session.username === username);

  async function endOthers() {
    setBusy(true);
    const answer = await client.command('session.end-others', {});
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.text);
    void sessions.refetch();
  }

  return (
    <>
      <p className={styles['lead']}>{say(WORDS.lead)}</p>
      <SessionRows sessions={own} named={false} changed={() => void sessions.refetch()} />
      <p className={styles['problem']} role="alert">
        {problem && say(problem)}
      </p>
      {own.length > 1 && (
        <Button onClick={() => void endOthers()} loading={busy} data-testid="end-others">
          {say(WORDS.others)}
        </Button>
      )}
    </>
  );
}
