import type { AuditEntry } from '@hall/shared/contracts/accounts';
import type { CommandAnswer } from '@hall/shared/contracts/commands';
import { localTime } from '@hall/shared/contracts/time';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import styles from '../accounts/accounts.module.css';
import { ReadFailed } from '../api/failure.ts';
import { client, serverClock } from '../api/live.ts';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { AuditIcon, SearchIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockSeconds, HALL_TIME_ZONE } from '../words/say-time.ts';
import { ROLE_WORDS, t } from '../words/words.ts';
import { ACT_GROUPS, sayAct, sayField } from './act-words.ts';
import own from './audit.module.css';

const WORDS = {
  title: t('审计', 'Audit'),
  lead: t(
    '谁在什么时候做了什么。记录在防篡改的账本里，谁也不能修改或删除。',
    'Who did what, and when. It lies in the tamper-evident ledger: nobody can change or delete it.',
  ),
  day: t('日期', 'Day'),
  actor: t('人员（用户名）', 'Person (user name)'),
  act: t('事件', 'Act'),
  every: t('全部事件', 'Every act'),
  time: t('时间', 'Time'),
  who: t('谁', 'Who'),
  what: t('做了什么', 'Did what'),
  subject: t('对象', 'To what'),
  detail: t('细节', 'Details'),
  seq: t('序号', 'No.'),
  server: t('系统', 'The server'),
  more: t('更早的', 'Earlier ones'),
  none: t('这一天没有符合的记录', 'Nothing like this on that day'),
} as const;

type AuditPageAnswer = CommandAnswer<'audit.read'>;

/** The audit trail, for the auditor. */
export function AuditPage() {
  const { say } = useSpeech();
  const today = localTime(serverClock.now(), HALL_TIME_ZONE).day;
  const [day, setDay] = useState(today);
  const [typed, setTyped] = useState('');
  const [actor, setActor] = useState('');
  const [act, setAct] = useState('');
  const pages = useInfiniteQuery<AuditPageAnswer, ReadFailed>({
    queryKey: ['audit', day, actor, act],
    initialPageParam: null,
    queryFn: async ({ pageParam }) => {
      const answer = await client.command('audit.read', {
        day,
        ...(actor === '' ? {} : { actor }),
        ...(act === '' ? {} : { act }),
        ...(pageParam === null ? {} : { before: pageParam as number }),
      });
      if (!answer.ok) throw new ReadFailed(answer.error);
      return answer.value;
    },
    getNextPageParam: (last) => (last.more ? (last.entries.at(-1)?.seq ?? null) : null),
    retry: false,
  });
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div>
          <h1>{say(WORDS.title)}</h1>
          <p>{say(WORDS.lead)}</p>
        </div>
        <div className={styles['tools']}>
          <Input
            type="date"
            aria-label={say(WORDS.day)}
            value={day}
            max={today}
            onChange={(event) => event.target.value !== '' && setDay(event.target.value)}
            style={{ width: 170 }}
            data-testid="audit-day"
          />
          <Select
            aria-label={say(WORDS.act)}
            value={act}
            onChange={setAct}
            style={{ width: 190 }}
            options={[
              { value: '', label: say(WORDS.every) },
              ...Object.entries(ACT_GROUPS).map(([value, text]) => ({ value, label: say(text) })),
            ]}
          />
          <Input
            allowClear
            prefix={<SearchIcon size={18} />}
            aria-label={say(WORDS.actor)}
            placeholder={say(WORDS.actor)}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onPressEnter={() => setActor(typed.trim())}
            onBlur={() => setActor(typed.trim())}
            onClear={() => setActor('')}
            style={{ width: 210 }}
            data-testid="audit-actor"
          />
        </div>
      </header>
      {pages.isPending ? (
        <Loading />
      ) : pages.isError ? (
        <Failed text={pages.error.failure.text} retry={() => void pages.refetch()} />
      ) : entries.length === 0 ? (
        <Empty text={WORDS.none} icon={<AuditIcon size={28} />} />
      ) : (
        <>
          <Trail entries={entries} />
          {pages.hasNextPage && (
            <Button
              className={own['more'] ?? ''}
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
              data-testid="audit-more"
            >
              {say(WORDS.more)}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function Trail({ entries }: { readonly entries: readonly AuditEntry[] }) {
  const { say } = useSpeech();
  return (
    <table className={`${styles['table']} ${own['trail']}`}>
      <thead>
        <tr>
          {[WORDS.time, WORDS.who, WORDS.what, WORDS.subject, WORDS.detail, WORDS.seq].map((word) => (
            <th scope="col" key={word.en}>
              {say(word)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.seq} data-testid="audit-entry" data-act={entry.act}>
            <td className="number">{clockSeconds(entry.at)}</td>
            <td>
              {entry.actorName
                ? say(entry.actorName)
                : entry.actor === 'hall'
                  ? say(WORDS.server)
                  : entry.actor}
              {entry.actorName !== null && <small>{entry.actor}</small>}
            </td>
            <td>{say(sayAct(entry.act))}</td>
            <td>{entry.subject ?? '–'}</td>
            <td>
              <Details detail={entry.detail} />
            </td>
            <td className="number">{entry.seq}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Details({ detail }: { readonly detail: AuditEntry['detail'] }) {
  const { say, language } = useSpeech();
  const roles = (names: string) =>
    names
      .split(' ')
      .map((name) => (name in ROLE_WORDS ? say(ROLE_WORDS[name as keyof typeof ROLE_WORDS]) : name))
      .join(language === 'zh' ? '、' : ', ');
  return (
    <span className={styles['facts']}>
      {Object.entries(detail).map(([field, value]) => (
        <span key={field}>
          {say(sayField(field))}
          {language === 'zh' ? '：' : ': '}
          {field === 'roles' || field === 'formerRoles' ? roles(String(value)) : String(value)}
        </span>
      ))}
    </span>
  );
}
