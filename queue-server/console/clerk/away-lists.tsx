import type { Desk } from '@hall/shared/contracts/commands';
import { useSpeech } from '../words/language.tsx';
import { clockTime } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import type { KeyAction } from './keyboard.ts';
import { ListSection } from './list-section.tsx';
import styles from './lists.module.css';
import { RowList } from './row-list.tsx';

interface Props {
  readonly desk: Desk;
  readonly now: number;
  readonly act: (action: KeyAction) => void;
}

/** Who went to fetch something and comes back here [K7]; due ones are amber. */
export function ParkedList({
  desk,
  now,
  act,
  can,
  resume,
}: Props & { readonly can: boolean; readonly resume: (ticket: string) => void }) {
  const { say } = useSpeech();
  if (desk.parked.length === 0) return null;
  return (
    <ListSection
      id="parked"
      title={t('挂起', 'Parked')}
      count={desk.parked.length}
      countTestid="parked-count"
      action="back"
      act={act}
    >
      <RowList
        name="parked"
        label={say(t('挂起名单', 'Parked'))}
        press={resume}
        rows={desk.parked.map((row) => {
          const due = row.dueAt <= now;
          const back = clockTime(row.dueAt);
          return {
            id: row.ticket,
            testid: `parked-${row.number}`,
            can,
            look: due ? 'late' : undefined,
            content: (
              <>
                <b className="number">{row.number}</b>
                <span className={styles['what']}>
                  <span>{say(row.queueName)}</span>
                  <small>
                    {say(
                      due
                        ? t(`${back} 已到时间`, `was due at ${back}`)
                        : t(`${clockTime(row.parkedAt)} 挂起 · ${back} 前回来`, `back by ${back}`),
                    )}
                  </small>
                </span>
                <span className={styles['do']}>{say(t('回呼', 'Call back'))}</span>
              </>
            ),
          };
        })}
      />
    </ListSection>
  );
}

/** No-shows of today that may come back [K6]. */
export function PassedList({
  desk,
  act,
  can,
  reactivate,
}: Props & { readonly can: boolean; readonly reactivate: (ticket: string) => void }) {
  const { say } = useSpeech();
  if (desk.passed.length === 0) return null;
  return (
    <ListSection
      id="passed"
      title={t('过号', 'Passed')}
      count={desk.passed.length}
      countTestid="passed-count"
      action="passed"
      act={act}
    >
      <RowList
        name="passed"
        label={say(t('过号名单', 'Passed numbers'))}
        press={reactivate}
        rows={desk.passed.map((row) => ({
          id: row.ticket,
          testid: `passed-${row.number}`,
          can,
          content: (
            <>
              <b className="number">{row.number}</b>
              <span className={styles['what']}>
                <span>{say(row.queueName)}</span>
                <small>{say(t(`${clockTime(row.at)} 过号`, `passed at ${clockTime(row.at)}`))}</small>
              </span>
              <span className={styles['do']}>{say(t('重排', 'Re-queue'))}</span>
            </>
          ),
        }))}
      />
    </ListSection>
  );
}
