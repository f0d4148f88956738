import type { HallView } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { may } from '../access.ts';
import { useSession } from '../api/hooks.ts';
import { client } from '../api/live.ts';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { type Plan, planFor, sameQueues, toggled, usualPlan } from './assignment-plan.ts';
import { useWhatIf } from './use-what-if.ts';
import { WhatIfBox } from './what-if.tsx';
import styles from './window-drawer.module.css';

/** Codes that a second press, knowing the warning, goes past. */
const GOES_ANYWAY = 'ASSIGNMENT_STRANDS';

interface AssignmentProps {
  readonly hall: HallView;
  readonly window: HallView['windows'][number];
}

/** A plan that was refused with a warning, to be sent again by whoever knows it. */
interface Warned {
  readonly text: Text;
  readonly plan: Plan | null;
}

/** Which queues the window serves today, with what that would do to the waits before it is done. */
export function Assignment({ hall, window }: AssignmentProps) {
  const { say } = useSpeech();
  const { roles } = useSession();
  const mayAssign = may(roles, 'window.assign');
  const serves = window.serves ?? [];
  const isOpen = window.state === 'open';
  const [ticked, setTicked] = useState<readonly string[]>(serves);
  // Of a window that is not open, the question is what it would bring.
  const [open, setOpen] = useState(true);
  const [warned, setWarned] = useState<Warned | null>(null);
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);
  const changed = !sameQueues(ticked, serves);
  const supposed = ticked.length > 0 && (changed || open !== isOpen);
  const foreseen = useWhatIf(
    supposed && may(roles, 'estimate.what-if')
      ? { changes: [{ window: window.id, open, queues: [...ticked] }] }
      : null,
  );
  // Another manager may change it meanwhile: what is ticked follows what is in force.
  const inForce = serves.join();
  useEffect(() => setTicked(inForce === '' ? [] : inForce.split(',')), [inForce]);

  function tick(queue: string, on: boolean) {
    setTicked(toggled(ticked, queue, on));
    setWarned(null);
    setDone(false);
  }

  async function assign(plan: Plan, anyway: boolean) {
    setBusy(true);
    const body = { window: window.id, ...plan, ...(anyway ? { anyway } : {}) };
    const answer = await client.command('window.assign', body);
    setBusy(false);
    setDone(answer.ok);
    if (answer.ok) return setWarned(null);
    const code = answer.error.kind === 'problem' ? answer.error.code : '';
    setWarned({ text: answer.error.text, plan: code === GOES_ANYWAY ? plan : null });
  }

  const again = warned?.plan ?? null;
  // A window of its own zone is the rule, one far away the exception.
  const near = hall.queues.filter(({ zone }) => zone === window.zone);
  const far = hall.queues.filter(({ zone }) => zone !== window.zone);
  return (
    <section className={styles['assignment']} aria-labelledby="assignment-title">
      <h3 id="assignment-title">
        {say(t('办理的队列', 'Queues it serves'))}
        {window.assigned && <small>{say(t('今天已调整', 'changed for today'))}</small>}
      </h3>
      <fieldset disabled={!mayAssign}>
        <legend className="hidden-to-eyes">{say(t('队列', 'Queues'))}</legend>
        {near.map((queue) => (
          <QueueTick key={queue.id} queue={queue} on={ticked.includes(queue.id)} tick={tick} />
        ))}
        <details open={far.some(({ id }) => serves.includes(id))}>
          <summary data-testid="assign-others">{say(t('其他功能区的队列', 'Queues of other zones'))}</summary>
          {far.map((queue) => (
            <QueueTick key={queue.id} queue={queue} on={ticked.includes(queue.id)} tick={tick} />
          ))}
        </details>
      </fieldset>
      <Helping hall={hall} window={window} />
      <div className={styles['decide']}>
        <label className={styles['suppose']}>
          <input
            type="checkbox"
            checked={open !== isOpen}
            data-testid="suppose"
            onChange={({ target }) => setOpen(target.checked ? !isOpen : isOpen)}
          />
          {say(
            isOpen ? t('假设窗口关闭', 'Suppose that it closes') : t('假设窗口开放', 'Suppose that it opens'),
          )}
        </label>
        <WhatIfBox
          foreseen={foreseen}
          idle={say(
            ticked.length === 0
              ? t('至少要办理一个队列。', 'It has to serve at least one queue.')
              : t('改动勾选，先看会怎样。', 'Change the ticks to see what would happen.'),
          )}
        />
        <p className={styles['problem']} role="alert" data-testid="assign-problem">
          {warned && say(warned.text)}
        </p>
        <p role="status" className={styles['done']}>
          {done &&
            say(
              window.assigned
                ? t('已生效，到今天结束。', 'In force until the end of the day.')
                : t('已恢复平日安排。', 'Back to what it serves on other days.'),
            )}
        </p>
        {mayAssign && (
          <div className={styles['buttons']}>
            <Button
              type="primary"
              danger={again !== null}
              loading={busy}
              disabled={again === null && (!changed || ticked.length === 0)}
              onClick={() => void assign(again ?? planFor(window, ticked), again !== null)}
              data-testid="assign"
            >
              {say(again ? t('仍然调整', 'Change anyway') : t('今天这样办', 'Serve so today'))}
            </Button>
            {window.assigned && (
              <Button
                disabled={busy}
                onClick={() => void assign(usualPlan(window), false)}
                data-testid="assign-back"
              >
                {say(t('恢复平日安排', 'Back to other days'))}
              </Button>
            )}
          </div>
        )}
      </div>
    </section>
  );
}

function QueueTick({
  queue,
  on,
  tick,
}: {
  readonly queue: HallView['queues'][number];
  readonly on: boolean;
  readonly tick: (queue: string, on: boolean) => void;
}) {
  const { say } = useSpeech();
  return (
    <label data-picked={on}>
      <input
        type="checkbox"
        checked={on}
        data-testid={`assign-${queue.id}`}
        onChange={({ target }) => tick(queue.id, target.checked)}
      />
      <b className="number">{queue.prefix}</b>
      <span>{say(queue.name)}</span>
      <small className="number">{say(t(`等 ${queue.waiting}`, `${queue.waiting} wait`))}</small>
    </label>
  );
}

/** Queues in which it helps out while many wait. */
function Helping({ hall, window }: AssignmentProps) {
  const { say } = useSpeech();
  const parts = (window.secondary ?? []).map(({ queue, above }) => {
    const prefix = hall.queues.find(({ id }) => id === queue)?.prefix ?? queue;
    return t(`${prefix}（超过 ${above} 人时）`, `${prefix} (above ${above} waiting)`);
  });
  if (parts.length === 0) return null;
  return (
    <p className={styles['helping']}>
      {say(
        t(
          `协助办理：${parts.map(({ zh }) => zh).join('、')}`,
          `Helps out in ${parts.map(({ en }) => en).join(', ')}`,
        ),
      )}
    </p>
  );
}
