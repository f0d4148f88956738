import {
  type Finding,
  HEALTH_GROUPS,
  type HealthGroupId,
  type HealthReport,
  type HealthState,
  worstOf,
} from '@hall/shared/contracts/health';
import type { Text } from '@hall/shared/contracts/text';
import { words } from './finding.ts';

const RANK: Readonly<Record<HealthState, number>> = { trouble: 0, attention: 1, good: 2 };

/** The page's report: groups in their fixed order, the worst finding of each first. */
export function reportOf(
  at: number,
  findings: Readonly<Record<HealthGroupId, readonly Finding[]>>,
): HealthReport {
  const groups = HEALTH_GROUPS.map((id) => ({
    id,
    state: worstOf(findings[id].map((entry) => entry.state)),
    findings: [...findings[id]].sort((a, b) => RANK[a.state] - RANK[b.state]),
  }));
  const state = worstOf(groups.map((group) => group.state));
  const all = groups.flatMap((group) => group.findings);
  return { at: Math.round(at), state, says: sentenceOf(all), groups };
}

/** The whole in one sentence. */
export function sentenceOf(findings: readonly Finding[]): Text {
  const count = (state: HealthState) => findings.filter((entry) => entry.state === state).length;
  const [bad, look] = [count('trouble'), count('attention')];
  if (bad > 0 && look > 0) {
    return words(
      `有 ${bad} 处故障需要马上处理，另有 ${look} 处需要留意。`,
      `${bad} ${bad === 1 ? 'fault needs' : 'faults need'} a hand now, ${look} more ${look === 1 ? 'deserves' : 'deserve'} a look.`,
    );
  }
  if (bad > 0) {
    return words(
      `有 ${bad} 处故障需要马上处理。`,
      `${bad} ${bad === 1 ? 'fault needs' : 'faults need'} a hand now.`,
    );
  }
  if (look > 0) {
    return words(
      `没有故障，有 ${look} 处需要留意。`,
      `No faults; ${look} ${look === 1 ? 'thing deserves' : 'things deserve'} a look.`,
    );
  }
  return words('一切正常。', 'All is well.');
}
