import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import type { Step } from '../session/session.ts';
import { basketCount, R } from '../words/resident.ts';
import { Icon } from './Icon.tsx';

/** Where things are looked for. The start screen has it in the place of the doors for what one has already. */
const FINDING: readonly Step['at'][] = ['list', 'zones', 'item'];

/** What was chosen so far for one number, over the keys while one looks for more. */
export function BasketBar() {
  const { session } = useKiosk();
  if (session.basket.length === 0 || !FINDING.includes(session.step.at)) return null;
  return <BasketKey />;
}

export function BasketKey() {
  const say = useSay();
  const { session, act } = useKiosk();
  return (
    <button
      type="button"
      className="basket-bar"
      data-testid="basket-bar"
      onClick={() => act({ type: 'go', to: { at: 'basket' } })}
    >
      <Icon name="ticket" />
      <strong>{say(basketCount(session.basket.length))}</strong>
      <span>{say(R.basketSee)}</span>
      <Icon name="forward" />
    </button>
  );
}
