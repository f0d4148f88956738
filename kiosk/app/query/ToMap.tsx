import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Icon } from '../parts/Icon.tsx';
import { MAP, toQuery } from '../session/query.ts';
import { wayTo, windowName } from '../words/query.ts';

/** From a ticket to the way to its window; nothing where the hall has no plan. */
export function ToMap({ windows, zone }: { windows: readonly number[]; zone: string }) {
  const say = useSay();
  const { catalogue, act } = useKiosk();
  const info = catalogue.publicInfo;
  const window =
    info?.windows.find(({ number }) => windows.includes(number)) ??
    info?.windows.find((one) => one.zone === zone);
  if (!info?.map || !window || !info.map.places.some((place) => place.window === window.id)) return null;
  return (
    <button
      type="button"
      className="query-link"
      data-testid="to-map"
      onClick={() => act(toQuery({ ...MAP, to: { kind: 'window', window: window.id } }))}
    >
      <Icon name="place" />
      <span>{say(wayTo(windowName(window.number)))}</span>
      <Icon name="forward" />
    </button>
  );
}
