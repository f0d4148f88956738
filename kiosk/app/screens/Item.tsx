import { useSay } from '@hall/shared/ui/i18n/language.tsx';
import { waitWords } from '@hall/shared/ui/time.ts';
import { useState } from 'react';
import { useKiosk } from '../kiosk.ts';
import { Actions, Button } from '../parts/Button.tsx';
import { Facts } from '../parts/Facts.tsx';
import { Icon } from '../parts/Icon.tsx';
import { ItemMore } from '../parts/ItemMore.tsx';
import { Notice } from '../parts/Notice.tsx';
import { Title } from '../parts/Title.tsx';
import { ToGuide } from '../parts/ToGuide.tsx';
import { useArmed } from '../parts/use-armed.ts';
import { ToList } from '../query/ToList.tsx';
import {
  givesOwnNumbers,
  whyNoCard,
  whyNoCertificates,
  whyNoTickets,
  whyQueueClosed,
} from '../session/availability.ts';
import { materialWords, people, seniorWords, W, windowNumbers, workingDays, yuan } from '../words/words.ts';

/** What large type shows at a time; otherwise all of it stands there. */
const PARTS = ['queue', 'materials', 'steps'] as const;
type Part = (typeof PARTS)[number];

/** The guide of one service item, and the way into its queue: with the card on the reader one press away. */
export function Item({ id }: { id: string }) {
  const say = useSay();
  const { session, host, catalogue, act, newId } = useKiosk();
  const armed = useArmed();
  const [part, setPart] = useState<Part>('queue');
  const item = catalogue.items.find((one) => one.id === id);
  if (!item) return <Notice tone="bad">{say(W.unavailable)}</Notice>;
  const queue = host.queues.find((one) => one.queue === item.queue);
  const zone = catalogue.zones.find((one) => one.id === item.zone);
  const realName = catalogue.queues.find((one) => one.id === item.queue)?.realName ?? false;
  const why = whyNoTickets(host) ?? whyQueueClosed(host, item.queue) ?? (realName ? whyNoCard(host) : null);
  const card = realName ? session.card : null;
  const parts = { queue: W.itemQueue, materials: W.materials, steps: W.steps };
  const errand = { kind: 'ticket', target: { kind: 'item', item: item.id }, realName } as const;
  return (
    <div className="item" data-testid="screen-item">
      <Title more={say(item.department)}>{say(item.name)}</Title>
      {session.care && (
        <div className="tabs">
          {PARTS.map((one) => (
            <button
              key={one}
              type="button"
              className="tab"
              data-testid={`part-${one}`}
              aria-pressed={one === part}
              onClick={() => setPart(one)}
            >
              {say(parts[one])}
            </button>
          ))}
        </div>
      )}
      <div className="item-body" data-part={session.care ? part : 'all'}>
        <section className="panel panel-papers">
          <h2 className="of-materials">{say(W.materials)}</h2>
          <ul className="materials of-materials">
            {item.materials.map((material) => (
              <li key={material.name.zh} className={material.form === 'shared' ? 'material-shared' : ''}>
                <Icon name={material.form === 'shared' ? 'check' : 'certificate'} />
                <span>{say(material.name)}</span>
                <small>{say(materialWords(material.form, material.copies))}</small>
              </li>
            ))}
          </ul>
          <div className="to-list of-materials">
            <ToList item={item.id} />
          </div>
          <h2 className="of-steps">{say(W.steps)}</h2>
          <ol className="steps of-steps">
            {item.steps.map((step) => (
              <li key={step.zh}>{say(step)}</li>
            ))}
          </ol>
        </section>
        <aside className="panel panel-side">
          <Facts
            facts={[
              {
                label: say(W.timeLimit),
                value: say(item.onTheSpot ? W.onTheSpot : workingDays(item.promisedDays)),
              },
              { label: say(W.fee), value: say(yuan(item.feeYuan)) },
              ...(zone ? [{ label: say(W.place), value: `${say(zone.name)} · ${say(zone.place)}` }] : []),
            ]}
          />
          {host.online && queue?.open && (
            <>
              <h2>{say(W.itemQueue)}</h2>
              <Facts
                facts={[
                  { label: say(W.waiting), value: say(people(queue.waiting)), strong: true },
                  { label: say(W.estimate), value: say(waitWords(queue.estimate)), strong: true },
                  { label: say(W.windows), value: say(windowNumbers(queue.windows)) },
                ]}
              />
            </>
          )}
          {realName && card === null && why === null && (
            <p className="side-note">
              <Icon name="card" /> {say(W.realNameNote)}
            </p>
          )}
        </aside>
      </div>
      <div className="item-foot">
        {card && why === null && (
          <Notice tone="good" testId="item-card">
            <strong className="card-name">
              {say(W.cardRead)}　{card.maskedName}
            </strong>
            <span>{say(card.senior ? seniorWords(catalogue.seniorAge) : W.cardKeep)}</span>
          </Notice>
        )}
        {why && (
          <Notice tone="bad" testId="why-not">
            {say(why)}
          </Notice>
        )}
        {why === null && givesOwnNumbers(host) && (
          <Notice tone="wait" testId="offline-valid">
            <strong>{say(W.offlineValid)}</strong>
            <span>{say(W.offlineWaits)}</span>
          </Notice>
        )}
        <ItemMore item={item} closed={why !== null} />
        <Actions>
          {item.certificate && whyNoCertificates(host) === null && (
            <Button
              icon="printer"
              testId="item-certificate"
              onPress={() =>
                act({
                  type: 'go',
                  to: { at: 'card', errand: { kind: 'certificate', certificate: 'insurance' } },
                })
              }
            >
              {say(W.itemPrint)}
            </Button>
          )}
          {why === null ? (
            <Button
              kind="primary"
              icon="ticket"
              testId="take"
              arming={!armed}
              onPress={() => act({ type: 'take', errand, request: newId() })}
            >
              {say(W.itemTake)}
            </Button>
          ) : (
            <ToGuide kind="primary" />
          )}
        </Actions>
      </div>
    </div>
  );
}
