import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Icon } from '../parts/Icon.tsx';
import { toQuery } from '../session/query.ts';
import { Q } from '../words/query.ts';

/** From a guide to its one-time list. */
export function ToList({ item }: { item: string }) {
  const say = useSay();
  const { act } = useKiosk();
  return (
    <button
      type="button"
      className="query-link"
      data-testid="to-list"
      onClick={() => act(toQuery({ page: 'list', item }))}
    >
      <Icon name="printer" />
      <span>{say(Q.listOpen)}</span>
      <Icon name="forward" />
    </button>
  );
}
