import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { windowWords } from '@hall/shared/contracts/wording';
import { waitWords } from '@hall/shared/ui/time.ts';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { client } from '../api/live.ts';
import { Empty } from '../frame/states.tsx';
import { GuideIcon, WarningIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { COMMON, t } from '../words/words.ts';
import styles from './guide.module.css';
import type { Outcome, Wish } from './guide-page.tsx';
import { PersonForm } from './person-form.tsx';

interface Props {
  readonly outcome: Outcome | null;
  readonly busy: boolean;
  readonly again: (wish: Wish) => void;
  readonly done: () => void;
}

/** The number to read out or write down, and what to say with it. */
export function Slip({ outcome, busy, again, done }: Props) {
  const { say } = useSpeech();
  const place = useRef<HTMLElement>(null);
  // On a narrow screen the slip stands below the list: a number that is out must not stay unseen.
  useEffect(() => {
    if (outcome) place.current?.scrollIntoView({ block: 'nearest' });
  }, [outcome]);
  return (
    <aside className={styles['side']} aria-live="polite" ref={place}>
      {outcome === null && (
        <Empty
          icon={<GuideIcon size={32} />}
          text={t('点一个事项或队列，号码显示在这里', 'Press an item or a queue: the number appears here')}
          hint={t(
            '无纸取号，请念给对方听；要纸票请到取号机。',
            'Paperless: read it out. For paper, use a kiosk.',
          )}
        />
      )}
      {outcome?.is === 'person' && (
        <PersonForm
          key={`${outcome.wish.queue}/${outcome.wish.items.join()}`}
          queueName={outcome.queueName}
          busy={busy}
          cancel={done}
          take={(person) => again({ ...outcome.wish, person })}
        />
      )}
      {outcome?.is === 'slip' && <Issued key={outcome.slip.ticket} slip={outcome.slip} done={done} />}
      {outcome?.is === 'failed' && (
        <div className={styles['refused']} role="alert" data-testid="refused">
          <WarningIcon size={28} />
          <p>{say(outcome.failure.kind === 'network' ? UNKNOWN : outcome.failure.text)}</p>
          <div className={styles['buttons']}>
            <Button type="primary" loading={busy} onClick={() => again(outcome.wish)}>
              {say(COMMON.retry)}
            </Button>
            <Button onClick={done}>{say(COMMON.close)}</Button>
          </div>
        </div>
      )}
    </aside>
  );
}

const UNKNOWN: Text = t(
  '连不上服务器，不知道号是否已取到。按“重试”不会取两个号。',
  'The server cannot be reached, so it is unknown whether the number was issued. Trying again never takes two.',
);

function Issued({ slip, done }: { readonly slip: TicketSlip; readonly done: () => void }) {
  const { say } = useSpeech();
  const [cancelling, setCancelling] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);
  async function undo() {
    setCancelling(true);
    const answer = await client.command('ticket.cancel', { ticket: slip.ticket, reason: 'staff' });
    setCancelling(false);
    if (answer.ok) done();
    else setProblem(answer.error.text);
  }
  return (
    <article className={styles['slip']}>
      <p className={styles['say']}>{say(t('请记住您的号码', 'Please remember your number'))}</p>
      <p className={`number ${styles['big']}`} data-testid="slip-number">
        {slip.number}
      </p>
      <p className={styles['queue']}>{say(slip.queueName)}</p>
      <dl>
        <dt>{say(t('去哪里', 'Where'))}</dt>
        <dd>
          {say({ zh: `${slip.zoneName.zh}，${slip.place.zh}`, en: `${slip.zoneName.en}, ${slip.place.en}` })}
        </dd>
        <dt>{say(t('窗口', 'Windows'))}</dt>
        <dd className="number">{say(windowWords(slip.windows))}</dd>
        <dt>{say(t('前面', 'Ahead'))}</dt>
        <dd data-testid="slip-ahead">
          {say(t(`${slip.ahead} 人`, slip.ahead === 1 ? '1 person' : `${slip.ahead} people`))}
        </dd>
        {slip.estimate && (
          <>
            <dt>{say(t('要等', 'Wait'))}</dt>
            <dd>{say(waitWords(slip.estimate))}</dd>
          </>
        )}
        <dt>{say(t('取号', 'Taken'))}</dt>
        <dd className="number">{clockTime(slip.at)}</dd>
      </dl>
      <p className={styles['rule']}>{say(slip.rule)}</p>
      <p role="alert" className={styles['problem']}>
        {problem && say(problem)}
      </p>
      <div className={styles['buttons']}>
        <Button type="primary" onClick={done} data-testid="slip-done">
          {say(t('好了', 'Done'))}
        </Button>
        <Button loading={cancelling} onClick={() => void undo()} data-testid="slip-cancel">
          {say(t('撤销此号', 'Cancel this number'))}
        </Button>
      </div>
    </article>
  );
}
