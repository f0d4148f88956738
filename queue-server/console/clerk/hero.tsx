import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { useSpeech } from '../words/language.tsx';
import { clockTime, stopwatch } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './clerk.module.css';
import { helpsWith } from './primary.ts';

const MINUTE_MS = 60_000;

/** The number is the hero. Its block never changes size: the button below must stay under the hand. */
export function Hero({ desk, now }: { readonly desk: Desk; readonly now: number }) {
  const { say } = useSpeech();
  const serving = desk.serving;
  if (!serving) {
    return (
      <section key="idle" className={styles['hero']} data-state={desk.state}>
        <p className={styles['phase']}>{say(idlePhase(desk))}</p>
        <p className={styles['idle']}>{say(idleWords(desk))}</p>
        <p className={styles['timer']}>{desk.state === 'paused' && backWords(desk, now, say)}</p>
      </section>
    );
  }
  const since = serving.startedAt ?? serving.calledAt;
  const recalls =
    serving.recalls > 0 ? t(`已重呼 ${serving.recalls} 次`, `recalled ${serving.recalls} ×`) : null;
  const usual = serving.state === 'serving' ? serving.expectedMin : null;
  const over = usual !== null && now - since > usual * MINUTE_MS;
  return (
    <section key="serving" className={styles['hero']} data-state={serving.state}>
      <p className={styles['phase']}>
        {say(
          serving.state === 'called'
            ? t('已叫号，请确认到窗', 'Called: wait for the person')
            : t('正在办理', 'Being served'),
        )}
      </p>
      <p className={`number ${styles['big']}`} data-testid="serving-number">
        {serving.number}
      </p>
      <p className={styles['timer']} data-over={over} data-testid="timer">
        <span className="number">{stopwatch(now - since)}</span>
        {usual !== null && <span>{say(usualWords(usual, over))}</span>}
        {recalls && <span>{say(recalls)}</span>}
      </p>
    </section>
  );
}

function usualWords(minutes: number, over: boolean): Text {
  const whole = Math.max(1, Math.round(minutes));
  return over
    ? t(`超过通常的 ${whole} 分钟`, `longer than the usual ${whole} min`)
    : t(`通常 ${whole} 分钟`, `usually ${whole} min`);
}

/** [W1] The hall reads the time of return on the window screen: the clerk sees when it has passed. */
function backWords({ returnAt }: Desk, now: number, say: (text: Text) => string) {
  if (returnAt === null) return null;
  const clock = clockTime(returnAt);
  const late = returnAt <= now;
  return (
    <span data-over={late} data-testid="return-at">
      {say(
        late
          ? t(`窗口屏写着 ${clock} 回来，已过`, `The screen says back at ${clock}: that has passed`)
          : t(`窗口屏写着 ${clock} 回来`, `The screen says back at ${clock}`),
      )}
    </span>
  );
}

function idlePhase(desk: Desk): Text {
  if (desk.state === 'closed') return t('窗口未开放', 'This window is closed');
  if (desk.state === 'paused') return t('暂停服务', 'Paused');
  return t('可以叫号', 'Ready');
}

function idleWords(desk: Desk): Text {
  if (desk.state === 'closed') return t('开放后即可叫号', 'Open it to start calling');
  if (desk.state === 'paused') return desk.reason ?? t('暂停中', 'On a break');
  const helped = helpsWith(desk);
  if (helped.length > 0) return helpWords(helped);
  if (desk.waitingTotal === 0) return t('没有人在等候', 'Nobody is waiting');
  return t(
    `${desk.waitingTotal} 人等候`,
    desk.waitingTotal === 1 ? '1 person waiting' : `${desk.waitingTotal} people waiting`,
  );
}

/** [X6] Where the next call helps out. */
function helpWords(helped: Desk['secondary']): Text {
  const waiting = helped.reduce((sum, queue) => sum + queue.waiting, 0);
  const [only] = helped;
  const name = helped.length === 1 && only ? only.name : t('其他队列', 'other queues');
  return t(`可协助${name.zh}：${waiting} 人等候`, `You can help ${name.en}: ${waiting} waiting`);
}
