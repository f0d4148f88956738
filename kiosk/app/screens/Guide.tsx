import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Icon } from '../parts/Icon.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Title } from '../parts/Title.tsx';
import { useArmed } from '../parts/use-armed.ts';
import { whyNoCard, whyNoTickets, whyQueueClosed } from '../session/availability.ts';
import { people, W } from '../words/words.ts';

/** The way out of every difficulty: people. It needs neither server nor printer. */
export function Guide() {
  const say = useSay();
  const { host, catalogue, act, newId } = useKiosk();
  const armed = useArmed();
  const queue = catalogue.queues.find((one) => one.id === catalogue.guideQueue);
  const zone = catalogue.zones.find((one) => one.id === queue?.zone);
  const now = host.queues.find((one) => one.queue === catalogue.guideQueue);
  const realName = queue?.realName ?? false;
  const why =
    whyNoTickets(host) ?? whyQueueClosed(host, catalogue.guideQueue) ?? (realName ? whyNoCard(host) : null);
  const errand = {
    kind: 'ticket',
    target: { kind: 'queue', queue: catalogue.guideQueue },
    realName,
  } as const;
  return (
    <div className="guide" data-testid="screen-guide">
      <Title more={say(W.guideText)}>{say(W.guideTitle)}</Title>
      <section className="guide-place">
        <Icon name="place" />
        <div>
          <p>{say(W.guideWhere)}</p>
          <strong>{zone ? `${say(zone.place)} · ${say(zone.name)}` : say(catalogue.hall)}</strong>
        </div>
      </section>
      <section className="panel">
        <Facts
          facts={[
            ...(now && host.online
              ? [{ label: say(W.waiting), value: say(people(now.waiting)), strong: true }]
              : []),
            ...(host.info
              ? [{ label: say(W.phone), value: <span className="number">{host.info.phone}</span> }]
              : []),
            ...(host.info ? [{ label: say(W.opening), value: say(host.info.opening) }] : []),
          ]}
        />
      </section>
      {why && <Notice tone="bad">{say(why)}</Notice>}
      <Actions>
        {why === null ? (
          <Button
            kind="primary"
            icon="ticket"
            testId="guide-take"
            arming={!armed}
            onPress={() => act({ type: 'take', errand, request: newId() })}
          >
            {say(W.guideTake)}
          </Button>
        ) : (
          <Button kind="primary" testId="guide-done" onPress={() => act({ type: 'end', request: newId() })}>
            {say(W.done)}
          </Button>
        )}
      </Actions>
    </div>
  );
}
