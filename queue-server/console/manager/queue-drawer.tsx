import type { HallView } from '@hall/shared/contracts/commands';
import { waitWords } from '@hall/shared/ui/time.ts';
import { Button, Drawer } from 'antd';
import { Link } from 'react-router';
import { may } from '../access.ts';
import { useSession } from '../api/hooks.ts';
import { useSpeech } from '../words/language.tsx';
import { sayMinutes } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { PaperMode } from './paper-mode.tsx';
import styles from './queue-drawer.module.css';
import { QueueHelp } from './queue-help.tsx';
import { Line } from './queue-line.tsx';
import { replayPath } from './replay-path.ts';
import { useExplained } from './use-queue-line.ts';

type QueueRow = HallView['queues'][number];

interface Props {
  readonly hall: HallView;
  readonly queue: QueueRow | null;
  readonly now: number;
  /** A ticket's story lies above: Escape is for that one. */
  readonly covered: boolean;
  readonly openTicket: (ticket: string) => void;
  readonly openWindow: (window: string) => void;
  readonly closeMany: (queue: string) => void;
  readonly close: () => void;
}

/** One line of the live hall: how long, why so long, who waits, and what can be done about it. */
export function QueueDrawer({ queue, close, covered, ...rest }: Props) {
  const { say } = useSpeech();
  return (
    <Drawer
      open={queue !== null}
      onClose={close}
      keyboard={!covered}
      size="min(520px, 100vw)"
      title={queue ? `${queue.prefix} ${say(queue.name)}` : ''}
      destroyOnHidden
    >
      {queue && <Content queue={queue} {...rest} />}
    </Drawer>
  );
}

function Content({
  hall,
  queue,
  now,
  openTicket,
  openWindow,
  closeMany,
}: Omit<Props, 'queue' | 'close' | 'covered'> & { readonly queue: QueueRow }) {
  const { say } = useSpeech();
  const { roles } = useSession();
  const nobody = t('没有人', 'nobody');
  return (
    <div className={styles['drawer']} data-testid="queue-drawer">
      <dl>
        <dt>{say(t('等候', 'Waiting'))}</dt>
        <dd>
          {queue.waiting === 0 ? (
            say(nobody)
          ) : (
            <>
              {say(
                t(
                  `${queue.waiting} 人，最久 ${sayMinutes(queue.longestMin).zh}`,
                  `${queue.waiting}, longest ${sayMinutes(queue.longestMin).en}`,
                ),
              )}
              {queue.late > 0 && (
                <b className={styles['late']}>
                  {say(
                    t(
                      `，${queue.late} 人超过 ${queue.warnAfterMin} 分钟`,
                      `, ${queue.late} above ${queue.warnAfterMin} min`,
                    ),
                  )}
                </b>
              )}
            </>
          )}
        </dd>
        <dt>{say(t('窗口', 'Windows'))}</dt>
        <dd className="number">
          {queue.windows.length > 0 ? queue.windows.join(' ') : say(t('没有开放', 'none open'))}
        </dd>
        <dt>{say(t('今天', 'Today'))}</dt>
        <dd className="number">
          {say(
            t(
              `取号 ${queue.issued} / ${queue.quota}，已办 ${queue.served}`,
              `${queue.issued} of ${queue.quota} issued, ${queue.served} served`,
            ),
          )}
        </dd>
      </dl>
      {may(roles, 'estimate.explain') && <Why queue={queue} />}
      {may(roles, 'estimate.what-if') && <QueueHelp hall={hall} queue={queue.id} open={openWindow} />}
      {may(roles, 'queue.read') && (
        <section aria-labelledby="line-title">
          <h3 id="line-title">
            {say(t('谁在等', 'Who waits'))} <small className="number">{queue.waiting}</small>
          </h3>
          <Line
            queue={queue.id}
            now={now}
            warnAfterMin={queue.warnAfterMin ?? Number.POSITIVE_INFINITY}
            open={openTicket}
          />
        </section>
      )}
      {may(roles, 'paper.start') && <PaperMode queue={queue} />}
      <footer>
        {may(roles, 'replay.minute') && (
          <Link to={replayPath(hall.day, hall.at)} data-testid="replay-this">
            {say(t('回放刚才的大厅', 'Replay the hall as it just was'))}
          </Link>
        )}
        {may(roles, 'tickets.close') && queue.waiting > 0 && (
          <Button danger onClick={() => closeMany(queue.id)} data-testid="close-queue">
            {say(t('关闭全部等候号…', 'Close all who wait…'))}
          </Button>
        )}
      </footer>
    </div>
  );
}

/** What somebody who comes now is told, and why. */
function Why({ queue }: { readonly queue: QueueRow }) {
  const { say } = useSpeech();
  const explained = useExplained(queue.id).data;
  const range = explained?.range ?? queue.estimate;
  return (
    <section aria-labelledby="why-title" data-testid="queue-why">
      <h3 id="why-title">{say(t('现在取号', 'If you came now'))}</h3>
      <p className={styles['range']}>
        {range && queue.windows.length > 0
          ? say(waitWords(range))
          : say(t('暂时无法预计', 'Cannot be told now'))}
      </p>
      {explained && (
        <ul className={styles['because']}>
          {explained.because.map((sentence) => (
            <li key={sentence.en}>{say(sentence)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
