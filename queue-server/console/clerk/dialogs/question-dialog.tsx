import { Button, Modal } from 'antd';
import { useRef } from 'react';
import { useSpeech } from '../../words/language.tsx';
import { COMMON, t } from '../../words/words.ts';
import type { Question } from '../question.ts';
import styles from './dialogs.module.css';

interface Props {
  readonly question: Question | null;
  /** The number at the window. */
  readonly serving: string;
  readonly yes: (question: Question) => void;
  readonly no: () => void;
}

/** One question before something that cannot be meant lightly; Enter takes the harmless answer where people wait. */
export function QuestionDialog({ question, serving, yes, no }: Props) {
  const { say } = useSpeech();
  const first = useRef<HTMLButtonElement>(null);
  const kept = useRef(question);
  // The words stay while the dialog fades.
  if (question) kept.current = question;
  const shown = kept.current;
  const ends = shown?.asks === 'end';
  return (
    <Modal
      open={question !== null}
      title={say(
        ends
          ? t(`结束 ${serving} 并呼叫下一位？`, `End ${serving} and call the next?`)
          : t('还有人在等', 'People are waiting'),
      )}
      onCancel={no}
      width={440}
      centered
      destroyOnHidden
      afterOpenChange={(opened) => {
        if (opened) first.current?.focus();
      }}
      footer={
        <div className={styles['buttons']}>
          <Button size="large" ref={ends ? undefined : first} data-testid="question-no" onClick={no}>
            {say(COMMON.cancel)}
          </Button>
          <Button
            size="large"
            type="primary"
            ref={ends ? first : undefined}
            data-testid="question-yes"
            onClick={() => question && yes(question)}
          >
            {say(
              ends
                ? t('结束并呼叫', 'End and call')
                : shown?.command === 'window.close'
                  ? t('仍然离开', 'Leave anyway')
                  : t('仍然暂停', 'Pause anyway'),
            )}
          </Button>
        </div>
      }
    >
      {shown?.asks === 'end' && (
        <p className={styles['hint']}>
          {say(
            t(
              '本次办理将记为完成，并请办事人评价。',
              'The service counts as finished, and the rating is asked for.',
            ),
          )}
        </p>
      )}
      {shown?.asks === 'anyway' && (
        <>
          <p className={styles['hint']}>{say(shown.text)}</p>
          {shown.stranded.length > 0 && (
            <ul className={styles['stranded']} data-testid="stranded">
              {shown.stranded.map((queue) => (
                <li key={queue.name.zh}>
                  <span>{say(queue.name)}</span>
                  <b className="number">{say(t(`${queue.waiting} 人等候`, `${queue.waiting} waiting`))}</b>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Modal>
  );
}
