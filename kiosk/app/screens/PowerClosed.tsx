import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { Icon } from '../parts/Icon.tsx';
import { W } from '../words/words.ts';

/** The mains have failed and this machine serves nobody any more; it stands until the battery is empty. */
export function PowerClosed() {
  const say = useSay();
  return (
    <main className="starting" data-testid="power-closed">
      <span className="trouble-icon">
        <Icon name="warn" />
      </span>
      <h1>{say(W.powerClosed)}</h1>
      <p>{say(W.powerClosedMore)}</p>
    </main>
  );
}
