import type { Desk } from '@hall/shared/contracts/commands';
import { CheckIcon } from '../icons/icons.tsx';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import styles from './details.module.css';

type Step = NonNullable<Desk['serving']>['itinerary'][number];

const STATE = {
  done: t('已办', 'done'),
  now: t('正在办', 'now'),
  next: t('接着', 'next'),
} as const;

/** The stations of a visit [K10]: done, at present, still to come. */
export function Itinerary({ steps }: { readonly steps: readonly Step[] }) {
  const { say, language } = useSpeech();
  return (
    <ol className={styles['steps']} data-testid="itinerary">
      {steps.map((step, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stations have no other identity than their place
        <li key={i} data-state={step.state} aria-current={step.state === 'now' ? 'step' : undefined}>
          <i aria-hidden="true">{step.state === 'done' && <CheckIcon size={14} />}</i>
          <span>
            {say(step.queueName)}
            {step.items.length > 0 && (
              <small>{step.items.map((item) => say(item)).join(language === 'zh' ? '、' : ', ')}</small>
            )}
          </span>
          <small>{say(STATE[step.state])}</small>
        </li>
      ))}
    </ol>
  );
}
