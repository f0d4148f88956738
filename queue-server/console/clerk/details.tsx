import type { Desk } from '@hall/shared/contracts/commands';
import { StarIcon, WarningIcon } from '../icons/icons.tsx';
import { NoteIcon } from '../icons/turn-icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { sayMinutes } from '../words/say-time.ts';
import { CLASS_WHY, t } from '../words/words.ts';
import { ClassChip } from './class-chip.tsx';
import styles from './details.module.css';
import { Itinerary } from './itinerary.tsx';

const RATING = {
  open: t('正在评价', 'being rated'),
  given: t('已评价', 'rated'),
  none: t('未评价', 'not rated'),
} as const;

/** A screen draws and answers within 2 s; before that its silence says nothing. */
const ACKNOWLEDGE_MS = 3_000;

/** Who this is, why this one, and what needs a look: below the buttons, so that it may grow. */
export function Details({ desk, now }: { readonly desk: Desk; readonly now: number }) {
  const { say, language } = useSpeech();
  const serving = desk.serving;
  const silent = serving && now - serving.calledAt > ACKNOWLEDGE_MS ? desk.unacknowledged : [];
  const due = desk.parked.filter(({ dueAt }) => dueAt <= now);
  const and = language === 'zh' ? '、' : ', ';
  return (
    <section className={styles['details']} aria-label={say(t('当前办事人', 'The person being served'))}>
      {silent.length > 0 && (
        <p className={styles['amber']} role="status" data-testid="unacknowledged">
          <WarningIcon />
          <span>
            {say(t('这些屏幕没有确认显示本次叫号：', 'No word from these screens about this call: '))}
            <b>{silent.map((screen) => say(screen.name)).join(and)}</b>
            {say(t('。可重呼或口头招呼。', '. Recall, or call out.'))}
          </span>
        </p>
      )}
      {due.length > 0 && (
        <p className={styles['amber']} role="status" data-testid="due">
          <WarningIcon />
          <span>
            {say(t('挂起已到时间：', 'Parked and due: '))}
            <b className="number">{due.map(({ number }) => number).join(and)}</b>
            {say(t('。可在挂起名单回呼。', '. Call back from the parked list.'))}
          </span>
        </p>
      )}
      {serving?.note && (
        <p className={styles['note']} data-testid="note-text">
          <NoteIcon />
          <span className="hidden-to-eyes">{say(t('备注：', 'Note: '))}</span>
          <span>{serving.note}</span>
        </p>
      )}
      {serving && (
        <dl className={styles['facts']}>
          <dt>{say(t('事项', 'Items'))}</dt>
          <dd>
            {serving.items.length > 0
              ? serving.items.map((item) => say(item)).join(and)
              : say(serving.queueName)}
            {serving.items.length > 0 && <small>{say(serving.queueName)}</small>}
          </dd>
          {serving.itinerary.length > 1 && (
            <>
              <dt>{say(t('行程', 'Visit'))}</dt>
              <dd>
                <Itinerary steps={serving.itinerary} />
              </dd>
            </>
          )}
          <dt>{say(t('类别', 'Class'))}</dt>
          <dd>
            <ClassChip of={serving.class} />
            <small data-testid="class-reason">{say(serving.classReason ?? CLASS_WHY[serving.class])}</small>
          </dd>
          <dt>{say(t('等了', 'Waited'))}</dt>
          <dd className="number" data-testid="waited">
            {say(sayMinutes(serving.waitedMin))}
          </dd>
          <dt>{say(t('叫号理由', 'Why now'))}</dt>
          <dd data-testid="why">{say(serving.why)}</dd>
        </dl>
      )}
      {desk.last && (
        <p className={styles['last']} data-testid="last-rating" data-rating={desk.last.rating}>
          <StarIcon size={18} />
          <span>{say(t('上一位', 'Last'))}</span>
          <b className="number">{desk.last.number}</b>
          <span>{say(RATING[desk.last.rating])}</span>
        </p>
      )}
    </section>
  );
}
