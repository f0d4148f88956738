import { aheadWords } from '@hall/shared/contracts/wording';
import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { waitWords } from '@hall/shared/ui/time.ts';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import type { Fact } from '../parts/Facts.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Title } from '../parts/Title.tsx';
import { givesOwnNumbers, whyNoTickets, whyQueueClosed } from '../session/availability.ts';
import type { Errand } from '../session/session.ts';
import { seniorWords, W, windowNumbers } from '../words/words.ts';

/** What will happen when the button is pressed, in plain words. */
export function Confirm({ errand }: { errand: Errand & { readonly kind: 'ticket' } }) {
  const say = useSay();
  const { session, host, catalogue, act, newId } = useKiosk();
  const { target } = errand;
  const item = target.kind === 'item' ? catalogue.items.find((one) => one.id === target.item) : undefined;
  const queueId = target.kind === 'queue' ? target.queue : (item?.queue ?? '');
  const queue = catalogue.queues.find((one) => one.id === queueId);
  const zone = catalogue.zones.find((one) => one.id === queue?.zone);
  const now = host.queues.find((one) => one.queue === queueId);
  const why = whyNoTickets(host) ?? whyQueueClosed(host, queueId);
  const card = errand.realName ? session.card : null;
  const facts: Fact[] = [
    { label: say(W.confirmMatter), value: say(item?.name ?? W.guideMatter) },
    ...(queue ? [{ label: say(W.confirmQueue), value: say(queue.name) }] : []),
    ...(zone ? [{ label: say(W.place), value: `${say(zone.name)} · ${say(zone.place)}` }] : []),
    ...(now && host.online
      ? [
          { label: say(W.confirmAhead), value: say(aheadWords(now.waiting)), strong: true },
          { label: say(W.estimate), value: say(waitWords(now.estimate)), strong: true },
          { label: say(W.windows), value: say(windowNumbers(now.windows)) },
        ]
      : []),
    ...(card ? [{ label: say(W.confirmPerson), value: card.maskedName }] : []),
  ];
  return (
    <div className="confirm" data-testid="screen-confirm">
      <Title>{say(W.confirmTitle)}</Title>
      <section className="panel">
        <Facts facts={facts} />
      </section>
      {card?.senior && (
        <Notice tone="good" testId="senior">
          <strong>{say(seniorWords(catalogue.seniorAge))}</strong>
        </Notice>
      )}
      {card && <Notice tone="card">{say(W.cardKeep)}</Notice>}
      {why === null && givesOwnNumbers(host) && (
        <Notice tone="wait" testId="offline-valid">
          <strong>{say(W.offlineValid)}</strong>
          <span>{say(W.offlineWaits)}</span>
        </Notice>
      )}
      {why && (
        <Notice tone="bad" testId="why-not">
          {say(why)}
        </Notice>
      )}
      <Actions>
        {why === null ? (
          <Button
            kind="primary"
            icon="ticket"
            testId="confirm"
            onPress={() => act({ type: 'confirm', request: newId() })}
          >
            {say(W.confirmTake)}
          </Button>
        ) : (
          <Button
            kind="primary"
            icon="guide"
            testId="to-guide"
            onPress={() => act({ type: 'go', to: { at: 'guide' } })}
          >
            {say(W.guideDesk)}
          </Button>
        )}
      </Actions>
    </div>
  );
}
