import type { EstimateAccuracy } from '@hall/shared/contracts/estimates';
import { localTime } from '@hall/shared/contracts/time';
import { useQuery } from '@tanstack/react-query';
import { ReadFailed } from '../api/failure.ts';
import { useNow } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { HALL_TIME_ZONE } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import block from './manager.module.css';
import styles from './queues.module.css';
import { Defined } from './today.tsx';

const DAYS = 14;
const DAY_MS = 86_400_000;
/** Figures of today grow with every call. */
const REREAD_MS = 60_000;

/** Predicted against actual, day by day: whether what people are told can be believed. */
export function Accuracy() {
  const { say } = useSpeech();
  const now = useNow(REREAD_MS);
  const to = localTime(now, HALL_TIME_ZONE).day;
  const from = localTime(now - (DAYS - 1) * DAY_MS, HALL_TIME_ZONE).day;
  const accuracy = useQuery<EstimateAccuracy, ReadFailed>({
    queryKey: ['accuracy', from, to],
    queryFn: async () => {
      const answer = await client.command('estimate.accuracy', { from, to });
      if (answer.ok) return answer.value;
      throw new ReadFailed(answer.error);
    },
    refetchInterval: REREAD_MS,
    retry: false,
  });
  if (!accuracy.data) return null;
  return (
    <section aria-labelledby="accuracy-title" className={block['block']} data-testid="accuracy">
      <h2 id="accuracy-title">{say(t('预计与实际', 'Predicted and actual'))}</h2>
      {accuracy.data.days.length === 0 ? (
        <p>{say(t('还没有可比较的号。', 'Nothing to compare yet.'))}</p>
      ) : (
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{say(t('日期', 'Day'))}</th>
              <th scope="col" className={styles['right']}>
                <Defined
                  name={say(t('号数', 'Tickets'))}
                  definition={say(
                    t('取号时告知了等候时间、后来被叫到的号。', 'Told a wait when taken, and called later.'),
                  )}
                />
              </th>
              <th scope="col" className={styles['right']}>
                <Defined
                  name={say(t('平均相差', 'Off by'))}
                  definition={say(
                    t(
                      '告知的前一个数与实际等候相差的分钟数，取平均。',
                      'Mean minutes between the first figure told and the wait that came.',
                    ),
                  )}
                />
              </th>
              <th scope="col" className={styles['right']}>
                <Defined
                  name={say(t('在告知范围内', 'Within what was told'))}
                  definition={say(
                    t(
                      '在告知的后一个数之内被叫到的比例，应在八成左右。',
                      'Share called within the second figure told; should be about four in five.',
                    ),
                  )}
                />
              </th>
              <th scope="col" className={styles['right']}>
                <Defined
                  name={say(t('偏差', 'Bias'))}
                  definition={say(
                    t('大于零：告知偏长；小于零：偏短。', 'Above zero: told too much; below: too little.'),
                  )}
                />
              </th>
            </tr>
          </thead>
          <tbody>
            {accuracy.data.days.map((day) => (
              <tr key={day.day}>
                <th scope="row" className="number">
                  {day.day}
                </th>
                <td className={`number ${styles['right']}`}>{day.count}</td>
                <td className={`number ${styles['right']}`}>
                  {say(t(`${day.maeMin.toFixed(1)} 分钟`, `${day.maeMin.toFixed(1)} min`))}
                </td>
                <td className={`number ${styles['right']}`}>{Math.round(day.withinP80 * 100)}%</td>
                <td className={`number ${styles['right']}`}>
                  {day.biasMin > 0 ? '+' : ''}
                  {day.biasMin.toFixed(1)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
