import type { TicketSlip } from '@hall/shared/contracts/commands';
import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import type { Text } from '@hall/shared/contracts/text';
import { CLASS_WORDS, windowWords } from '@hall/shared/contracts/wording';
import { waitWords } from '@hall/shared/ui/time.ts';
import { Button } from 'antd';
import { useState } from 'react';
import { client } from '../api/live.ts';
import { PrinterIcon } from '../icons/guide-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import forms from './forms.module.css';
import styles from './guide.module.css';
import { PaperAsk } from './paper-ask.tsx';
import { usePaper } from './use-guide.ts';

interface Props {
  readonly slip: TicketSlip;
  readonly desk: GuideDesk;
  readonly done: () => void;
}

/** The number to read out, show or print, and what to say with it. */
export function Issued({ slip, desk, done }: Props) {
  const { say } = useSpeech();
  const [cancelling, setCancelling] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);
  const [printing, setPrinting] = useState(false);
  const { paper, ask } = usePaper(slip.ticket);
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
      {slip.class !== 'ordinary' && (
        <p className={styles['slipClass']} data-testid="slip-class">
          {say(CLASS_WORDS[slip.class])}
          {slip.classReason && <> · {say(slip.classReason)}</>}
        </p>
      )}
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
        {slip.route && slip.route.length > 0 && (
          <>
            <dt>{say(t('然后', 'Then'))}</dt>
            <dd data-testid="slip-route">
              {slip.route
                .map((stop) =>
                  say({
                    zh: `${stop.queueName.zh}（${stop.zoneName.zh}）`,
                    en: `${stop.queueName.en} (${stop.zoneName.en})`,
                  }),
                )
                .join(' → ')}
            </dd>
          </>
        )}
        <dt>{say(t('取号', 'Taken'))}</dt>
        <dd className="number">{clockTime(slip.at)}</dd>
      </dl>
      {slip.notices?.map((notice) => (
        <p key={notice.zh} className={forms['waiting']}>
          {say(notice)}
        </p>
      ))}
      <p className={styles['rule']}>{say(slip.rule)}</p>
      <p role="alert" className={forms['problem']}>
        {problem && say(problem)}
      </p>
      {printing && <PaperAsk kiosks={desk.kiosks} paper={paper} ask={ask} />}
      <div className={forms['buttons']}>
        <Button type="primary" size="large" onClick={done} data-testid="slip-done">
          {say(t('好了', 'Done'))}
        </Button>
        {!printing && (
          <Button
            size="large"
            icon={<PrinterIcon size={18} />}
            onClick={() => setPrinting(true)}
            data-testid="slip-print"
          >
            {say(t('打纸票', 'On paper'))}
          </Button>
        )}
        <Button size="large" loading={cancelling} onClick={() => void undo()} data-testid="slip-cancel">
          {say(t('撤销此号', 'Cancel this number'))}
        </Button>
      </div>
    </article>
  );
}
