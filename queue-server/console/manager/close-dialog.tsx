import type { HallView } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { COMMON, t } from '../words/words.ts';
import styles from './close-dialog.module.css';

/** [W4] Noon, day end, or a service that stops: what still waits is closed in one act, and nobody by mistake. */
export function CloseDialog({
  hall,
  chosen,
  close,
}: {
  readonly hall: HallView;
  /** Queues ticked at first; null: the dialog is shut. */
  readonly chosen: readonly string[] | null;
  readonly close: () => void;
}) {
  const { say } = useSpeech();
  return (
    <Modal
      open={chosen !== null}
      onCancel={close}
      title={say(t('关闭等候号', 'Close waiting numbers'))}
      footer={null}
      width={520}
      destroyOnHidden
    >
      {chosen && <Choice hall={hall} first={chosen} close={close} />}
    </Modal>
  );
}

function Choice({
  hall,
  first,
  close,
}: {
  readonly hall: HallView;
  readonly first: readonly string[];
  readonly close: () => void;
}) {
  const { say } = useSpeech();
  const [picked, setPicked] = useState<readonly string[]>(first);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Text | null>(null);
  const [closed, setClosed] = useState<number | null>(null);
  const waiting = hall.queues.filter((queue) => queue.waiting > 0);
  const people = waiting
    .filter(({ id }) => picked.includes(id))
    .reduce((sum, queue) => sum + queue.waiting, 0);
  async function go() {
    setBusy(true);
    const answer = await client.command('tickets.close', { queues: [...picked] });
    setBusy(false);
    setProblem(answer.ok ? null : answer.error.text);
    if (answer.ok) setClosed(answer.value.closed);
  }
  if (closed !== null) {
    return (
      <div className={styles['close']}>
        <p role="status" data-testid="closed">
          {say(t(`已关闭 ${closed} 个号。`, `${closed} numbers are closed.`))}
        </p>
        <Button type="primary" onClick={close}>
          {say(COMMON.close)}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles['close']} data-testid="close-dialog">
      <p>
        {say(
          t(
            '等候的号将关闭，不能撤回；正在窗口办理和已挂起的不受影响。',
            'The numbers that wait are closed for good; whoever is at a window or parked is served.',
          ),
        )}
      </p>
      {waiting.length === 0 ? (
        <p>{say(t('没有人在等候。', 'Nobody is waiting.'))}</p>
      ) : (
        <fieldset>
          <legend className="hidden-to-eyes">{say(t('队列', 'Queues'))}</legend>
          {waiting.map((queue) => (
            <label key={queue.id}>
              <input
                type="checkbox"
                checked={picked.includes(queue.id)}
                data-testid={`close-${queue.id}`}
                onChange={({ target }) =>
                  setPicked(
                    target.checked ? [...picked, queue.id] : picked.filter((other) => other !== queue.id),
                  )
                }
              />
              <b className="number">{queue.prefix}</b>
              <span>{say(queue.name)}</span>
              <small className="number">{say(t(`${queue.waiting} 人`, String(queue.waiting)))}</small>
            </label>
          ))}
        </fieldset>
      )}
      <p role="alert" className={styles['problem']}>
        {problem && say(problem)}
      </p>
      <footer>
        <Button onClick={close}>{say(COMMON.cancel)}</Button>
        <Button
          danger
          type="primary"
          loading={busy}
          disabled={people === 0}
          onClick={() => void go()}
          data-testid="close-go"
        >
          {say(t(`关闭 ${people} 个号`, `Close ${people} numbers`))}
        </Button>
      </footer>
    </div>
  );
}
