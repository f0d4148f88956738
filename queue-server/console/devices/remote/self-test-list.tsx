import type { SelfTest } from '@hall/shared/contracts/remote';
import { useNow } from '../../api/hooks.ts';
import { sayReason } from '../../manager/device-reasons.ts';
import { useSpeech } from '../../words/language.tsx';
import { sayMoment } from '../../words/say-time.ts';
import { t } from '../../words/words.ts';
import styles from './remote.module.css';
import { CHECKS } from './words.ts';

const STATES = { ok: t('正常', 'works'), warn: t('注意', 'mind'), fail: t('故障', 'fails') } as const;
const WHY = {
  start: t('启动时', 'at its start'),
  opening: t('开门前', 'before opening'),
  remote: t('远程要求', 'as asked from here'),
} as const;
/** What needs a hand comes first. */
const ORDER = { fail: 0, warn: 1, ok: 2 } as const;

export function SelfTestList({ test }: { readonly test: SelfTest | null }) {
  const { say } = useSpeech();
  const now = useNow(30_000);
  if (test === null)
    return <p className={styles['hint']}>{say(t('还没有自检结果。', 'No self-test yet.'))}</p>;
  const checks = [...test.checks].sort((a, b) => ORDER[a.state] - ORDER[b.state]);
  return (
    <>
      <p className={styles['hint']}>
        {say(sayMoment(test.at, now))} · {say(WHY[test.why])}
      </p>
      <ul className={styles['checks']} data-testid="self-test">
        {checks.map((check) => (
          <li key={check.id} data-state={check.state} data-testid={`check-${check.id}`}>
            <i aria-hidden="true" />
            <strong>{say(CHECKS[check.id] ?? t(check.id, check.id))}</strong>
            <span>{say(check.state === 'ok' ? check.says : (sayReason(check.says.en) ?? check.says))}</span>
            <small>
              {say(STATES[check.state])}
              {check.state !== 'ok' && ` · ${say(t('自', 'since'))} ${say(sayMoment(check.since, now))}`}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
