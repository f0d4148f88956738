import type { HallView } from '@hall/shared/contracts/commands';
import { waitWords } from '@hall/shared/ui/time.ts';
import { Button } from 'antd';
import { useSpeech } from '../words/language.tsx';
import { sayMinutes } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import block from './manager.module.css';
import styles from './queues.module.css';
import { Defined } from './today.tsx';

const WORDS = {
  title: t('队列', 'Queues'),
  queue: t('业务', 'Queue'),
  waiting: t('等候', 'Waiting'),
  waitingSays: t('此刻等候的人数。', 'People waiting at this moment.'),
  late: t('超时', 'Late'),
  lateSays: t(
    '等候已超过该队列警戒分钟数的人数。',
    "People who have waited longer than the queue's warning time.",
  ),
  longest: t('最久', 'Longest'),
  longestSays: t('等得最久的人已等的时间。', 'How long the one who waits longest has waited.'),
  estimate: t('现在取号', 'If you came now'),
  estimateSays: t(
    '现在取号的预计等候：半数人在前一个数之内，八成人在后一个数之内被叫到。',
    'Estimated wait for a ticket taken now: half are called within the first figure, four in five within the second.',
  ),
  quota: t('已取 / 限额', 'Issued / quota'),
  quotaSays: t('今天已取号数与每日限额。', 'Tickets issued today out of the daily quota.'),
  windows: t('窗口', 'Windows'),
  windowsSays: t('正在办理此业务的窗口。', 'Windows that serve this queue now.'),
  noWindow: t('无窗口', 'none'),
  closed: t('停取', 'closed'),
  paper: t('纸质号', 'paper'),
  closeMany: t('批量关闭等候号', 'Close waiting numbers'),
  noWait: t('—', '—'),
} as const;

export function Queues({
  hall,
  zone,
  open,
  closeMany,
}: {
  readonly hall: HallView;
  /** Null: all of them. */
  readonly zone: string | null;
  readonly open: (queue: string) => void;
  /** Null: not for this person. */
  readonly closeMany: (() => void) | null;
}) {
  const { say } = useSpeech();
  const queues = hall.queues.filter((queue) => zone === null || queue.zone === zone);
  const most = Math.max(10, ...hall.queues.map((queue) => queue.waiting));
  return (
    <section aria-labelledby="queues-title" className={block['block']}>
      <header>
        <h2 id="queues-title">{say(WORDS.title)}</h2>
        {closeMany && (
          <Button onClick={closeMany} data-testid="close-many">
            {say(WORDS.closeMany)}
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard */}
      <section className={styles['scroll']} tabIndex={0} aria-labelledby="queues-title">
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">{say(WORDS.queue)}</th>
              <th scope="col">
                <Defined name={say(WORDS.waiting)} definition={say(WORDS.waitingSays)} />
              </th>
              <th scope="col" className={styles['right']}>
                <Defined name={say(WORDS.late)} definition={say(WORDS.lateSays)} />
              </th>
              <th scope="col" className={styles['right']}>
                <Defined name={say(WORDS.longest)} definition={say(WORDS.longestSays)} />
              </th>
              <th scope="col">
                <Defined name={say(WORDS.estimate)} definition={say(WORDS.estimateSays)} />
              </th>
              <th scope="col" className={styles['right']}>
                <Defined name={say(WORDS.quota)} definition={say(WORDS.quotaSays)} />
              </th>
              <th scope="col">
                <Defined name={say(WORDS.windows)} definition={say(WORDS.windowsSays)} />
              </th>
            </tr>
          </thead>
          <tbody>
            {queues.map((queue) => (
              <tr key={queue.id} data-late={queue.late > 0} data-testid={`queue-${queue.id}`}>
                <th scope="row">
                  <span className={styles['queue']}>
                    <b className="number">{queue.prefix}</b>
                    <button
                      type="button"
                      data-testid={`open-queue-${queue.id}`}
                      onClick={() => open(queue.id)}
                    >
                      {say(queue.name)}
                    </button>
                    {!queue.open && <i>{say(WORDS.closed)}</i>}
                    {queue.paper && <i data-paper="true">{say(WORDS.paper)}</i>}
                  </span>
                </th>
                <td>
                  <span className={styles['load']}>
                    <b className="number">{queue.waiting}</b>
                    <span aria-hidden="true">
                      <i style={{ width: `${(queue.waiting / most) * 100}%` }} />
                    </span>
                  </span>
                </td>
                <td className={`number ${styles['right']}`} data-cell="late">
                  {queue.late === 0 ? <span className={styles['none']}>0</span> : queue.late}
                </td>
                <td className={`number ${styles['right']}`}>
                  {queue.waiting === 0 ? say(WORDS.noWait) : say(sayMinutes(queue.longestMin))}
                </td>
                <td className="number">
                  {queue.estimate && queue.windows.length > 0
                    ? say(waitWords(queue.estimate))
                    : say(WORDS.noWait)}
                </td>
                <td className={`number ${styles['right']}`}>
                  {queue.issued} / {queue.quota}
                </td>
                <td className="number">
                  {queue.windows.length > 0 ? (
                    queue.windows.join(' ')
                  ) : (
                    <span className={queue.waiting > 0 ? styles['alarm'] : styles['none']}>
                      {say(WORDS.noWindow)}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}
