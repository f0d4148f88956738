import { localTime } from '@hall/shared/contracts/time';
import { useId } from 'react';
import { useSpeech } from '../words/language.tsx';
import { HALL_TIME_ZONE } from '../words/say-time.ts';
import { t } from '../words/words.ts';
import { TimeInput } from './fields/time-input.tsx';
import { styles } from './styles.ts';

/** Null: at once. */
export type When = { readonly date: string; readonly time: string } | null;

/** All of China keeps one time, and no summer time. */
const HALL_OFFSET = '+08:00';
const DAY_MS = 86_400_000;

/** The instant, null for at once, NaN while it is not written to the end. */
export function instantOf(when: When): number | null {
  if (when === null) return null;
  return /^\d{2}:\d{2}$/.test(when.time)
    ? Date.parse(`${when.date}T${when.time}:00${HALL_OFFSET}`)
    : Number.NaN;
}

interface WhenFieldProps {
  readonly when: When;
  /** The hall's time. */
  readonly now: number;
  readonly change: (when: When) => void;
}

/** From when a change counts. Most of those for later are for the beginning of a day. */
export function WhenField({ when, now, change }: WhenFieldProps) {
  const { say } = useSpeech();
  const id = useId();
  const tomorrow = () => ({ date: localTime(now + DAY_MS, HALL_TIME_ZONE).day, time: '00:00' });
  const at = instantOf(when);
  return (
    <fieldset className={styles['when']}>
      <legend>{say(t('何时生效', 'In force'))}</legend>
      <label>
        <input
          type="radio"
          name={id}
          checked={when === null}
          data-testid="now"
          onChange={() => change(null)}
        />
        {say(t('立即', 'At once'))}
      </label>
      <label>
        <input
          type="radio"
          name={id}
          checked={when !== null}
          data-testid="later"
          onChange={() => change(tomorrow())}
        />
        {say(t('指定时间', 'Later'))}
      </label>
      {when !== null && (
        <span className={styles['words']}>
          <input
            type="date"
            className={styles['date']}
            aria-label={say(t('生效日期', 'Date'))}
            min={localTime(now, HALL_TIME_ZONE).day}
            value={when.date}
            data-testid="effective-date"
            onChange={({ target }) => change({ ...when, date: target.value })}
          />
          <TimeInput
            value={when.time}
            disabled={false}
            label={say(t('生效时间', 'Time'))}
            testid="effective-time"
            change={(time) => change({ ...when, time })}
          />
        </span>
      )}
      {at !== null && (Number.isNaN(at) || at <= now) && (
        <p className={styles['wrong']} role="alert">
          {say(
            Number.isNaN(at)
              ? t('请填写日期和时间，如 08:30。', 'Please give a date and a time such as 08:30.')
              : t('这个时间已过去，请选以后的时间。', 'That is over: please choose a time to come.'),
          )}
        </p>
      )}
    </fieldset>
  );
}
