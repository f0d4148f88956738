import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import type { Errand } from '../session/session.ts';
import { W } from '../words/words.ts';

export function Working({ errand }: { errand: Errand | null }) {
  const say = useSay();
  return (
    <div className="working" role="status" data-testid="screen-working">
      <span className="pulse" />
      <h1>{say(errand?.kind === 'certificate' ? W.workingCertificate : W.workingTicket)}</h1>
      <p>{say(W.workingMore)}</p>
    </div>
  );
}
