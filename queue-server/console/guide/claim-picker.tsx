import type { GuideDesk } from '@hall/shared/contracts/guide-desk';
import type { Claim } from '@hall/shared/contracts/queueing';
import type { Text } from '@hall/shared/contracts/text';
import { windowWords } from '@hall/shared/contracts/wording';
import { useSpeech } from '../words/language.tsx';
import { t } from '../words/words.ts';
import { Choices } from './choices.tsx';
import styles from './forms.module.css';
import { CONFIRMED, ENTERPRISE, GREEN } from './guide-words.ts';

interface Props {
  readonly claims: GuideDesk['claims'];
  readonly claim: Claim | null;
  /** A number that has no class yet may stay so; one that is asked for a class may not. */
  readonly plain: boolean;
  readonly choose: (claim: Claim | null) => void;
}

/** [C3] [C4] [C6] What the guide has seen; each choice says which paper to look at. */
export function ClaimPicker({ claims, claim, plain, choose }: Props) {
  const { say } = useSpeech();
  const greenReason = claims.green[0];
  const kinds: { id: Claim['kind'] | 'plain'; name: Text }[] = [
    ...(plain ? [{ id: 'plain' as const, name: t('普通', 'Ordinary') }] : []),
    ...claims.confirmed.map((kind) => ({ id: kind, name: CONFIRMED[kind].name })),
    ...(greenReason ? [{ id: 'green' as const, name: GREEN.name }] : []),
    ...(claims.enterprise.length > 0 ? [{ id: 'enterprise' as const, name: ENTERPRISE.name }] : []),
  ];
  const take = (id: string) => {
    if (id === 'plain') choose(null);
    else if (id === 'green') choose({ kind: 'green', reason: greenReason?.id ?? '' });
    else choose({ kind: id } as Claim);
  };
  return (
    <div className={styles['fields']}>
      <Choices
        name={t('优先情况', 'Class')}
        testId="claim"
        options={kinds}
        value={claim?.kind ?? (plain ? 'plain' : null)}
        choose={take}
      />
      {claim?.kind === 'green' && (
        <Choices
          name={t('绿色通道理由', 'Reason')}
          testId="green"
          options={claims.green}
          value={claim.reason}
          choose={(reason) => choose({ kind: 'green', reason })}
        />
      )}
      {claim && (
        <p className={styles['hint']} data-testid="proof">
          {say(proofOf(claim))}
          {claim.kind === 'enterprise' && <> {say(windowWords(claims.enterprise))}</>}
        </p>
      )}
    </div>
  );
}

function proofOf(claim: Claim): Text {
  if (claim.kind === 'green') return GREEN.proof;
  if (claim.kind === 'enterprise') return ENTERPRISE.proof;
  return CONFIRMED[claim.kind].proof;
}
