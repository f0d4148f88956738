import type { WhatIf } from '@hall/shared/contracts/estimates';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import type { Foreseen } from './use-what-if.ts';
import styles from './window-drawer.module.css';

type Row = WhatIf['queues'][number];

/** Shorter, longer or as before: what the colour says. */
function course({ before, after }: Row): 'shorter' | 'longer' | 'same' {
  const [from, to] = [before?.lowMin ?? Number.POSITIVE_INFINITY, after?.lowMin ?? Number.POSITIVE_INFINITY];
  return to < from ? 'shorter' : to > from ? 'longer' : 'same';
}

/** 开 5 号窗口办 C：34 → 19 分钟 */
export function WhatIfBox({ foreseen, idle }: { readonly foreseen: Foreseen; readonly idle: string }) {
  const { say } = useSpeech();
  const { asking, told, problem } = foreseen;
  const rows = told?.queues.filter((row) => course(row) !== 'same') ?? [];
  return (
    <div className={styles['foreseen']} aria-live="polite" aria-busy={asking} data-testid="what-if">
      {asking ? (
        <p>{say(t('正在推算…', 'Working it out…'))}</p>
      ) : problem ? (
        <p>{say(problem)}</p>
      ) : told === null ? (
        <p>{idle}</p>
      ) : rows.length === 0 ? (
        <p>{say(t(`${told.changes.zh}：各队列等候不变`, `${told.changes.en}: no wait would change`))}</p>
      ) : (
        <ul>
          {rows.map((row) => (
            <li key={row.queue} data-course={course(row)}>
              {say(row.says)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
