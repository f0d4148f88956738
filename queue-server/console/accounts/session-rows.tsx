import type { OpenSession } from '@hall/shared/contracts/accounts';
import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { useState } from 'react';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { sayMoment } from '../words/say-time.ts';
import { ROLE_WORDS, t } from '../words/words.ts';
import styles from './accounts.module.css';

const WORDS = {
  person: t('人员', 'Person'),
  from: t('地址', 'Address'),
  browser: t('浏览器', 'Browser'),
  since: t('登录于', 'Since'),
  used: t('最近使用', 'Last used'),
  ends: t('最迟结束', 'Ends by'),
  end: t('结束', 'End'),
  here: t('就是这里', 'This one'),
  unknown: t('未知', 'Unknown'),
  action: t('操作', 'Action'),
} as const;

interface SessionRowsProps {
  readonly sessions: readonly OpenSession[];
  /** Whether whose they are has to be said. */
  readonly named: boolean;
  readonly changed: () => void;
}

export function SessionRows({ sessions, named, changed }: SessionRowsProps) {
  const { say, language } = useSpeech();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<Text | null>(null);
  const now = Date.now();

  async function end(session: string) {
    setBusy(session);
    const answer = await client.command('session.end', { session });
    setBusy(null);
    setProblem(answer.ok ? null : answer.error.text);
    changed();
  }

  return (
    <>
      <table className={styles['table']} data-compact={!named}>
        <thead>
          <tr>
            {named && <th scope="col">{say(WORDS.person)}</th>}
            <th scope="col">{say(WORDS.browser)}</th>
            <th scope="col">{say(WORDS.from)}</th>
            <th scope="col">{say(WORDS.since)}</th>
            <th scope="col">{say(WORDS.used)}</th>
            {named && <th scope="col">{say(WORDS.ends)}</th>}
            <th scope="col">
              <span className="hidden-to-eyes">{say(WORDS.action)}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((row) => (
            <tr key={row.session} data-testid="session-row">
              {named && (
                <td>
                  <b>{language === 'zh' ? row.name : row.nameEn}</b>
                  <small>
                    {row.username} ·{' '}
                    {row.roles.map((role) => say(ROLE_WORDS[role])).join(language === 'zh' ? '、' : ', ')}
                  </small>
                </td>
              )}
              <td>{row.browser === '' ? say(WORDS.unknown) : row.browser}</td>
              <td className="number">{row.address}</td>
              <td className="number">{say(sayMoment(row.since, now))}</td>
              <td className="number">{say(sayMoment(row.lastUsed, now))}</td>
              {named && <td className="number">{say(sayMoment(row.expiresAt, now))}</td>}
              <td className={styles['act']}>
                {row.current ? (
                  <span className={styles['here']}>{say(WORDS.here)}</span>
                ) : (
                  <Button
                    size="small"
                    loading={busy === row.session}
                    onClick={() => void end(row.session)}
                    data-testid="session-end"
                  >
                    {say(WORDS.end)}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {problem && (
        <p className={styles['problem']} role="alert">
          {say(problem)}
        </p>
      )}
    </>
  );
}
