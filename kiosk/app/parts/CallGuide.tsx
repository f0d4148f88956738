import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { W } from '../words/words.ts';
import { Icon } from './Icon.tsx';

/** Brings a person here; on every screen, because trouble comes on every screen. */
export function CallGuide() {
  const say = useSay();
  const { host, session, act, newId } = useKiosk();
  const rings = host.bell.state === 'ringing';
  return (
    <button
      type="button"
      className="bar-key"
      data-testid="call-guide"
      aria-pressed={rings || host.bell.state === 'coming'}
      aria-disabled={rings || session.helper.asking !== null}
      onClick={() => {
        if (!rings) act({ type: 'call-helper', request: newId() });
      }}
    >
      <Icon name="bell" />
      <span>{say(W.callGuide)}</span>
    </button>
  );
}
