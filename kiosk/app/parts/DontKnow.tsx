import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { F } from '../words/finding.ts';
import { Icon } from './Icon.tsx';

/** The way to people, on every screen where something has to be found. */
export function DontKnow() {
  const say = useSay();
  const { act } = useKiosk();
  return (
    <button
      type="button"
      className="dont-know"
      data-testid="dont-know"
      onClick={() => act({ type: 'go', to: { at: 'guide' } })}
    >
      <Icon name="guide" />
      <span>{say(F.dontKnow)}</span>
    </button>
  );
}
