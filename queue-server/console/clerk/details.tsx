import type { Desk } from '@hall/shared/contracts/commands';
import { StarIcon, WarningIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { sayMinutes } from '../words/say-time.ts';
import { CLASS_WHY, t } from '../words/words.ts';
import { ClassChip } from './class-chip.tsx';
import styles from './clerk.module.css';
import { whyOf } from './why.ts';

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
  const why = serving ? whyOf(serving.ticket) : null;
  const silent = serving && now - serving.calledAt > ACKNOWLEDGE_MS ? desk.unacknowledged : [];
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
      {serving && (
        <dl className={styles['facts']}>
          <dt>{say(t('事项', 'Items'))}</dt>
          <dd>
            {serving.items.length > 0
              ? serving.items.map((item) => say(item)).join(and)
              : say(serving.queueName)}
            {serving.items.length > 0 && <small>{say(serving.queueName)}</small>}
          </dd>
          <dt>{say(t('类别', 'Class'))}</dt>
          <dd>
            <ClassChip of={serving.class} />
            <small>{say(CLASS_WHY[serving.class])}</small>
          </dd>
          <dt>{say(t('等了', 'Waited'))}</dt>
          <dd className="number" data-testid="waited">
            {say(sayMinutes(serving.waitedMin))}
          </dd>
          {why && (
            <>
              <dt>{say(t('叫号理由', 'Why now'))}</dt>
              <dd data-testid="why">{say(why)}</dd>
            </>
          )}
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
