import type { HallView } from '@hall/shared/contracts/commands';
import type { WhatIf } from '@hall/shared/contracts/estimates';
import { useQuery } from '@tanstack/react-query';
import { ReadFailed } from '../api/failure.ts';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { helpersFor } from './helpers.ts';
import styles from './queue-drawer.module.css';

/** Estimates move slowly; each answer is a simulation. */
const REREAD_MS = 60_000;
/** The engine is learning, or the line was gone: soon again. */
const FAILED_REREAD_MS = 5_000;

interface Help {
  readonly window: string;
  readonly told: WhatIf['queues'][number];
}

/** What would help this line, by the same engine that tells people their waits: 开 5 号窗口办 C：34 → 19 分钟 */
export function QueueHelp({
  hall,
  queue,
  open,
}: {
  readonly hall: HallView;
  readonly queue: string;
  readonly open: (window: string) => void;
}) {
  const { say } = useSpeech();
  const candidates = helpersFor(hall, queue).map(({ id }) => id);
  const help = useQuery<readonly Help[], ReadFailed>({
    queryKey: ['queue-help', queue, candidates.join()],
    queryFn: async () => {
      const found: Help[] = [];
      for (const window of candidates) {
        const changes = [{ window, open: true, queues: [queue] }];
        const answer = await client.command('estimate.what-if', { queue, changes });
        if (!answer.ok) throw new ReadFailed(answer.error);
        const told = answer.value.queues.find((row) => row.queue === queue);
        if (told?.after && (told.before === null || told.after.lowMin < told.before.lowMin)) {
          found.push({ window, told });
        }
      }
      return found.sort((a, b) => (a.told.after?.lowMin ?? 0) - (b.told.after?.lowMin ?? 0));
    },
    enabled: candidates.length > 0,
    refetchInterval: ({ state }) => (state.status === 'error' ? FAILED_REREAD_MS : REREAD_MS),
    retry: false,
  });
  if (candidates.length === 0) return null;
  return (
    <section aria-labelledby="help-title" data-testid="queue-help">
      <h3 id="help-title">{say(t('怎样能快些', 'What would help'))}</h3>
      {help.isPending ? (
        <p className={styles['quiet']}>{say(t('正在推算…', 'Working it out…'))}</p>
      ) : !help.data ? (
        <p className={styles['quiet']}>{say(help.error.failure.text)}</p>
      ) : help.data.length === 0 ? (
        <p className={styles['quiet']}>
          {say(t('再开窗口也不会更快。', 'Another window would not shorten it.'))}
        </p>
      ) : (
        <ul className={styles['help']}>
          {help.data.map(({ window, told }) => (
            <li key={window}>
              <button type="button" onClick={() => open(window)} data-testid={`help-${window}`}>
                {say(told.says)}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
