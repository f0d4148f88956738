import type { BackupReport } from '@hall/shared/contracts/backup';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { may } from '../access.ts';
import { type Failure, ReadFailed } from '../api/failure.ts';
import { useNow, useReread, useSession } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { ShieldIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { sayMoment } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './backup.module.css';
import { STATE_WORDS, sayBytes, TROUBLE_WORDS } from './words.ts';

const KEY = ['backups'] as const;
/** The feed tells of each change; this finds a disk that was pulled. */
const REREAD_MS = 30_000;
/** While one is being made, its end is near. */
const REREAD_RUNNING_MS = 1_500;
const REREAD_INTERVAL_MS = 500;
/** Older ones stand in the folder, and say nothing new. */
const SHOWN = 12;

function useBackups() {
  useReread(KEY, (event) => event.type === 'backup.changed', REREAD_INTERVAL_MS);
  return useQuery<BackupReport, ReadFailed>({
    queryKey: KEY,
    queryFn: async () => {
      const answer = await client.command('backup.list', {});
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: (query) => (query.state.data?.running ? REREAD_RUNNING_MS : REREAD_MS),
    retry: false,
  });
}

/** Whether the hall could be brought back, and from when. */
export function BackupSection() {
  const { say } = useSpeech();
  const backups = useBackups();
  return (
    <section aria-labelledby="backup-title" className={styles['section']} data-testid="backups">
      <h2 id="backup-title">
        {say(t('备份', 'Backup'))}
        {backups.data && (
          <small data-state={backups.data.state} data-testid="backup-state">
            {say(backups.data.running ? t('正在备份…', 'being made …') : STATE_WORDS[backups.data.state])}
          </small>
        )}
      </h2>
      {backups.isPending ? (
        <Loading />
      ) : backups.data ? (
        <Shown report={backups.data} again={() => void backups.refetch()} />
      ) : (
        <Failed text={backups.error.failure.text} retry={() => void backups.refetch()} />
      )}
    </section>
  );
}

function Shown({ report, again }: { readonly report: BackupReport; readonly again: () => void }) {
  const { say } = useSpeech();
  const { roles } = useSession();
  const now = useNow();
  const [refused, setRefused] = useState<Failure | null>(null);
  const [asking, setAsking] = useState(false);
  const newest = report.backups[0];
  const trouble = report.lastTry?.trouble ?? null;
  const run = async () => {
    setAsking(true);
    const answer = await client.command('backup.run', {});
    setRefused(answer.ok ? null : answer.error);
    setAsking(false);
    again();
  };
  if (report.state === 'off') {
    return (
      <Empty
        icon={<ShieldIcon size={28} />}
        text={t('还没有设置备份', 'No backup is set up')}
        hint={t(
          '在服务器上运行 npm run backup -- init，再把显示的内容填进大厅配置。',
          'Run npm run backup -- init on the server, and put what it says into the hall’s configuration.',
        )}
      />
    );
  }
  return (
    <>
      {trouble && (
        <p className={styles['trouble']} role="alert" data-testid="backup-trouble">
          {say(TROUBLE_WORDS[trouble])} {say(t('以前的备份都还在。', 'Former backups are still there.'))}
        </p>
      )}
      <dl className={styles['facts']}>
        <div>
          <dt>{say(t('最近一次', 'Newest'))}</dt>
          <dd data-testid="backup-newest">{newest ? say(sayMoment(newest.at, now)) : '—'}</dd>
        </div>
        <div>
          <dt>{say(t('大小', 'Size'))}</dt>
          <dd>{newest ? sayBytes(newest.bytes) : '—'}</dd>
        </div>
        <div>
          <dt>{say(t('下一次', 'Next'))}</dt>
          <dd>{report.next === null ? '—' : say(sayMoment(report.next, now))}</dd>
        </div>
        <div>
          <dt>{say(t('保留', 'Kept'))}</dt>
          <dd>
            {say(
              t(
                `${report.keepDaily} 天、${report.keepWeekly} 周`,
                `${report.keepDaily} days, ${report.keepWeekly} weeks`,
              ),
            )}
          </dd>
        </div>
        {may(roles, 'backup.run') && (
          <Button
            type="primary"
            loading={report.running || asking}
            onClick={() => void run()}
            data-testid="backup-run"
          >
            {say(t('立即备份', 'Back up now'))}
          </Button>
        )}
      </dl>
      {refused && (
        <p className={styles['trouble']} role="alert">
          {say(refused.text)}
        </p>
      )}
      {report.backups.length > 0 && <List report={report} now={now} />}
      <p className={styles['where']}>
        {say(t('位置', 'Folder'))} <code>{report.folder}</code>
        {report.personKeysAt !== null && (
          <span>
            {say(t('个人密钥副本', 'Copy of the keys of persons'))} {say(sayMoment(report.personKeysAt, now))}
          </span>
        )}
        {report.restored && (
          <span data-testid="backup-restored">
            {say(
              t(
                `本系统于 ${sayMoment(report.restored.at, now).zh} 从 ${sayMoment(report.restored.from, now).zh} 的备份恢复`,
                `Restored at ${sayMoment(report.restored.at, now).en} from the backup of ${sayMoment(report.restored.from, now).en}`,
              ),
            )}
          </span>
        )}
      </p>
    </>
  );
}

function List({ report, now }: { readonly report: BackupReport; readonly now: number }) {
  const { say } = useSpeech();
  return (
    <table className={styles['list']} data-testid="backup-list">
      <thead>
        <tr>
          <th scope="col">{say(t('时间', 'Made'))}</th>
          <th scope="col">{say(t('文件', 'File'))}</th>
          <th scope="col">{say(t('大小', 'Size'))}</th>
          <th scope="col">{say(t('事件', 'Events'))}</th>
        </tr>
      </thead>
      <tbody>
        {report.backups.slice(0, SHOWN).map(({ file, at, bytes, seq }) => (
          <tr key={file}>
            <td>{say(sayMoment(at, now))}</td>
            <td>{file}</td>
            <td className="number">{sayBytes(bytes)}</td>
            <td className="number">{seq.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
