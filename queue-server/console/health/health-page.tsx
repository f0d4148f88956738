import type { Finding, HealthReport, HealthState } from '@hall/shared/contracts/health';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { ReadFailed } from '../api/failure.ts';
import { client } from '../api/live.ts';
import { BackupSection } from '../backup/backup-section.tsx';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { CheckIcon, HeartIcon, StopIcon, WarningIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockSeconds } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './health.module.css';
import { GROUP_WORDS, HEALTH_WORDS } from './words.ts';

/** A page that somebody leaves open on a second screen. */
const REREAD_MS = 15_000;

function useHealth() {
  return useQuery<HealthReport, ReadFailed>({
    queryKey: ['health'],
    queryFn: async () => {
      const answer = await client.command('maintenance.health', {});
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: REREAD_MS,
    retry: false,
  });
}

function StateIcon({ state, size = 20 }: { readonly state: HealthState; readonly size?: number }) {
  if (state === 'good') return <CheckIcon size={size} />;
  return state === 'attention' ? <WarningIcon size={size} /> : <StopIcon size={size} />;
}

/** How the hall is, in plain words: one sentence, then what each part says and what to do. */
export function HealthPage() {
  const { say } = useSpeech();
  const health = useHealth();
  if (health.isPending) return <Loading />;
  if (!health.data) return <Failed text={health.error.failure.text} retry={() => void health.refetch()} />;
  const { at, state, says, groups } = health.data;
  return (
    <div className={styles['page']} data-testid="health" data-state={state}>
      <header className={styles['head']}>
        <div>
          <h1>{say(t('运行状况', 'Health'))}</h1>
          <p>
            {say(t('检查于', 'Checked at'))} <span className="number">{clockSeconds(at)}</span>
            {health.isError && <b>{say(t('，之后没有读到新的结果', '; nothing newer could be read'))}</b>}
          </p>
        </div>
        <Button loading={health.isFetching} onClick={() => void health.refetch()} data-testid="health-again">
          {say(t('再查一次', 'Check again'))}
        </Button>
      </header>
      <p className={styles['sentence']} data-state={state} role="status" data-testid="health-sentence">
        <StateIcon state={state} size={32} />
        <span>{say(says)}</span>
      </p>
      {groups.length === 0 ? (
        <Empty
          icon={<HeartIcon size={28} />}
          text={t('还没有检查结果', 'Nothing was checked yet')}
          hint={t('请稍后再查一次。', 'Please check again in a moment.')}
        />
      ) : (
        <div className={styles['groups']}>
          {groups.map((group) => (
            <section
              key={group.id}
              aria-labelledby={`health-${group.id}`}
              data-testid={`health-group-${group.id}`}
            >
              <h2 id={`health-${group.id}`}>
                {say(GROUP_WORDS[group.id])}
                <small data-state={group.state}>{say(HEALTH_WORDS[group.state])}</small>
              </h2>
              <ul>
                {group.findings.map((finding) => (
                  <Row key={finding.id} finding={finding} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      <BackupSection />
    </div>
  );
}

function Row({ finding }: { readonly finding: Finding }) {
  const { say } = useSpeech();
  return (
    <li data-state={finding.state} data-testid={`finding-${finding.id}`}>
      <span className={styles['icon']}>
        <StateIcon state={finding.state} />
        <span className={styles['hidden']}>{say(HEALTH_WORDS[finding.state])}</span>
      </span>
      <span>
        {say(finding.says)}
        {finding.act && <small>{say(finding.act)}</small>}
      </span>
    </li>
  );
}
