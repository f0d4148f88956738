import type { CaseProgress } from '@hall/shared/contracts/public-info';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { STAGES, shortDay } from '../words/query.ts';

/** More than these stand on no line; the latest matter. */
const SHOWN = 5;

/** What happened so far, as a line from left to right. */
export function CaseSteps({ steps }: { steps: CaseProgress['steps'] }) {
  const say = useSay();
  const shown = steps.slice(-SHOWN);
  return (
    <ol className="case-steps">
      {shown.map(({ stage, on }, i) => (
        <li key={`${stage} ${on}`} data-now={i === shown.length - 1 ? '' : undefined}>
          <span>{say(STAGES[stage])}</span>
          <small>{say(shortDay(on))}</small>
        </li>
      ))}
    </ol>
  );
}
