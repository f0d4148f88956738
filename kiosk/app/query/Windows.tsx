import { useLanguage, useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Icon } from '../parts/Icon.tsx';
import { Paged } from '../parts/Paged.tsx';
import { Title } from '../parts/Title.tsx';
import { usePortrait } from '../parts/use-portrait.ts';
import { MAP, toQuery } from '../session/query.ts';
import { Q } from '../words/query.ts';

/** Which window does what, whether somebody sits there now, and the way to it. */
export function Windows() {
  const say = useSay();
  const language = useLanguage();
  const portrait = usePortrait();
  const { host, session, catalogue, act } = useKiosk();
  const windows = [...(catalogue.publicInfo?.windows ?? [])].sort((a, b) => a.number - b.number);
  const queues = new Map(catalogue.queues.map((queue) => [queue.id, queue]));
  const zones = new Map(catalogue.zones.map((zone) => [zone.id, zone]));
  const open = new Set(host.queues.flatMap((queue) => queue.windows));
  return (
    <div className="list query-rows" data-testid="screen-windows">
      <Title>{say(Q.windowsTitle)}</Title>
      <Paged
        list="windows"
        entries={windows}
        lines={language === 'en' && (session.care || !portrait) ? 2 : 1}
        testId="windows"
      >
        {({ id, number, zone, queues: served }) => {
          const place = zones.get(zone);
          return (
            <li key={id}>
              <button
                type="button"
                className="item-row window-row"
                data-testid={`window-${id}`}
                onClick={() => act(toQuery({ ...MAP, to: { kind: 'window', window: id } }))}
              >
                <strong className="window-number number">{number}</strong>
                <span className="item-words">
                  <span className="item-name">
                    {served
                      .flatMap((one) => queues.get(one) ?? [])
                      .map(({ name }) => say(name))
                      .join(' · ')}
                  </span>
                  <span className="item-second">
                    <span className="item-more">{place ? say(place.place) : ''}</span>
                    {host.online && (
                      <span className={open.has(number) ? 'item-state window-open' : 'item-state'}>
                        {say(open.has(number) ? Q.openNow : Q.notOpen)}
                      </span>
                    )}
                  </span>
                </span>
                <Icon name="forward" />
              </button>
            </li>
          );
        }}
      </Paged>
    </div>
  );
}
