import type { Catalogue } from '@hall/shared/contracts/commands';
import type { QueueLine } from '@hall/shared/contracts/queue-line';
import type { Text } from '@hall/shared/contracts/text';
import { useCatalogue } from '../api/hooks.ts';
import { ClassChip } from '../clerk/class-chip.tsx';
import { Empty, Failed, Loading } from '../frame/states.tsx';
import { PersonIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { clockTime, minutesSince, sayMinutes } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import styles from './queue-drawer.module.css';
import { useQueueLine } from './use-queue-line.ts';

/** Classes whose chip says all. */
const TOLD_BY_CHIP = new Set(['appointment', 'senior']);

type Waiting = QueueLine['waiting'][number];

/** Why somebody is not called, as one says it to whoever asks. */
export function heldWords({ held, slotAt, boundTo }: Waiting): Text | null {
  if (held === 'paper') return t('号票未出，暂不可叫', 'paper not out yet');
  if (held === 'slot') {
    return slotAt === null
      ? t('时段未到', 'slot not begun')
      : t(`预约 ${clockTime(slotAt)} 起`, `booked from ${clockTime(slotAt)}`);
  }
  if (boundTo === null) return null;
  return boundTo.length === 0
    ? t('指定的窗口已不在', 'bound to a window that is gone')
    : t(`只等 ${boundTo.join('、')} 号窗口`, `waits for window ${boundTo.join(', ')} only`);
}

/** Who waits, in order of places; a number opens its story. */
export function Line({
  queue,
  now,
  warnAfterMin,
  open,
}: {
  readonly queue: string;
  readonly now: number;
  readonly warnAfterMin: number;
  readonly open: (ticket: string) => void;
}) {
  const { say } = useSpeech();
  const line = useQueueLine(queue);
  const items = useCatalogue().data?.items ?? [];
  if (line.isPending) return <Loading />;
  if (!line.data) return <Failed text={line.error.failure.text} retry={() => void line.refetch()} />;
  const { waiting, total } = line.data;
  if (total === 0) {
    return <Empty icon={<PersonIcon size={28} />} text={t('没有人在等候', 'Nobody is waiting')} />;
  }
  return (
    <>
      <ol className={styles['line']} data-testid="queue-line">
        {waiting.map((one) => {
          const held = heldWords(one);
          const minutes = minutesSince(one.arrivedAt, now);
          return (
            <li key={one.ticket} data-held={held !== null} data-late={minutes > warnAfterMin}>
              <button type="button" onClick={() => open(one.ticket)} data-testid={`in-line-${one.number}`}>
                <b className="number">{one.number}</b>
                <span>
                  <span>{itemWords(one, items, say)}</span>
                  <small>
                    {[
                      t(`${clockTime(one.arrivedAt)} 到`, `came ${clockTime(one.arrivedAt)}`),
                      TOLD_BY_CHIP.has(one.class) ? null : one.classReason,
                      held,
                    ]
                      .filter((fact) => fact !== null)
                      .map((fact) => say(fact))
                      .join(' · ')}
                  </small>
                </span>
                <span className={styles['when']}>
                  {one.class !== 'ordinary' && <ClassChip of={one.class} />}
                  <span className="number">{say(sayMinutes(minutes))}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      {total > waiting.length && (
        <p>{say(t(`还有 ${total - waiting.length} 人`, `and ${total - waiting.length} more`))}</p>
      )}
    </>
  );
}

function itemWords({ items }: Waiting, known: Catalogue['items'], say: (text: Text) => string): string {
  const names = items.map((id) => known.find((item) => item.id === id)?.name).filter((name) => name);
  const words = names.map((name) => say(name as Text)).join(say(t('、', ', ')));
  return words === '' ? say(t('未选事项', 'no item named')) : words;
}
