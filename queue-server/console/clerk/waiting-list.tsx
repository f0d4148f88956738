import type { Desk } from '@hall/shared/contracts/commands';
import type { Text } from '@hall/shared/contracts/text';
import { Empty } from '../frame/states.tsx';
import { PersonIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, minutesSince, sayMinutes } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { ClassChip } from './class-chip.tsx';
import type { KeyAction } from './keyboard.ts';
import { ListSection } from './list-section.tsx';
import styles from './lists.module.css';
import { helpsWith } from './primary.ts';
import { RowList } from './row-list.tsx';

type Waiting = Desk['waiting'][number];

interface Props {
  readonly desk: Desk;
  readonly now: number;
  /** Whether somebody may be called out of turn now [K9]. */
  readonly can: boolean;
  readonly call: (ticket: Waiting) => void;
  readonly act: (action: KeyAction) => void;
}

/** Why a ticket cannot be called, as a clerk says it to the person who asks. */
export function heldWords({ callable, held, slotAt }: Waiting): Text | null {
  if (callable) return null;
  if (held === 'paper') return t('号票未出，暂不可叫', 'paper not out yet');
  if (held === 'window') return t('指定了其他窗口', 'bound to another window');
  if (held === 'slot') {
    return slotAt ? t(`${clockTime(slotAt)} 起可叫`, `from ${clockTime(slotAt)}`) : t('时段未到', 'not yet');
  }
  return t('暂不可叫', 'cannot be called yet');
}

export function WaitingList({ desk, now, can, call, act }: Props) {
  const { say, language } = useSpeech();
  const helped = desk.secondary.filter(({ queue }) => !desk.serves.some((own) => own.queue === queue));
  const own = desk.waiting;
  const helps = helpsWith(desk).length > 0;
  // The key of the list leads to the first rows that there are.
  const listed = own.length > 0 ? undefined : helped.find(({ rows }) => rows.length > 0)?.queue;
  const more = desk.waitingTotal - desk.waiting.length;
  const and = language === 'zh' ? '、' : ', ';
  const row = (ticket: Waiting) => {
    const held = heldWords(ticket);
    const facts = [
      t(`${clockTime(ticket.arrivedAt)} 到`, `came ${clockTime(ticket.arrivedAt)}`),
      ticket.slotAt ? t(`预约 ${clockTime(ticket.slotAt)}`, `booked ${clockTime(ticket.slotAt)}`) : null,
      ticket.class === 'appointment' ? null : ticket.classReason,
      held,
    ].filter((fact) => fact !== null);
    return {
      id: ticket.ticket,
      testid: `waiting-${ticket.number}`,
      can: can && ticket.callable,
      look: held ? ('held' as const) : undefined,
      content: (
        <>
          <b className="number">{ticket.number}</b>
          <span className={styles['what']}>
            <span>
              {ticket.items.length > 0
                ? ticket.items.map((item) => say(item)).join(and)
                : say(ticket.queueName)}
            </span>
            <small>{facts.map((fact) => say(fact)).join(' · ')}</small>
          </span>
          <span className={styles['when']}>
            {ticket.class !== 'ordinary' && <ClassChip of={ticket.class} />}
            <span className="number">{say(sayMinutes(minutesSince(ticket.arrivedAt, now)))}</span>
          </span>
        </>
      ),
    };
  };
  const press = (rows: readonly Waiting[]) => (id: string) => {
    const ticket = rows.find((entry) => entry.ticket === id);
    if (ticket) call(ticket);
  };
  return (
    <>
      <ListSection
        id="waiting"
        title={t('等候', 'Waiting')}
        count={desk.waitingTotal}
        countTestid="waiting-count"
        action="list"
        act={act}
        hint={can && own.length > 0 ? t('点选可指定呼叫', 'Pick one to call out of turn') : undefined}
      >
        {desk.serves.length > 1 && (
          <ul className={styles['totals']} data-testid="totals">
            {desk.serves.map((queue) => (
              <li key={queue.queue}>
                {say(queue.name)} <b className="number">{queue.waiting}</b>
              </li>
            ))}
          </ul>
        )}
        {own.length === 0 ? (
          <Empty
            icon={<PersonIcon size={28} />}
            text={
              helps
                ? t('自己的队列没有人', 'Nobody in your own queues')
                : t('没有人在等候', 'Nobody is waiting')
            }
            hint={
              helps
                ? t('下一位从协办队列呼叫。', 'The next call comes from a queue that you help.')
                : t('有人取号，这里立刻出现。', 'Whoever takes a ticket appears here at once.')
            }
          />
        ) : (
          <RowList
            name="waiting"
            label={say(t('等候名单', 'Waiting list'))}
            rows={own.map(row)}
            press={press(own)}
          />
        )}
        {more > 0 && <p className={styles['more']}>{say(t(`还有 ${more} 人`, `and ${more} more`))}</p>}
      </ListSection>
      {helped.map((queue) => {
        const { rows } = queue;
        const hint = queue.open
          ? t(`超过 ${queue.above} 人，可协助`, `more than ${queue.above}: you may help`)
          : t(`可叫的超过 ${queue.above} 人时协助`, `helped when over ${queue.above} can be called`);
        const unseen = queue.waiting - rows.length - own.filter((one) => one.queue === queue.queue).length;
        return (
          <ListSection
            key={queue.queue}
            id={`helped-${queue.queue}`}
            title={t(`协办：${queue.name.zh}`, `Helping: ${queue.name.en}`)}
            count={queue.waiting}
            action={queue.queue === listed ? 'list' : undefined}
            act={act}
            hint={hint}
          >
            {rows.length > 0 && (
              <RowList name="secondary" label={say(queue.name)} rows={rows.map(row)} press={press(rows)} />
            )}
            {rows.length > 0 && unseen > 0 && (
              <p className={styles['more']}>{say(t(`还有 ${unseen} 人`, `and ${unseen} more`))}</p>
            )}
          </ListSection>
        );
      })}
    </>
  );
}
